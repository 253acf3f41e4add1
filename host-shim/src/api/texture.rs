//! `gpu-texture`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::global::Global;
use wgpu_core::id::{BufferId, TextureId};
use wgpu_types::{
    Extent3d, Limits, TexelCopyBufferInfo, TexelCopyBufferLayout, TexelCopyTextureInfo,
    TextureDescriptor,
};

use super::TextureView;
use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-texture`.
pub type Texture = Object<TextureId, TextureState>;

/// What a texture has beside its id.
pub struct TextureState {
    size: Extent3d,
    mip_level_count: u32,
    sample_count: u32,
    dimension: wit::GpuTextureDimension,
    format: wit::GpuTextureFormat,
    usage: wit::GpuTextureUsage,
}

impl Texture {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuTextureDescriptor,
    ) -> wasmtime::Result<Self> {
        let state = TextureState {
            size: convert::extent(descriptor.size),
            mip_level_count: descriptor.mip_level_count.unwrap_or(1),
            sample_count: descriptor.sample_count.unwrap_or(1),
            dimension: (descriptor.dimension).unwrap_or(wit::GpuTextureDimension::D2),
            format: descriptor.format,
            usage: descriptor.usage,
        };
        let view_formats = descriptor.view_formats.unwrap_or_default().into_iter();
        let core_descriptor = TextureDescriptor {
            label: (),
            size: state.size,
            mip_level_count: state.mip_level_count,
            sample_count: state.sample_count,
            dimension: convert::texture_dimension(state.dimension),
            format: convert::texture_format(state.format),
            usage: convert::texture_usages(state.usage),
            view_formats: view_formats.map(convert::texture_format).collect(),
        };
        let (call, label) = ("create-texture", descriptor.label);
        let bytes = Ok(texture_bytes(&core_descriptor, &device.limits));
        device.create_in_memory(call, label, state, bytes, |global, label, fits| {
            let mut descriptor = core_descriptor.map_label(|()| label);
            if !fits {
                descriptor.size.width = 0;
            }
            let (id, error) = global.device_create_texture(device.id(), &descriptor, None);
            if error.is_none() {
                return (id, error);
            }
            // wgpu-core keeps the numbers of an invalid texture, and computes with them.
            global.texture_drop(id);
            let (size, mip_level_count) = (Extent3d::default(), 1);
            let harmless = TextureDescriptor {
                size: Extent3d { width: 0, ..size },
                mip_level_count,
                ..descriptor
            };
            (
                global.device_create_texture(device.id(), &harmless, None).0,
                error,
            )
        })
    }
}

/// The bytes that a texture takes, all mip levels, layers and samples; 0 for one that is larger than
/// the device allows, which wgpu-core refuses.
fn texture_bytes<L, V>(texture: &TextureDescriptor<L, V>, limits: &Limits) -> u64 {
    let (size, levels) = (texture.size, texture.mip_level_count);
    let side = (limits.max_texture_dimension_1d).max(limits.max_texture_dimension_2d);
    let deep = (limits.max_texture_dimension_3d).max(limits.max_texture_array_layers);
    if size.width.max(size.height) > side.max(deep)
        || size.depth_or_array_layers > deep
        || levels > 31
    {
        return 0;
    }
    let levels = (0..levels).filter_map(|level| texture.mip_level_size(level));
    let one_sample: u64 = levels
        .map(|size| texture.format.theoretical_memory_footprint(size))
        .sum();
    one_sample.saturating_mul(texture.sample_count.into())
}

impl WebGpuCtxView<'_> {
    /// A place in a texture that is copied from or to.
    pub(crate) fn texel_copy_texture(
        &self,
        info: &wit::GpuTexelCopyTextureInfo,
    ) -> wasmtime::Result<TexelCopyTextureInfo<TextureId>> {
        Ok(TexelCopyTextureInfo {
            texture: self.table.get(&info.texture)?.id(),
            mip_level: info.mip_level.unwrap_or(0),
            origin: convert::origin(info.origin),
            aspect: convert::texture_aspect(info.aspect),
        })
    }

    /// A place in a buffer that texels are copied from or to.
    pub(crate) fn texel_copy_buffer(
        &self,
        info: &wit::GpuTexelCopyBufferInfo,
    ) -> wasmtime::Result<TexelCopyBufferInfo<BufferId>> {
        Ok(TexelCopyBufferInfo {
            buffer: self.table.get(&info.buffer)?.id(),
            layout: TexelCopyBufferLayout {
                offset: info.offset.unwrap_or(0),
                bytes_per_row: info.bytes_per_row,
                rows_per_image: info.rows_per_image,
            },
        })
    }
}

impl wit::HostGpuTexture for WebGpuCtxView<'_> {
    makers!(view, texture: Texture {
        create_view(it: Option<wit::GpuTextureViewDescriptor>) -> TextureView
            = TextureView::create(texture, "create-view", it)?;
    });

    fn destroy(&mut self, this: Resource<Texture>) -> wasmtime::Result<()> {
        self.table.get(&this)?.destroy(Global::texture_destroy)
    }

    getters!(texture: Texture {
        width() -> u32 = texture.state.size.width;
        height() -> u32 = texture.state.size.height;
        depth_or_array_layers() -> u32 = texture.state.size.depth_or_array_layers;
        mip_level_count() -> u32 = texture.state.mip_level_count;
        sample_count() -> u32 = texture.state.sample_count;
        dimension() -> wit::GpuTextureDimension = texture.state.dimension;
        format() -> wit::GpuTextureFormat = texture.state.format;
        usage() -> wit::GpuTextureUsage = texture.state.usage;
        // Only devices without `core-features-and-limits` know it, and wgpu has none such.
        texture_binding_view_dimension() -> Option<wit::GpuTextureViewDimension> = None;
    });

    labelled_resource!(Texture);
}
