use super::{Label, Texture, handle::handle};
use crate::{Lacking, convert, raw};

handle!(
    /// A texture, or a part of it, as a shader or a render pass sees it.
    ///
    /// Corresponds to [WebGPU `GPUTextureView`](https://gpuweb.github.io/gpuweb/#gputextureview).
    TextureView,
    GpuTextureView,
    Texture
);

/// Describes a [`TextureView`]; its default is the whole texture.
///
/// Corresponds to [WebGPU `GPUTextureViewDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gputextureviewdescriptor).
pub type TextureViewDescriptor<'a> = wgpu_types::TextureViewDescriptor<Label<'a>>;

impl TextureView {
    pub(crate) fn create(texture: &Texture, desc: &TextureViewDescriptor<'_>) -> Self {
        let raw = descriptor(desc).unwrap_or_else(|lacking| {
            texture.device().lacking("create_view", desc.label, lacking);
            // No texture has this mip level: the host finds the view invalid, too.
            raw::GpuTextureViewDescriptor {
                base_mip_level: Some(u32::MAX),
                ..whole(desc.label)
            }
        });
        let view = texture.as_raw().create_view(Some(&raw));
        Self::make(view, raw.label, texture.clone())
    }

    /// A handle for a raw view of `texture`. The host is asked for its label.
    pub fn from_raw(texture: &Texture, raw: raw::GpuTextureView) -> Self {
        let label = raw.label();
        Self::make(raw, Some(label), texture.clone())
    }

    /// The texture that is viewed.
    pub fn texture(&self) -> &Texture {
        &self.inner.state
    }
}

fn whole(label: Label<'_>) -> raw::GpuTextureViewDescriptor {
    raw::GpuTextureViewDescriptor {
        format: None,
        dimension: None,
        usage: None,
        aspect: None,
        base_mip_level: None,
        mip_level_count: None,
        base_array_layer: None,
        array_layer_count: None,
        swizzle: None,
        label: convert::label(label),
    }
}

fn descriptor(desc: &TextureViewDescriptor<'_>) -> Result<raw::GpuTextureViewDescriptor, Lacking> {
    Ok(raw::GpuTextureViewDescriptor {
        format: desc.format.map(TryInto::try_into).transpose()?,
        dimension: desc.dimension.map(Into::into),
        usage: desc.usage.map(TryInto::try_into).transpose()?,
        aspect: Some(desc.aspect.try_into()?),
        base_mip_level: Some(desc.base_mip_level),
        mip_level_count: desc.mip_level_count,
        base_array_layer: Some(desc.base_array_layer),
        array_layer_count: desc.array_layer_count,
        ..whole(desc.label)
    })
}
