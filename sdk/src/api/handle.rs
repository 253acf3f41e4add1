//! What all handles have in common.

/// The object behind the clones of a handle. Dropping the last clone drops the host's resource.
#[derive(Debug)]
pub(crate) struct Object<R, S> {
    pub(crate) raw: R,
    /// Empty if the object has none.
    pub(crate) label: String,
    /// What the SDK knows of the object without asking the host.
    pub(crate) state: S,
}

/// Defines a handle: a cheap clone of a reference to a host resource, equal to its own clones only.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $raw:ident) => {
        crate::api::handle::handle!($(#[$doc])* $name, $raw, ());

        impl $name {
            /// A handle for a raw resource. The host is asked for its label.
            pub fn from_raw(raw: crate::raw::$raw) -> Self {
                let label = raw.label();
                Self::make(raw, Some(label), ())
            }
        }
    };
    ($(#[$doc:meta])* $name:ident, $raw:ident, $state:ty) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            pub(crate) inner: std::sync::Arc<crate::api::handle::Object<crate::raw::$raw, $state>>,
        }

        impl $name {
            pub(crate) fn make(
                raw: crate::raw::$raw,
                label: Option<String>,
                state: $state,
            ) -> Self {
                Self {
                    inner: std::sync::Arc::new(crate::api::handle::Object {
                        raw,
                        label: label.unwrap_or_default(),
                        state,
                    }),
                }
            }

            /// The name that it was made with; empty if it has none.
            pub fn label(&self) -> &str {
                &self.inner.label
            }

            /// The raw resource.
            pub fn as_raw(&self) -> &crate::raw::$raw {
                &self.inner.raw
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("label", &self.inner.label)
                    .finish_non_exhaustive()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                std::sync::Arc::ptr_eq(&self.inner, &other.inner)
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                std::sync::Arc::as_ptr(&self.inner).cmp(&std::sync::Arc::as_ptr(&other.inner))
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                std::sync::Arc::as_ptr(&self.inner).hash(state);
            }
        }
    };
}

/// Gives handles `set_label`.
macro_rules! set_label {
    ($($name:ident)*) => {
        $(impl super::$name {
            /// Gives the object another name on the host. Errors that the guest's side finds go on
            /// naming it as it was made, as [`label`](Self::label) does: clones share it.
            pub fn set_label(&self, label: &str) {
                self.as_raw().set_label(label);
            }
        })*
    };
}

set_label!(
    BindGroup BindGroupLayout Buffer ComputePipeline Device PipelineLayout QuerySet Queue RenderBundle
    RenderPipeline Sampler ShaderModule Texture TextureView
);

/// `label` and `set_label` of an object that has no clones, and keeps its label in `label`.
macro_rules! label {
    () => {
        /// The object's name; empty if it has none.
        pub fn label(&self) -> &str {
            &self.label
        }

        /// Gives the object another name.
        pub fn set_label(&mut self, label: &str) {
            label.clone_into(&mut self.label);
            self.as_raw().set_label(label);
        }
    };
}

pub(crate) use {handle, label};
