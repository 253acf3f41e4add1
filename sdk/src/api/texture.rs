use wgpu_types::{
    Extent3d, Origin3d, TextureAspect, TextureDimension, TextureFormat, TextureUsages,
    TextureViewDimension,
};

use super::{Buffer, Device, Label, TextureView, TextureViewDescriptor, handle::handle};
use crate::{Lacking, convert, raw};

handle!(
    /// An image in the GPU's memory, or an array of them, with mip levels.
    ///
    /// Corresponds to [WebGPU `GPUTexture`](https://gpuweb.github.io/gpuweb/#gputexture).
    Texture,
    GpuTexture,
    TextureState
);

/// Describes a [`Texture`]: its size in texels, its format and its usages.
///
/// Corresponds to [WebGPU `GPUTextureDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gputexturedescriptor).
pub type TextureDescriptor<'a> = wgpu_types::TextureDescriptor<Label<'a>, &'a [TextureFormat]>;

/// A place in a texture to copy from or to.
///
/// Corresponds to [WebGPU `GPUTexelCopyTextureInfo`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gputexelcopytextureinfo).
pub type TexelCopyTextureInfo<'a> = wgpu_types::TexelCopyTextureInfo<&'a Texture>;

/// A place in a buffer to copy texels from or to.
///
/// Corresponds to [WebGPU `GPUTexelCopyBufferInfo`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gputexelcopybufferinfo).
pub type TexelCopyBufferInfo<'a> = wgpu_types::TexelCopyBufferInfo<&'a Buffer>;

/// A texture is what its descriptor says; the label and the view formats are not kept here.
#[derive(Debug)]
pub(crate) struct TextureState {
    descriptor: TextureDescriptor<'static>,
    device: Device,
}

impl Texture {
    pub(crate) fn create(device: &Device, desc: &TextureDescriptor<'_>) -> Self {
        let raw = descriptor(desc).unwrap_or_else(|lacking| {
            device.lacking("create_texture", desc.label, lacking);
            INVALID
        });
        let state = TextureState {
            descriptor: TextureDescriptor {
                label: None,
                view_formats: &[],
                ..desc.clone()
            },
            device: device.clone(),
        };
        Self::make(device.as_raw().create_texture(&raw), raw.label, state)
    }

    /// A handle for a raw resource of `device`. The host is asked for all that is known of it.
    pub fn from_raw(device: &Device, raw: raw::GpuTexture) -> Self {
        let descriptor = TextureDescriptor {
            label: None,
            size: Extent3d {
                width: raw.width(),
                height: raw.height(),
                depth_or_array_layers: raw.depth_or_array_layers(),
            },
            mip_level_count: raw.mip_level_count(),
            sample_count: raw.sample_count(),
            dimension: raw.dimension().into(),
            format: raw.format().into(),
            usage: raw.usage().into(),
            view_formats: &[],
        };
        let (label, device) = (raw.label(), device.clone());
        Self::make(raw, Some(label), TextureState { descriptor, device })
    }

    /// A view of the texture; by default of the whole of it.
    ///
    /// See [WebGPU `createView`](https://gpuweb.github.io/gpuweb/#dom-gputexture-createview).
    pub fn create_view(&self, desc: &TextureViewDescriptor<'_>) -> TextureView {
        TextureView::create(self, desc)
    }

    /// Releases the memory at once, whoever still has a handle.
    ///
    /// See [WebGPU `destroy`](https://gpuweb.github.io/gpuweb/#dom-gputexture-destroy).
    pub fn destroy(&self) {
        self.as_raw().destroy();
    }

    /// The first mip level, from its origin on, to copy.
    pub fn as_image_copy(&self) -> TexelCopyTextureInfo<'_> {
        TexelCopyTextureInfo {
            texture: self,
            mip_level: 0,
            origin: Origin3d::ZERO,
            aspect: TextureAspect::All,
        }
    }

    /// Texels of the first mip level, and layers.
    pub fn size(&self) -> Extent3d {
        self.inner.state.descriptor.size
    }

    /// Texels of a row of the first mip level.
    pub fn width(&self) -> u32 {
        self.size().width
    }

    /// Rows of the first mip level.
    pub fn height(&self) -> u32 {
        self.size().height
    }

    /// Images of the first mip level of a 3-D texture, or layers of another.
    pub fn depth_or_array_layers(&self) -> u32 {
        self.size().depth_or_array_layers
    }

    /// How many mip levels.
    pub fn mip_level_count(&self) -> u32 {
        self.inner.state.descriptor.mip_level_count
    }

    /// How many samples a texel has.
    pub fn sample_count(&self) -> u32 {
        self.inner.state.descriptor.sample_count
    }

    /// One-, two- or three-dimensional.
    pub fn dimension(&self) -> TextureDimension {
        self.inner.state.descriptor.dimension
    }

    /// What a texel is.
    pub fn format(&self) -> TextureFormat {
        self.inner.state.descriptor.format
    }

    /// What the texture can be used for.
    pub fn usage(&self) -> TextureUsages {
        self.inner.state.descriptor.usage
    }

    /// The one dimension that views for shaders can have, on a device in compatibility mode; `None` on
    /// others. A call to the host.
    ///
    /// See [WebGPU `textureBindingViewDimension`](
    /// https://gpuweb.github.io/gpuweb/#dom-gputexture-texturebindingviewdimension).
    pub fn texture_binding_view_dimension(&self) -> Option<TextureViewDimension> {
        let dimension = self.as_raw().texture_binding_view_dimension();
        dimension.map(Into::into)
    }

    pub(crate) fn device(&self) -> &Device {
        &self.inner.state.device
    }
}

fn descriptor(desc: &TextureDescriptor<'_>) -> Result<raw::GpuTextureDescriptor, Lacking> {
    let view_formats = desc.view_formats.iter().copied();
    let view_formats = view_formats.map(TryInto::try_into);
    Ok(raw::GpuTextureDescriptor {
        size: desc.size.into(),
        mip_level_count: Some(desc.mip_level_count),
        sample_count: Some(desc.sample_count),
        dimension: Some(desc.dimension.into()),
        format: desc.format.try_into()?,
        usage: desc.usage.try_into()?,
        view_formats: Some(view_formats.collect::<Result<_, _>>()?),
        texture_binding_view_dimension: None,
        label: convert::label(desc.label),
    })
}

/// The host finds a texture of no usage invalid: what it makes stands for one that cannot be said.
const INVALID: raw::GpuTextureDescriptor = raw::GpuTextureDescriptor {
    size: raw::GpuExtent3D {
        width: 1,
        height: None,
        depth_or_array_layers: None,
    },
    mip_level_count: None,
    sample_count: None,
    dimension: None,
    format: raw::GpuTextureFormat::Rgba8unorm,
    usage: raw::GpuTextureUsage::empty(),
    view_formats: None,
    texture_binding_view_dimension: None,
    label: None,
};

/// The place in the raw bindings' terms, and what it has that WebGPU lacks.
pub(crate) fn texture_info<'a>(
    info: &TexelCopyTextureInfo<'a>,
) -> (raw::GpuTexelCopyTextureInfo<'a>, Option<Lacking>) {
    let aspect = raw::GpuTextureAspect::try_from(info.aspect);
    let raw = raw::GpuTexelCopyTextureInfo {
        texture: info.texture.as_raw(),
        // No texture has this mip level: the host finds the place invalid, too.
        mip_level: Some(if aspect.is_ok() {
            info.mip_level
        } else {
            u32::MAX
        }),
        origin: Some(info.origin.into()),
        aspect: aspect.ok(),
    };
    (raw, aspect.err())
}

pub(crate) fn buffer_info<'a>(info: &TexelCopyBufferInfo<'a>) -> raw::GpuTexelCopyBufferInfo<'a> {
    let layout = raw::GpuTexelCopyBufferLayout::from(info.layout);
    raw::GpuTexelCopyBufferInfo {
        buffer: info.buffer.as_raw(),
        offset: layout.offset,
        bytes_per_row: layout.bytes_per_row,
        rows_per_image: layout.rows_per_image,
    }
}
