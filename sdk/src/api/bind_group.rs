use wgpu_types::{BufferAddress, BufferSize};

use super::{BindGroupLayout, Buffer, BufferSlice, Label, Sampler, TextureView, handle::handle};
use crate::raw;

handle!(
    /// The resources that a shader sees in one group.
    ///
    /// Corresponds to [WebGPU `GPUBindGroup`](https://gpuweb.github.io/gpuweb/#gpubindgroup).
    BindGroup,
    GpuBindGroup
);

/// Describes a [`BindGroup`].
///
/// Corresponds to [WebGPU `GPUBindGroupDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpubindgroupdescriptor).
#[derive(Clone, Debug)]
pub struct BindGroupDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// The layout that the entries must fit.
    pub layout: &'a BindGroupLayout,
    /// One entry for each binding of the layout.
    pub entries: &'a [BindGroupEntry<'a>],
}

/// One resource of a bind group.
///
/// Corresponds to [WebGPU `GPUBindGroupEntry`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpubindgroupentry).
#[derive(Clone, Debug)]
pub struct BindGroupEntry<'a> {
    /// The number in the shader's `@binding(…)`.
    pub binding: u32,
    /// What is bound there.
    pub resource: BindingResource<'a>,
}

/// A resource to bind.
///
/// Corresponds to [WebGPU `GPUBindingResource`](
/// https://gpuweb.github.io/gpuweb/#typedefdef-gpubindingresource).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BindingResource<'a> {
    /// A range of a buffer.
    Buffer(BufferBinding<'a>),
    /// A sampler.
    Sampler(&'a Sampler),
    /// A texture.
    TextureView(&'a TextureView),
}

/// A range of a buffer to bind.
///
/// Corresponds to [WebGPU `GPUBufferBinding`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpubufferbinding).
#[derive(Clone, Debug)]
pub struct BufferBinding<'a> {
    /// The buffer.
    pub buffer: &'a Buffer,
    /// First byte; a multiple of the device's `min_uniform_buffer_offset_alignment` or
    /// `min_storage_buffer_offset_alignment`.
    pub offset: BufferAddress,
    /// Bytes; `None` for all that follow `offset`.
    pub size: Option<BufferSize>,
}

/// A slice of no bytes cannot be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptySlice;

impl std::error::Error for EmptySlice {}

impl std::fmt::Display for EmptySlice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an empty buffer slice cannot be bound; bind at least 4 bytes")
    }
}

impl<'a> TryFrom<BufferSlice<'a>> for BufferBinding<'a> {
    type Error = EmptySlice;

    fn try_from(slice: BufferSlice<'a>) -> Result<Self, EmptySlice> {
        Ok(Self {
            buffer: slice.buffer(),
            offset: slice.offset(),
            size: Some(BufferSize::new(slice.size()).ok_or(EmptySlice)?),
        })
    }
}

impl<'a> TryFrom<BufferSlice<'a>> for BindingResource<'a> {
    type Error = EmptySlice;

    fn try_from(slice: BufferSlice<'a>) -> Result<Self, EmptySlice> {
        BufferBinding::try_from(slice).map(Self::Buffer)
    }
}

impl<'a> BindGroupEntry<'a> {
    pub(crate) fn to_raw(&self) -> raw::GpuBindGroupEntry<'a> {
        let resource = match &self.resource {
            BindingResource::Buffer(binding) => {
                raw::GpuBindingResource::GpuBufferBinding(raw::GpuBufferBinding {
                    buffer: binding.buffer.as_raw(),
                    offset: Some(binding.offset),
                    size: binding.size.map(u64::from),
                })
            }
            BindingResource::Sampler(sampler) => {
                raw::GpuBindingResource::GpuSampler(sampler.as_raw())
            }
            BindingResource::TextureView(view) => {
                raw::GpuBindingResource::GpuTextureView(view.as_raw())
            }
        };
        raw::GpuBindGroupEntry {
            binding: self.binding,
            resource,
        }
    }
}
