//! `gpu-compute-pass-encoder`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::command::{ComputePassDescriptor, PassTimestampWrites};
use wgpu_core::global::Global;
use wgpu_types::error::WebGpuError;

use super::bytes::sub_range;
use super::{BindGroup, Buffer, CommandEncoder, ComputePipeline};
use crate::device_state::DeviceState;
use crate::errors::message;
use crate::{WebGpuCtxView, wit};

/// A `gpu-compute-pass-encoder`. One that the guest never ends goes with its handle, and makes `finish`
/// of its command encoder an error.
pub struct ComputePass {
    pass: wgpu_core::command::ComputePass,
    device: Arc<DeviceState>,
    label: String,
}

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
        let timestamp_writes = match timestamp_writes {
            Some(writes) => Some(PassTimestampWrites {
                query_set: self.table.get(&writes.query_set)?.id(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }),
            None => None,
        };
        let call = "begin-compute-pass";
        let descriptor = ComputePassDescriptor {
            label: (!label.is_empty()).then(|| label.as_str().into()),
            timestamp_writes,
        };
        let (pass, error) = encoder.device.call(call, |global| {
            global.command_encoder_begin_compute_pass(encoder.id(), &descriptor)
        })?;
        encoder.device.report(call, &label, error);
        Ok(ComputePass {
            pass,
            device: Arc::clone(&encoder.device),
            label,
        })
    }
}

impl ComputePass {
    /// Records a command. Most of its errors come with the encoder's `finish`, as WebGPU has it.
    fn record<E: WebGpuError>(
        &mut self,
        call: &str,
        f: impl FnOnce(&Global, &mut wgpu_core::command::ComputePass) -> Result<(), E>,
    ) -> wasmtime::Result<()> {
        let pass = &mut self.pass;
        let recorded = self.device.call(call, |global| f(global, pass))?;
        self.device.report(call, &self.label, recorded.err());
        Ok(())
    }

    /// Sets immediates to `data`, which is `None` where the guest selected bytes that are not there.
    pub(crate) fn set_immediates(
        &mut self,
        range_offset: u32,
        data: Option<&[u8]>,
    ) -> wasmtime::Result<()> {
        let call = "set-immediates";
        let Some(data) = data else {
            let what = "data-offset and data-size reach beyond the data";
            self.device.report_validation(call, &self.label, what);
            return Ok(());
        };
        self.record(call, |global, pass| {
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
        pass.record("end", |global, pass| global.compute_pass_end(pass))
    }

    fn push_debug_group(
        &mut self,
        this: Resource<ComputePass>,
        group_label: String,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("push-debug-group", |global, pass| {
            global.compute_pass_push_debug_group(pass, &group_label, 0)
        })
    }

    fn pop_debug_group(&mut self, this: Resource<ComputePass>) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("pop-debug-group", |global, pass| {
            global.compute_pass_pop_debug_group(pass)
        })
    }

    fn insert_debug_marker(
        &mut self,
        this: Resource<ComputePass>,
        marker_label: String,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("insert-debug-marker", |global, pass| {
            global.compute_pass_insert_debug_marker(pass, &marker_label, 0)
        })
    }

    fn set_bind_group(
        &mut self,
        this: Resource<ComputePass>,
        index: u32,
        bind_group: Option<Resource<BindGroup>>,
        dynamic_offsets: Option<Vec<u32>>,
        start: Option<u64>,
        length: Option<u32>,
    ) -> wasmtime::Result<Result<(), wit::SetBindGroupError>> {
        let bind_group = match bind_group {
            Some(bind_group) => Some(self.table.get(&bind_group)?.id()),
            None => None,
        };
        let pass = self.table.get_mut(&this)?;
        let offsets = dynamic_offsets.unwrap_or_default();
        let Some(offsets) = sub_range(&offsets, start, length.map(u64::from)) else {
            return Ok(Err(wit::SetBindGroupError {
                kind: wit::SetBindGroupErrorKind::RangeError,
                message: message(
                    "set-bind-group",
                    &pass.label,
                    format_args!(
                        "start and length reach beyond the {} dynamic offsets",
                        offsets.len()
                    ),
                ),
            }));
        };
        pass.record("set-bind-group", |global, pass| {
            global.compute_pass_set_bind_group(pass, index, bind_group, offsets)
        })?;
        Ok(Ok(()))
    }

    fn set_immediates(
        &mut self,
        this: Resource<ComputePass>,
        range_offset: u32,
        data: Vec<u8>,
        data_offset: Option<u64>,
        data_size: Option<u64>,
    ) -> wasmtime::Result<()> {
        let data = sub_range(&data, data_offset, data_size);
        self.table
            .get_mut(&this)?
            .set_immediates(range_offset, data)
    }

    labelled_resource!(ComputePass);
}
