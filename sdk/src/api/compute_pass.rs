use std::{fmt, marker::PhantomData, sync::Arc};

use wgpu_types::{BufferAddress, DynamicOffset};

use super::{BindGroup, Buffer, ComputePipeline, Label, QuerySet};
use crate::{convert, raw, runtime::errors::Errors};

/// Describes a [`ComputePass`].
///
/// Corresponds to [WebGPU `GPUComputePassDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpucomputepassdescriptor).
#[derive(Clone, Debug, Default)]
pub struct ComputePassDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// Timestamps at the beginning and the end of the pass.
    pub timestamp_writes: Option<ComputePassTimestampWrites<'a>>,
}

/// Where a pass writes its timestamps.
///
/// Corresponds to [WebGPU `GPUComputePassTimestampWrites`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpucomputepasstimestampwrites).
#[derive(Clone, Debug)]
pub struct ComputePassTimestampWrites<'a> {
    /// The query set, of type [`QueryType::Timestamp`](crate::QueryType::Timestamp).
    pub query_set: &'a QuerySet,
    /// The query that gets the time at the beginning, if any.
    pub beginning_of_pass_write_index: Option<u32>,
    /// The query that gets the time at the end, if any.
    pub end_of_pass_write_index: Option<u32>,
}

impl ComputePassDescriptor<'_> {
    pub(crate) fn to_raw(&self) -> Option<raw::GpuComputePassDescriptor<'_>> {
        if self.label.is_none() && self.timestamp_writes.is_none() {
            return None;
        }
        let timestamp_writes = self.timestamp_writes.as_ref();
        Some(raw::GpuComputePassDescriptor {
            timestamp_writes: timestamp_writes.map(|writes| raw::GpuComputePassTimestampWrites {
                query_set: writes.query_set.as_raw(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }),
            label: convert::label(self.label),
        })
    }
}

/// Records dispatches. It ends when it is dropped.
///
/// Corresponds to [WebGPU `GPUComputePassEncoder`](
/// https://gpuweb.github.io/gpuweb/#gpucomputepassencoder).
pub struct ComputePass<'encoder> {
    recorder: Recorder,
    errors: Arc<Errors>,
    /// What the pass has already: setting it again is no call to the host.
    pipeline: Option<ComputePipeline>,
    bind_groups: [Option<BindGroup>; REMEMBERED_BIND_GROUPS],
    _encoder: PhantomData<&'encoder mut ()>,
}

/// As many bind groups as WebGPU guarantees; a call for a further one is passed on always.
const REMEMBERED_BIND_GROUPS: usize = 4;

/// The raw pass, which ends when it is dropped.
struct Recorder(raw::GpuComputePassEncoder);

impl Drop for Recorder {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl fmt::Debug for ComputePass<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComputePass")
            .field("pipeline", &self.pipeline)
            .field("bind_groups", &self.bind_groups)
            .finish_non_exhaustive()
    }
}

impl ComputePass<'_> {
    pub(crate) fn wrap(raw: raw::GpuComputePassEncoder, errors: Arc<Errors>) -> Self {
        Self {
            recorder: Recorder(raw),
            errors,
            pipeline: None,
            bind_groups: [const { None }; REMEMBERED_BIND_GROUPS],
            _encoder: PhantomData,
        }
    }

    /// The raw resource, for calls that the safe layer does not have. Do not set a pipeline or a
    /// bind group by it: the pass remembers what it set.
    pub fn as_raw(&self) -> &raw::GpuComputePassEncoder {
        &self.recorder.0
    }

    /// A pass that the compiler does not tie to its encoder: using the encoder while the pass
    /// lives is a validation error.
    pub fn forget_lifetime(self) -> ComputePass<'static> {
        ComputePass {
            recorder: self.recorder,
            errors: self.errors,
            pipeline: self.pipeline,
            bind_groups: self.bind_groups,
            _encoder: PhantomData,
        }
    }

    /// Sets the bind group of the shader's `@group(index)`; `None` unsets it. `offsets` has one
    /// number, in bytes, for each binding that has a dynamic offset.
    ///
    /// See [WebGPU `setBindGroup`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpubindingcommandsmixin-setbindgroup).
    pub fn set_bind_group<'a, BG>(&mut self, index: u32, bind_group: BG, offsets: &[DynamicOffset])
    where
        Option<&'a BindGroup>: From<BG>,
    {
        let bind_group: Option<&BindGroup> = bind_group.into();
        let remembered = self.bind_groups.get_mut(index as usize);
        if let Some(remembered) = remembered {
            if offsets.is_empty() && bind_group.is_some() && remembered.as_ref() == bind_group {
                return;
            }
            *remembered = bind_group.filter(|_| offsets.is_empty()).cloned();
        }
        let result = self.as_raw().set_bind_group(
            index,
            bind_group.map(BindGroup::as_raw),
            (!offsets.is_empty()).then_some(offsets),
            None,
            None,
        );
        if let Err(error) = result {
            let label = bind_group.map_or("", |group| &group.inner.label);
            self.errors.invalid("set_bind_group", label, &error.message);
        }
    }

    /// Sets the pipeline that the next dispatches run.
    pub fn set_pipeline(&mut self, pipeline: &ComputePipeline) {
        if self.pipeline.as_ref() != Some(pipeline) {
            self.as_raw().set_pipeline(pipeline.as_raw());
            self.pipeline = Some(pipeline.clone());
        }
    }

    /// Sets bytes of the shader's immediate data. Offset and length are multiples of 4 bytes.
    pub fn set_immediates(&mut self, offset: u32, data: &[u8]) {
        self.as_raw().set_immediates(offset, data, None, None);
    }

    /// Runs x × y × z workgroups; each number is at most the device's
    /// `max_compute_workgroups_per_dimension`.
    ///
    /// See [WebGPU `dispatchWorkgroups`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucomputepassencoder-dispatchworkgroups).
    pub fn dispatch_workgroups(&mut self, x: u32, y: u32, z: u32) {
        self.as_raw().dispatch_workgroups(x, Some(y), Some(z));
    }

    /// Runs as many workgroups as three `u32` in the buffer say.
    ///
    /// See [WebGPU `dispatchWorkgroupsIndirect`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucomputepassencoder-dispatchworkgroupsindirect).
    pub fn dispatch_workgroups_indirect(
        &mut self,
        indirect_buffer: &Buffer,
        indirect_offset: BufferAddress,
    ) {
        let buffer = indirect_buffer.as_raw();
        self.as_raw()
            .dispatch_workgroups_indirect(buffer, indirect_offset);
    }

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
}
