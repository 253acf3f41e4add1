//! `gpu-command-encoder`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::command::EncoderStateError;
use wgpu_core::global::Global;
use wgpu_core::id::CommandEncoderId;
use wgpu_types::{CommandBufferDescriptor, CommandEncoderDescriptor};

use super::{Buffer, CommandBuffer, ComputePass, QuerySet, RenderPass};
use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::quota::{Recording, check_text};
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-command-encoder`.
pub type CommandEncoder = Object<CommandEncoderId, Option<Arc<Recording>>>;

impl CommandEncoder {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: Option<wit::GpuCommandEncoderDescriptor>,
    ) -> wasmtime::Result<Self> {
        let label = descriptor.and_then(|descriptor| descriptor.label);
        let call = "create-command-encoder";
        let recording = Some(device.new_recording());
        device.create(call, label, recording, |global, label| {
            let descriptor = CommandEncoderDescriptor { label };
            global.device_create_command_encoder(device.id(), &descriptor, None)
        })
    }

    /// Records a command. Most of its errors come with `finish`, as WebGPU has it.
    fn record(
        &self,
        call: &str,
        f: impl FnOnce(&Global, CommandEncoderId) -> Result<(), EncoderStateError>,
    ) -> wasmtime::Result<()> {
        if let Some(recording) = &self.state {
            recording.count(call, 0)?;
        }
        let recorded = self.device.call(call, |global| f(global, self.id()))?;
        self.device.report(call, &self.label, recorded.err());
        Ok(())
    }

    fn finish(
        &mut self,
        descriptor: Option<wit::GpuCommandBufferDescriptor>,
    ) -> wasmtime::Result<CommandBuffer> {
        let label = descriptor.and_then(|descriptor| descriptor.label);
        (self.device).observe(|observer, device| observer.finish(device, self.id()))?;
        let recording = self.state.take();
        let (buffer, error) =
            (self.device).create_unreported("finish", label, recording, |global, label| {
                let descriptor = CommandBufferDescriptor { label };
                global.command_encoder_finish(self.id(), &descriptor, None)
            })?;
        (self.device).observe(|observer, _| observer.finished(self.id(), buffer.id()))?;
        let error = error.map(|(_, error)| error);
        self.device.report("finish", &self.label, error);
        Ok(buffer)
    }
}

impl wit::HostGpuCommandEncoder for WebGpuCtxView<'_> {
    fn begin_render_pass(
        &mut self,
        this: Resource<CommandEncoder>,
        descriptor: wit::GpuRenderPassDescriptor,
    ) -> wasmtime::Result<Resource<RenderPass>> {
        let pass = self.new_render_pass(&this, descriptor)?;
        self.push(pass)
    }

    fn begin_compute_pass(
        &mut self,
        this: Resource<CommandEncoder>,
        descriptor: Option<wit::GpuComputePassDescriptor>,
    ) -> wasmtime::Result<Resource<ComputePass>> {
        let pass = self.new_compute_pass(&this, descriptor)?;
        self.push(pass)
    }

    fn copy_buffer_to_buffer(
        &mut self,
        this: Resource<CommandEncoder>,
        source: Resource<Buffer>,
        source_offset: Option<u64>,
        destination: Resource<Buffer>,
        destination_offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<()> {
        let source = self.table.get(&source)?.id();
        let destination = self.table.get(&destination)?.id();
        let encoder = self.table.get(&this)?;
        encoder.record("copy-buffer-to-buffer", |global, id| {
            global.command_encoder_copy_buffer_to_buffer(
                id,
                source,
                source_offset.unwrap_or(0),
                destination,
                destination_offset.unwrap_or(0),
                size,
            )
        })
    }

    fn copy_buffer_to_texture(
        &mut self,
        this: Resource<CommandEncoder>,
        source: wit::GpuTexelCopyBufferInfo,
        destination: wit::GpuTexelCopyTextureInfo,
        copy_size: wit::GpuExtent3D,
    ) -> wasmtime::Result<()> {
        let source = self.texel_copy_buffer(&source)?;
        let destination = self.texel_copy_texture(&destination)?;
        let size = convert::extent(copy_size);
        let encoder = self.table.get(&this)?;
        encoder.record("copy-buffer-to-texture", |global, id| {
            global.command_encoder_copy_buffer_to_texture(id, &source, &destination, &size)
        })
    }

    fn copy_texture_to_buffer(
        &mut self,
        this: Resource<CommandEncoder>,
        source: wit::GpuTexelCopyTextureInfo,
        destination: wit::GpuTexelCopyBufferInfo,
        copy_size: wit::GpuExtent3D,
    ) -> wasmtime::Result<()> {
        let source = self.texel_copy_texture(&source)?;
        let destination = self.texel_copy_buffer(&destination)?;
        let size = convert::extent(copy_size);
        let encoder = self.table.get(&this)?;
        encoder.record("copy-texture-to-buffer", |global, id| {
            global.command_encoder_copy_texture_to_buffer(id, &source, &destination, &size)
        })
    }

    fn copy_texture_to_texture(
        &mut self,
        this: Resource<CommandEncoder>,
        source: wit::GpuTexelCopyTextureInfo,
        destination: wit::GpuTexelCopyTextureInfo,
        copy_size: wit::GpuExtent3D,
    ) -> wasmtime::Result<()> {
        let source = self.texel_copy_texture(&source)?;
        let destination = self.texel_copy_texture(&destination)?;
        let size = convert::extent(copy_size);
        let encoder = self.table.get(&this)?;
        encoder.record("copy-texture-to-texture", |global, id| {
            global.command_encoder_copy_texture_to_texture(id, &source, &destination, &size)
        })
    }

    fn clear_buffer(
        &mut self,
        this: Resource<CommandEncoder>,
        buffer: Resource<Buffer>,
        offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<()> {
        let buffer = self.table.get(&buffer)?.id();
        self.table.get(&this)?.record("clear-buffer", |global, id| {
            global.command_encoder_clear_buffer(id, buffer, offset.unwrap_or(0), size)
        })
    }

    fn resolve_query_set(
        &mut self,
        this: Resource<CommandEncoder>,
        query_set: Resource<QuerySet>,
        first_query: u32,
        query_count: u32,
        destination: Resource<Buffer>,
        destination_offset: u64,
    ) -> wasmtime::Result<()> {
        let query_set = self.table.get(&query_set)?.id();
        let destination = self.table.get(&destination)?.id();
        let encoder = self.table.get(&this)?;
        encoder.record("resolve-query-set", |global, id| {
            global.command_encoder_resolve_query_set(
                id,
                query_set,
                first_query,
                query_count,
                destination,
                destination_offset,
            )
        })
    }

    fn finish(
        &mut self,
        this: Resource<CommandEncoder>,
        descriptor: Option<wit::GpuCommandBufferDescriptor>,
    ) -> wasmtime::Result<Resource<CommandBuffer>> {
        let buffer = self.table.get_mut(&this)?.finish(descriptor)?;
        self.push(buffer)
    }

    fn push_debug_group(
        &mut self,
        this: Resource<CommandEncoder>,
        group_label: String,
    ) -> wasmtime::Result<()> {
        check_text("push-debug-group", &group_label)?;
        let encoder = self.table.get(&this)?;
        encoder.record("push-debug-group", |global, id| {
            global.command_encoder_push_debug_group(id, &group_label)
        })
    }

    fn pop_debug_group(&mut self, this: Resource<CommandEncoder>) -> wasmtime::Result<()> {
        let encoder = self.table.get(&this)?;
        encoder.record("pop-debug-group", |global, id| {
            global.command_encoder_pop_debug_group(id)
        })
    }

    fn insert_debug_marker(
        &mut self,
        this: Resource<CommandEncoder>,
        marker_label: String,
    ) -> wasmtime::Result<()> {
        check_text("insert-debug-marker", &marker_label)?;
        let encoder = self.table.get(&this)?;
        encoder.record("insert-debug-marker", |global, id| {
            global.command_encoder_insert_debug_marker(id, &marker_label)
        })
    }

    labelled_resource!(CommandEncoder);
}
