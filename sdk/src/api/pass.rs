//! What both kinds of pass have in common.

/// Defines a pass: it borrows its encoder, remembers what it has set, and ends when it is dropped.
macro_rules! pass {
    ($(#[$doc:meta])* $name:ident, $raw:ident, $pipeline:ident) => {
        $(#[$doc])*
        pub struct $name<'encoder> {
            recorder: Recorder,
            label: String,
            errors: std::sync::Arc<crate::runtime::errors::Errors>,
            bound: crate::api::bound::Bound<crate::$pipeline>,
            _encoder: std::marker::PhantomData<&'encoder mut ()>,
        }

        /// The raw pass, which ends when it is dropped.
        struct Recorder(crate::raw::$raw);

        impl Drop for Recorder {
            fn drop(&mut self) {
                self.0.end();
            }
        }

        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("label", &self.label)
                    .field("bound", &self.bound)
                    .finish_non_exhaustive()
            }
        }

        impl $name<'static> {
            /// A pass for a raw resource of `device`. The host is asked for its label.
            pub fn from_raw(device: &crate::Device, raw: crate::raw::$raw) -> Self {
                let label = raw.label();
                Self::wrap(raw, label, device.errors().clone())
            }
        }

        impl $name<'_> {
            pub(crate) fn wrap(
                raw: crate::raw::$raw,
                label: String,
                errors: std::sync::Arc<crate::runtime::errors::Errors>,
            ) -> Self {
                Self {
                    recorder: Recorder(raw),
                    label,
                    errors,
                    bound: Default::default(),
                    _encoder: std::marker::PhantomData,
                }
            }

            crate::api::handle::label!();

            /// The raw resource. Do not set a pipeline or a bind group by it: the pass remembers what it
            /// set.
            pub fn as_raw(&self) -> &crate::raw::$raw {
                &self.recorder.0
            }

            /// A pass that the compiler does not tie to its encoder: using the encoder while the pass
            /// lives is a validation error.
            pub fn forget_lifetime(self) -> $name<'static> {
                $name {
                    recorder: self.recorder,
                    label: self.label,
                    errors: self.errors,
                    bound: self.bound,
                    _encoder: std::marker::PhantomData,
                }
            }

            crate::api::bound::debug_commands!();
            crate::api::bound::native_commands!($name);
        }
    };
}

pub(crate) use pass;
