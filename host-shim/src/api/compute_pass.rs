//! `gpu-compute-pass-encoder`.

use wasmtime::component::Resource;
use wgpu_core::command::{ComputePassDescriptor, PassTimestampWrites};

use super::pass::{Encoder, SetImmediates, binding_and_debug_commands};
use super::{Buffer, CommandEncoder, ComputePipeline};
use crate::quota::check_text;
use crate::{WebGpuCtxView, wit};

/// A `gpu-compute-pass-encoder`. One that the guest never ends goes with its handle, and makes `finish`
/// of its command encoder an error.
pub type ComputePass = Encoder<wgpu_core::command::ComputePass>;

impl WebGpuCtxView<'_> {
    pub(crate) fn new_compute_pass(
        &self,
        encoder: &Resource<CommandEncoder>,
        descriptor: Option<wit::GpuComputePassDescriptor>,
    ) -> wasmtime::Result<ComputePass> {
        let encoder = self.table.get(encoder)?;
        let (timestamp_writes, label) = match descriptor {
            Some(it) => (it.timestamp_writes, it.label.unwrap_or_default()),
            None => (None, String::new()),
        };
        check_text("begin-compute-pass", &label)?;
        let timestamp_writes = match timestamp_writes {
            Some(writes) => Some(PassTimestampWrites {
                query_set: self.table.get(&writes.query_set)?.id(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }),
            None => None,
        };
        let device = &encoder.device;
        let timestamp_writes =
            device.pass_timestamps(timestamp_writes, encoder.id(), &label, "compute pass")?;
        let call = "begin-compute-pass";
        let descriptor = ComputePassDescriptor {
            label: (!label.is_empty()).then(|| label.as_str().into()),
            timestamp_writes,
        };
        let (pass, error) = encoder.device.call(call, |global| {
            global.command_encoder_begin_compute_pass(encoder.id(), &descriptor)
        })?;
        encoder.device.report(call, &label, error);
        let recording = encoder.state.clone();
        Ok(ComputePass::new(pass, device, label, recording))
    }
}

impl SetImmediates for ComputePass {
    const FUNCTION: &str = "[method]gpu-compute-pass-encoder.set-immediates";

    fn set_immediates(&mut self, range_offset: u32, data: &[u8]) -> wasmtime::Result<()> {
        self.record("set-immediates", |global, pass| {
            global.compute_pass_set_immediates(pass, range_offset, data)
        })
    }
}

impl wit::HostGpuComputePassEncoder for WebGpuCtxView<'_> {
    fn set_pipeline(
        &mut self,
        this: Resource<ComputePass>,
        pipeline: Resource<ComputePipeline>,
    ) -> wasmtime::Result<()> {
        let pipeline = self.table.get(&pipeline)?.id();
        let pass = self.table.get_mut(&this)?;
        pass.record("set-pipeline", |global, pass| {
            global.compute_pass_set_pipeline(pass, pipeline)
        })
    }

    fn dispatch_workgroups(
        &mut self,
        this: Resource<ComputePass>,
        x: u32,
        y: Option<u32>,
        z: Option<u32>,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("dispatch-workgroups", |global, pass| {
            global.compute_pass_dispatch_workgroups(pass, x, y.unwrap_or(1), z.unwrap_or(1))
        })
    }

    fn dispatch_workgroups_indirect(
        &mut self,
        this: Resource<ComputePass>,
        indirect_buffer: Resource<Buffer>,
        indirect_offset: u64,
    ) -> wasmtime::Result<()> {
        let buffer = self.table.get(&indirect_buffer)?.id();
        let pass = self.table.get_mut(&this)?;
        pass.record("dispatch-workgroups-indirect", |global, pass| {
            global.compute_pass_dispatch_workgroups_indirect(pass, buffer, indirect_offset)
        })
    }

    fn end(&mut self, this: Resource<ComputePass>) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.end(|global, pass| global.compute_pass_end(pass))
    }

    binding_and_debug_commands!(ComputePass {
        set_bind_group: compute_pass_set_bind_group,
        push_debug_group: compute_pass_push_debug_group(0),
        pop_debug_group: compute_pass_pop_debug_group,
        insert_debug_marker: compute_pass_insert_debug_marker(0),
    });

    labelled_resource!(ComputePass);
}
