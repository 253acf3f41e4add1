//! What a pass or a bundle has set: setting it again is no call to the host.

use wgpu_types::DynamicOffset;

use super::BindGroup;

/// As many bind groups as WebGPU guarantees; a further one is passed on always.
const REMEMBERED: usize = 4;

#[derive(Debug)]
pub(crate) struct Bound<P> {
    pipeline: Option<P>,
    bind_groups: [Option<BindGroup>; REMEMBERED],
}

impl<P> Default for Bound<P> {
    fn default() -> Self {
        Self {
            pipeline: None,
            bind_groups: [const { None }; REMEMBERED],
        }
    }
}

impl<P: Clone + PartialEq> Bound<P> {
    /// Whether the pipeline is another one than before.
    pub(crate) fn set_pipeline(&mut self, pipeline: &P) -> bool {
        let changes = self.pipeline.as_ref() != Some(pipeline);
        if changes {
            self.pipeline = Some(pipeline.clone());
        }
        changes
    }

    /// Whether this changes the group, as far as is remembered: one with dynamic offsets always does.
    pub(crate) fn set_bind_group(
        &mut self,
        index: u32,
        bind_group: Option<&BindGroup>,
        offsets: &[DynamicOffset],
    ) -> bool {
        let Some(remembered) = self.bind_groups.get_mut(index as usize) else {
            return true;
        };
        let same = bind_group.is_some() && remembered.as_ref() == bind_group;
        if same && offsets.is_empty() {
            return false;
        }
        *remembered = bind_group.filter(|_| offsets.is_empty()).cloned();
        true
    }
}

/// `set_bind_group` of a recorder that has `bound` and `errors`.
macro_rules! set_bind_group {
    () => {
        /// Sets the bind group of the shader's `@group(index)`; `None` unsets it. `offsets` has one
        /// number, in bytes, for each binding that has a dynamic offset.
        ///
        /// See [WebGPU `setBindGroup`](
        /// https://gpuweb.github.io/gpuweb/#dom-gpubindingcommandsmixin-setbindgroup).
        pub fn set_bind_group<'group, BG>(
            &mut self,
            index: u32,
            bind_group: BG,
            offsets: &[wgpu_types::DynamicOffset],
        ) where
            Option<&'group crate::BindGroup>: From<BG>,
        {
            let bind_group: Option<&crate::BindGroup> = bind_group.into();
            if !self.bound.set_bind_group(index, bind_group, offsets) {
                return;
            }
            let result = self.as_raw().set_bind_group(
                index,
                bind_group.map(crate::BindGroup::as_raw),
                (!offsets.is_empty()).then_some(offsets),
                None,
                None,
            );
            if let Err(error) = result {
                let label = bind_group.map_or("", |group| &group.inner.label);
                self.errors.invalid("set_bind_group", label, &error.message);
            }
        }

        /// Sets bytes of the shader's immediate data. Offset and length are multiples of 4 bytes.
        pub fn set_immediates(&mut self, offset: u32, data: &[u8]) {
            self.as_raw().set_immediates(offset, data, None, None);
        }
    };
}

/// The markers for debuggers that every recorder has.
macro_rules! debug_commands {
    () => {
        /// Marks a point of the recording for debuggers.
        pub fn insert_debug_marker(&mut self, label: &str) {
            self.as_raw().insert_debug_marker(label);
        }

        /// Begins a group of commands for debuggers.
        pub fn push_debug_group(&mut self, label: &str) {
            self.as_raw().push_debug_group(label);
        }

        /// Ends the innermost group of commands.
        pub fn pop_debug_group(&mut self) {
            self.as_raw().pop_debug_group();
        }
    };
}

/// Commands of native wgpu that portable programs call behind a check of the device's features.
macro_rules! native_commands {
    ($recorder:ident) => {
        /// A validation error: in WebGPU timestamps are written at the beginning and the end of
        /// passes, by `timestamp_writes` of their descriptors. No device has the feature for this one.
        pub fn write_timestamp(&mut self, query_set: &crate::QuerySet, _query_index: u32) {
            let what = crate::convert::Lacking(concat!(stringify!($recorder), "::write_timestamp"));
            let label = Some(query_set.label());
            self.errors.lacking("write_timestamp", label, what);
        }
    };
}

pub(crate) use {debug_commands, native_commands, set_bind_group};
