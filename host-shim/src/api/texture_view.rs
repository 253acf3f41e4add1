//! `gpu-texture-view`.

use wasmtime::component::Resource;
use wgpu_core::id::TextureViewId;
use wgpu_core::resource::TextureViewDescriptor;
use wgpu_types::ImageSubresourceRange;

use super::Texture;
use crate::handle::Object;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-texture-view`.
pub type TextureView = Object<TextureViewId>;

impl TextureView {
    /// Makes a view of `texture` for `call`; without a descriptor, of the whole of it.
    pub(crate) fn create(
        texture: &Texture,
        call: &str,
        descriptor: Option<wit::GpuTextureViewDescriptor>,
    ) -> wasmtime::Result<Self> {
        let mut core_descriptor = TextureViewDescriptor::default();
        let (mut label, mut swizzle) = (None, None);
        if let Some(it) = descriptor {
            core_descriptor.format = it.format.map(convert::texture_format);
            core_descriptor.dimension = it.dimension.map(convert::view_dimension);
            core_descriptor.usage = it.usage.map(convert::texture_usages);
            core_descriptor.range = ImageSubresourceRange {
                aspect: convert::texture_aspect(it.aspect),
                base_mip_level: it.base_mip_level.unwrap_or(0),
                mip_level_count: it.mip_level_count,
                base_array_layer: it.base_array_layer.unwrap_or(0),
                array_layer_count: it.array_layer_count,
            };
            (label, swizzle) = (it.label, it.swizzle);
        }
        let device = &texture.device;
        if let Some(swizzle) = swizzle.filter(|swizzle| swizzle != "rgba") {
            let what = format!(
                "swizzle {swizzle:?} needs the feature `texture-component-swizzle`, which this host \
                 lacks; use \"rgba\""
            );
            return device.create_invalid(call, label, (), &what, |global| {
                core_descriptor.range.mip_level_count = Some(0);
                global.texture_create_view(texture.id(), &core_descriptor, None)
            });
        }
        let view = device.create(call, label, (), |global, label| {
            let descriptor = TextureViewDescriptor {
                label,
                ..core_descriptor
            };
            global.texture_create_view(texture.id(), &descriptor, None)
        })?;
        Ok(view.keeping(texture.memory.clone()))
    }
}

impl wit::HostGpuTextureView for WebGpuCtxView<'_> {
    labelled_resource!(TextureView);
}
