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
        f: impl FnOnce(&Global, CommandEncoderId) -> wasmtime::Result<Result<(), EncoderStateError>>,
    ) -> wasmtime::Result<()> {
        if let Some(recording) = &self.state {
            recording.count(call, 0)?;
        }
        let recorded = self.device.call(call, |global| f(global, self.id()))??;
        self.device.report(call, &self.label, recorded.err());
        Ok(())
    }
}

/// Methods that record one command: `method(its arguments) = "call", function(those of wgpu-core);`, where
/// `$view` is the context.
macro_rules! commands {
    ($view:ident {
        $($method:ident($($argument:ident: $type:ty),*) = $call:literal, $core:ident($($value:expr),*);)*
    }) => {$(
        fn $method(
            &mut self,
            this: Resource<CommandEncoder>,
            $($argument: $type),*
        ) -> wasmtime::Result<()> {
            let $view = &self;
            let encoder = $view.table.get(&this)?;
            encoder.record($call, |global, id| Ok(global.$core(id, $($value),*)))
        }
    )*};
}

impl wit::HostGpuCommandEncoder for WebGpuCtxView<'_> {
    makers!(view, encoder: CommandEncoder {
        begin_render_pass(it: wit::GpuRenderPassDescriptor) -> RenderPass
            = RenderPass::begin_render(encoder, view, it)?;
        begin_compute_pass(it: Option<wit::GpuComputePassDescriptor>) -> ComputePass
            = ComputePass::begin_compute(encoder, view, it)?;
    });

    commands!(view {
        copy_buffer_to_buffer(
            source: Resource<Buffer>,
            source_offset: Option<u64>,
            destination: Resource<Buffer>,
            destination_offset: Option<u64>,
            size: Option<u64>
        ) = "copy-buffer-to-buffer", command_encoder_copy_buffer_to_buffer(
            view.table.get(&source)?.id(),
            source_offset.unwrap_or(0),
            view.table.get(&destination)?.id(),
            destination_offset.unwrap_or(0),
            size
        );
        copy_buffer_to_texture(
            source: wit::GpuTexelCopyBufferInfo,
            destination: wit::GpuTexelCopyTextureInfo,
            size: wit::GpuExtent3D
        ) = "copy-buffer-to-texture", command_encoder_copy_buffer_to_texture(
            &view.texel_copy_buffer(&source)?,
            &view.texel_copy_texture(&destination)?,
            &convert::extent(size)
        );
        copy_texture_to_buffer(
            source: wit::GpuTexelCopyTextureInfo,
            destination: wit::GpuTexelCopyBufferInfo,
            size: wit::GpuExtent3D
        ) = "copy-texture-to-buffer", command_encoder_copy_texture_to_buffer(
            &view.texel_copy_texture(&source)?,
            &view.texel_copy_buffer(&destination)?,
            &convert::extent(size)
        );
        copy_texture_to_texture(
            source: wit::GpuTexelCopyTextureInfo,
            destination: wit::GpuTexelCopyTextureInfo,
            size: wit::GpuExtent3D
        ) = "copy-texture-to-texture", command_encoder_copy_texture_to_texture(
            &view.texel_copy_texture(&source)?,
            &view.texel_copy_texture(&destination)?,
            &convert::extent(size)
        );
        clear_buffer(buffer: Resource<Buffer>, offset: Option<u64>, size: Option<u64>)
            = "clear-buffer", command_encoder_clear_buffer(
            view.table.get(&buffer)?.id(),
            offset.unwrap_or(0),
            size
        );
        resolve_query_set(
            query_set: Resource<QuerySet>,
            first_query: u32,
            query_count: u32,
            destination: Resource<Buffer>,
            destination_offset: u64
        ) = "resolve-query-set", command_encoder_resolve_query_set(
            view.table.get(&query_set)?.id(),
            first_query,
            query_count,
            view.table.get(&destination)?.id(),
            destination_offset
        );
        push_debug_group(label: String) = "push-debug-group", command_encoder_push_debug_group(
            check_text("push-debug-group", &label)?
        );
        pop_debug_group() = "pop-debug-group", command_encoder_pop_debug_group();
        insert_debug_marker(label: String)
            = "insert-debug-marker", command_encoder_insert_debug_marker(
            check_text("insert-debug-marker", &label)?
        );
    });

    fn finish(
        &mut self,
        this: Resource<CommandEncoder>,
        descriptor: Option<wit::GpuCommandBufferDescriptor>,
    ) -> wasmtime::Result<Resource<CommandBuffer>> {
        let encoder = self.table.get_mut(&this)?;
        let recording = encoder.state.take();
        let (device, id) = (&encoder.device, encoder.id());
        device.observe(|observer, device| observer.finish(device, id))?;
        let label = descriptor.and_then(|descriptor| descriptor.label);
        let (buffer, error) =
            device.create_unreported("finish", label, recording, |global, label| {
                let descriptor = CommandBufferDescriptor { label };
                global.command_encoder_finish(id, &descriptor, None)
            })?;
        device.observe(|observer, _| observer.finished(id, buffer.id()))?;
        let error = error.map(|(_, error)| error);
        device.report("finish", &encoder.label, error);
        self.push(buffer)
    }

    labelled_resource!(CommandEncoder);
}
