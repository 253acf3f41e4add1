//! `gpu-texture`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::id::{BufferId, TextureId};
use wgpu_types::{
    Extent3d, TexelCopyBufferInfo, TexelCopyBufferLayout, TexelCopyTextureInfo, TextureDescriptor,
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
        let label = descriptor.label;
        device.create("create-texture", label, state, |global, label| {
            let descriptor = core_descriptor.map_label(|()| label);
            global.device_create_texture(device.id(), &descriptor, None)
        })
    }
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
    fn create_view(
        &mut self,
        this: Resource<Texture>,
        descriptor: Option<wit::GpuTextureViewDescriptor>,
    ) -> wasmtime::Result<Resource<TextureView>> {
        let texture = self.table.get(&this)?;
        let view = TextureView::create(texture, "create-view", descriptor)?;
        Ok(self.table.push(view)?)
    }

    fn destroy(&mut self, this: Resource<Texture>) -> wasmtime::Result<()> {
        let texture = self.table.get(&this)?;
        (texture.device).call("destroy", |global| global.texture_destroy(texture.id()))
    }

    fn width(&mut self, this: Resource<Texture>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.state.size.width)
    }

    fn height(&mut self, this: Resource<Texture>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.state.size.height)
    }

    fn depth_or_array_layers(&mut self, this: Resource<Texture>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.state.size.depth_or_array_layers)
    }

    fn mip_level_count(&mut self, this: Resource<Texture>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.state.mip_level_count)
    }

    fn sample_count(&mut self, this: Resource<Texture>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.state.sample_count)
    }

    fn dimension(&mut self, this: Resource<Texture>) -> wasmtime::Result<wit::GpuTextureDimension> {
        Ok(self.table.get(&this)?.state.dimension)
    }

    fn format(&mut self, this: Resource<Texture>) -> wasmtime::Result<wit::GpuTextureFormat> {
        Ok(self.table.get(&this)?.state.format)
    }

    fn usage(&mut self, this: Resource<Texture>) -> wasmtime::Result<wit::GpuTextureUsage> {
        Ok(self.table.get(&this)?.state.usage)
    }

    /// Only devices without `core-features-and-limits` know this dimension, and wgpu has none such.
    fn texture_binding_view_dimension(
        &mut self,
        this: Resource<Texture>,
    ) -> wasmtime::Result<Option<wit::GpuTextureViewDimension>> {
        self.table.get(&this)?;
        Ok(None)
    }

    labelled_resource!(Texture);
}
