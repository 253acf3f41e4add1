use wgpu_types::BufferAddress;

use super::{Buffer, ComputePipeline, Label, QuerySet, bound::set_bind_group, pass::pass};
use crate::{convert, raw};

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

pass!(
    /// Records dispatches. It ends when it is dropped.
    ///
    /// Corresponds to [WebGPU `GPUComputePassEncoder`](
    /// https://gpuweb.github.io/gpuweb/#gpucomputepassencoder).
    ComputePass,
    GpuComputePassEncoder,
    ComputePipeline
);

impl ComputePass<'_> {
    set_bind_group!();

    /// Sets the pipeline that the next dispatches run.
    pub fn set_pipeline(&mut self, pipeline: &ComputePipeline) {
        if self.bound.set_pipeline(pipeline) {
            self.as_raw().set_pipeline(pipeline.as_raw());
        }
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
}
