use std::{ops::Range, sync::Arc};

use wgpu_types::{BufferAddress, Extent3d};

use super::{
    Buffer, CommandBuffer, ComputePass, ComputePassDescriptor, Device, Label, QuerySet, RenderPass,
    RenderPassDescriptor, TexelCopyBufferInfo, TexelCopyTextureInfo,
    bound::{debug_commands, native_commands},
    handle::label,
    texture::{buffer_info, texture_info},
};
use crate::{raw, runtime::errors::Errors};

/// Describes a [`CommandEncoder`].
///
/// Corresponds to [WebGPU `GPUCommandEncoderDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpucommandencoderdescriptor).
pub type CommandEncoderDescriptor<'a> = wgpu_types::CommandEncoderDescriptor<Label<'a>>;

/// Records commands.
///
/// Corresponds to [WebGPU `GPUCommandEncoder`](
/// https://gpuweb.github.io/gpuweb/#gpucommandencoder).
#[derive(Debug)]
pub struct CommandEncoder {
    raw: raw::GpuCommandEncoder,
    label: String,
    errors: Arc<Errors>,
}

impl CommandEncoder {
    pub(crate) fn wrap(raw: raw::GpuCommandEncoder, label: String, errors: Arc<Errors>) -> Self {
        Self { raw, label, errors }
    }

    /// An encoder for a raw resource of `device`. The host is asked for its label.
    pub fn from_raw(device: &Device, raw: raw::GpuCommandEncoder) -> Self {
        let label = raw.label();
        Self::wrap(raw, label, device.errors().clone())
    }

    label!();

    /// The raw resource.
    pub fn as_raw(&self) -> &raw::GpuCommandEncoder {
        &self.raw
    }

    /// Ends the recording. The command buffer has the encoder's label.
    ///
    /// See [WebGPU `finish`](https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-finish).
    pub fn finish(self) -> CommandBuffer {
        CommandBuffer::wrap(self.raw.finish(None), self.label)
    }

    /// Begins a compute pass. The encoder can be used again when the pass is dropped.
    ///
    /// See [WebGPU `beginComputePass`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-begincomputepass).
    pub fn begin_compute_pass<'encoder>(
        &'encoder mut self,
        desc: &ComputePassDescriptor<'_>,
    ) -> ComputePass<'encoder> {
        let descriptor = desc.to_raw();
        let raw = self.raw.begin_compute_pass(descriptor.as_ref());
        let label = descriptor.and_then(|it| it.label).unwrap_or_default();
        ComputePass::wrap(raw, label, self.errors.clone())
    }

    /// Begins a render pass. The encoder can be used again when the pass is dropped.
    ///
    /// See [WebGPU `beginRenderPass`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-beginrenderpass).
    pub fn begin_render_pass<'encoder>(
        &'encoder mut self,
        desc: &RenderPassDescriptor<'_>,
    ) -> RenderPass<'encoder> {
        RenderPass::begin(&self.raw, desc, self.errors.clone())
    }

    /// Copies texels from a buffer. Rows begin at multiples of 256 bytes.
    ///
    /// See [WebGPU `copyBufferToTexture`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-copybuffertotexture).
    pub fn copy_buffer_to_texture(
        &mut self,
        source: TexelCopyBufferInfo<'_>,
        destination: TexelCopyTextureInfo<'_>,
        copy_size: Extent3d,
    ) {
        let destination = self.place("copy_buffer_to_texture", &destination);
        let (source, size) = (buffer_info(&source), copy_size.into());
        self.raw.copy_buffer_to_texture(&source, &destination, size);
    }

    /// Copies texels to a buffer. Rows begin at multiples of 256 bytes.
    ///
    /// See [WebGPU `copyTextureToBuffer`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-copytexturetobuffer).
    pub fn copy_texture_to_buffer(
        &mut self,
        source: TexelCopyTextureInfo<'_>,
        destination: TexelCopyBufferInfo<'_>,
        copy_size: Extent3d,
    ) {
        let source = self.place("copy_texture_to_buffer", &source);
        let (destination, size) = (buffer_info(&destination), copy_size.into());
        self.raw.copy_texture_to_buffer(&source, &destination, size);
    }

    /// Copies texels from texture to texture.
    ///
    /// See [WebGPU `copyTextureToTexture`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-copytexturetotexture).
    pub fn copy_texture_to_texture(
        &mut self,
        source: TexelCopyTextureInfo<'_>,
        destination: TexelCopyTextureInfo<'_>,
        copy_size: Extent3d,
    ) {
        let source = self.place("copy_texture_to_texture", &source);
        let destination = self.place("copy_texture_to_texture", &destination);
        self.raw
            .copy_texture_to_texture(&source, &destination, copy_size.into());
    }

    fn place<'a>(
        &self,
        call: &str,
        info: &TexelCopyTextureInfo<'a>,
    ) -> raw::GpuTexelCopyTextureInfo<'a> {
        let (raw, lacking) = texture_info(info);
        if let Some(lacking) = lacking {
            self.errors
                .lacking(call, Some(&info.texture.inner.label), lacking);
        }
        raw
    }

    /// Copies bytes from buffer to buffer; `None` copies all from `source_offset` on. Offsets and
    /// size are multiples of 4 bytes.
    ///
    /// See [WebGPU `copyBufferToBuffer`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-copybuffertobuffer).
    pub fn copy_buffer_to_buffer(
        &mut self,
        source: &Buffer,
        source_offset: BufferAddress,
        destination: &Buffer,
        destination_offset: BufferAddress,
        copy_size: impl Into<Option<BufferAddress>>,
    ) {
        self.raw.copy_buffer_to_buffer(
            source.as_raw(),
            Some(source_offset),
            destination.as_raw(),
            Some(destination_offset),
            copy_size.into(),
        );
    }

    /// Sets bytes of a buffer to zero; `None` for all from `offset` on. Offset and size are
    /// multiples of 4 bytes.
    ///
    /// See [WebGPU `clearBuffer`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-clearbuffer).
    pub fn clear_buffer(
        &mut self,
        buffer: &Buffer,
        offset: BufferAddress,
        size: Option<BufferAddress>,
    ) {
        self.raw.clear_buffer(buffer.as_raw(), Some(offset), size);
    }

    /// Writes the results of queries into a buffer as `u64` numbers; timestamps are nanoseconds.
    /// The offset is a multiple of 256 bytes.
    ///
    /// See [WebGPU `resolveQuerySet`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucommandencoder-resolvequeryset).
    pub fn resolve_query_set(
        &mut self,
        query_set: &QuerySet,
        query_range: Range<u32>,
        destination: &Buffer,
        destination_offset: BufferAddress,
    ) {
        self.raw.resolve_query_set(
            query_set.as_raw(),
            query_range.start,
            // A range that ends before it starts has more queries than any set.
            query_range
                .end
                .checked_sub(query_range.start)
                .unwrap_or(u32::MAX),
            destination.as_raw(),
            destination_offset,
        );
    }

    debug_commands!();
    native_commands!(CommandEncoder);
}
