//! `gpu-compute-pass-encoder`.

use wasmtime::component::Resource;
use wgpu_core::command::{ComputePassDescriptor, PassTimestampWrites};
use wgpu_core::global::Global;

use super::pass::{Encoder, binding_and_debug_commands, commands};
use super::{Buffer, CommandEncoder, ComputePipeline};
use crate::{WebGpuCtxView, wit};

/// A `gpu-compute-pass-encoder`. One that the guest never ends goes with its handle, and makes `finish`
/// of its command encoder an error.
pub type ComputePass = Encoder<wgpu_core::command::ComputePass>;

impl ComputePass {
    pub(crate) fn begin_compute(
        encoder: &CommandEncoder,
        view: &WebGpuCtxView<'_>,
        descriptor: Option<wit::GpuComputePassDescriptor>,
    ) -> wasmtime::Result<Self> {
        let (timestamp_writes, label) =
            descriptor.map_or((None, None), |it| (it.timestamp_writes, it.label));
        let own = match timestamp_writes {
            Some(writes) => Some(PassTimestampWrites {
                query_set: view.table.get(&writes.query_set)?.id(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }),
            None => None,
        };
        let call = ("begin-compute-pass", "compute pass");
        Encoder::begin(
            encoder,
            call,
            label,
            own,
            |global, label, timestamp_writes| {
                let descriptor = ComputePassDescriptor {
                    label,
                    timestamp_writes,
                };
                global.command_encoder_begin_compute_pass(encoder.id(), &descriptor)
            },
        )
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

    commands!(ComputePass {
        dispatch_workgroups(x: u32, y: Option<u32>, z: Option<u32>) = "dispatch-workgroups",
            compute_pass_dispatch_workgroups(x, y.unwrap_or(1), z.unwrap_or(1));
    });

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
        self.table.get_mut(&this)?.end(Global::compute_pass_end)
    }

    binding_and_debug_commands!(ComputePass {
        set_bind_group: compute_pass_set_bind_group,
        set_immediates: compute_pass_set_immediates,
        push_debug_group: compute_pass_push_debug_group(0),
        pop_debug_group: compute_pass_pop_debug_group,
        insert_debug_marker: compute_pass_insert_debug_marker(0),
    });

    labelled_resource!(ComputePass);
}
