//! Maps that the interface takes as resources of the host.

use crate::raw;

macro_rules! record {
    ($(#[$doc:meta])* $name:ident, $raw:ident, $value:ty, $to_raw:expr, $from_raw:expr) => {
        $(#[$doc])*
        pub struct $name(raw::$raw);

        impl $name {
            /// An empty map.
            pub fn new() -> Self {
                Self(raw::$raw::new())
            }

            /// Sets the value of a name.
            pub fn insert(&mut self, name: &str, value: $value) {
                self.0.add(name, $to_raw(value));
            }

            /// The value of a name.
            pub fn get(&self, name: &str) -> Option<$value> {
                self.0.get(name).and_then($from_raw)
            }

            /// Whether the name has a value.
            pub fn contains_key(&self, name: &str) -> bool {
                self.0.has(name)
            }

            /// Forgets a name.
            pub fn remove(&mut self, name: &str) {
                self.0.remove(name);
            }

            /// All names.
            pub fn keys(&self) -> Vec<String> {
                self.0.keys()
            }

            /// All values, in the order of [`keys`](Self::keys).
            pub fn values(&self) -> Vec<$value> {
                self.0.values().into_iter().filter_map($from_raw).collect()
            }

            /// All names with their values.
            pub fn entries(&self) -> Vec<(String, $value)> {
                let entries = self.0.entries().into_iter();
                let entries = entries.map(|(name, value)| Some((name, $from_raw(value)?)));
                entries.flatten().collect()
            }

            /// The raw resource.
            pub fn as_raw(&self) -> &raw::$raw {
                &self.0
            }

            /// The raw resource, for a descriptor of the raw bindings.
            pub fn into_raw(self) -> raw::$raw {
                self.0
            }

            /// A map for a raw resource.
            pub fn from_raw(raw: raw::$raw) -> Self {
                Self(raw)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_map().entries(self.entries()).finish()
            }
        }

        impl<'a> FromIterator<(&'a str, $value)> for $name {
            fn from_iter<I: IntoIterator<Item = (&'a str, $value)>>(entries: I) -> Self {
                let mut record = Self::new();
                for (name, value) in entries {
                    record.insert(name, value);
                }
                record
            }
        }
    };
}

record!(
    /// Limits by WebGPU's names, for
    /// [`Adapter::request_device_with`](crate::Adapter::request_device_with). The host keeps the map:
    /// each method is a call to it.
    RequiredLimits,
    RecordOptionGpuSize64,
    u64,
    Some,
    |value: Option<u64>| value
);

record!(
    /// Values of override constants by their names. The host keeps the map: each method is a call to
    /// it.
    ///
    /// Pipelines take their constants as slices
    /// ([`PipelineCompilationOptions`](crate::PipelineCompilationOptions)); this is what a descriptor
    /// of the [raw bindings](crate::raw) takes.
    PipelineConstants,
    RecordGpuPipelineConstantValue,
    f64,
    |value: f64| value,
    Some
);
