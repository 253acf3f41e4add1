//! Textures: formats, places, and bindings.

use wgpu_types::{
    AstcBlock, AstcChannel, BindingType, Extent3d, Origin3d, StorageTextureAccess, TextureAspect,
    TextureDimension, TextureFormat, TextureSampleType, TextureUsages, TextureViewDimension,
};

use crate::wit;

pub(crate) fn texture_format(format: wit::GpuTextureFormat) -> TextureFormat {
    use TextureFormat as T;
    use wit::GpuTextureFormat as F;

    let astc = |block, channel| T::Astc { block, channel };
    match format {
        F::R8unorm => T::R8Unorm,
        F::R8snorm => T::R8Snorm,
        F::R8uint => T::R8Uint,
        F::R8sint => T::R8Sint,
        F::R16unorm => T::R16Unorm,
        F::R16snorm => T::R16Snorm,
        F::R16uint => T::R16Uint,
        F::R16sint => T::R16Sint,
        F::R16float => T::R16Float,
        F::Rg8unorm => T::Rg8Unorm,
        F::Rg8snorm => T::Rg8Snorm,
        F::Rg8uint => T::Rg8Uint,
        F::Rg8sint => T::Rg8Sint,
        F::R32uint => T::R32Uint,
        F::R32sint => T::R32Sint,
        F::R32float => T::R32Float,
        F::Rg16unorm => T::Rg16Unorm,
        F::Rg16snorm => T::Rg16Snorm,
        F::Rg16uint => T::Rg16Uint,
        F::Rg16sint => T::Rg16Sint,
        F::Rg16float => T::Rg16Float,
        F::Rgba8unorm => T::Rgba8Unorm,
        F::Rgba8unormSrgb => T::Rgba8UnormSrgb,
        F::Rgba8snorm => T::Rgba8Snorm,
        F::Rgba8uint => T::Rgba8Uint,
        F::Rgba8sint => T::Rgba8Sint,
        F::Bgra8unorm => T::Bgra8Unorm,
        F::Bgra8unormSrgb => T::Bgra8UnormSrgb,
        F::Rgb9e5ufloat => T::Rgb9e5Ufloat,
        F::Rgb10a2uint => T::Rgb10a2Uint,
        F::Rgb10a2unorm => T::Rgb10a2Unorm,
        F::Rg11b10ufloat => T::Rg11b10Ufloat,
        F::Rg32uint => T::Rg32Uint,
        F::Rg32sint => T::Rg32Sint,
        F::Rg32float => T::Rg32Float,
        F::Rgba16unorm => T::Rgba16Unorm,
        F::Rgba16snorm => T::Rgba16Snorm,
        F::Rgba16uint => T::Rgba16Uint,
        F::Rgba16sint => T::Rgba16Sint,
        F::Rgba16float => T::Rgba16Float,
        F::Rgba32uint => T::Rgba32Uint,
        F::Rgba32sint => T::Rgba32Sint,
        F::Rgba32float => T::Rgba32Float,
        F::Stencil8 => T::Stencil8,
        F::Depth16unorm => T::Depth16Unorm,
        F::Depth24plus => T::Depth24Plus,
        F::Depth24plusStencil8 => T::Depth24PlusStencil8,
        F::Depth32float => T::Depth32Float,
        F::Depth32floatStencil8 => T::Depth32FloatStencil8,
        F::Bc1RgbaUnorm => T::Bc1RgbaUnorm,
        F::Bc1RgbaUnormSrgb => T::Bc1RgbaUnormSrgb,
        F::Bc2RgbaUnorm => T::Bc2RgbaUnorm,
        F::Bc2RgbaUnormSrgb => T::Bc2RgbaUnormSrgb,
        F::Bc3RgbaUnorm => T::Bc3RgbaUnorm,
        F::Bc3RgbaUnormSrgb => T::Bc3RgbaUnormSrgb,
        F::Bc4RUnorm => T::Bc4RUnorm,
        F::Bc4RSnorm => T::Bc4RSnorm,
        F::Bc5RgUnorm => T::Bc5RgUnorm,
        F::Bc5RgSnorm => T::Bc5RgSnorm,
        F::Bc6hRgbUfloat => T::Bc6hRgbUfloat,
        F::Bc6hRgbFloat => T::Bc6hRgbFloat,
        F::Bc7RgbaUnorm => T::Bc7RgbaUnorm,
        F::Bc7RgbaUnormSrgb => T::Bc7RgbaUnormSrgb,
        F::Etc2Rgb8unorm => T::Etc2Rgb8Unorm,
        F::Etc2Rgb8unormSrgb => T::Etc2Rgb8UnormSrgb,
        F::Etc2Rgb8a1unorm => T::Etc2Rgb8A1Unorm,
        F::Etc2Rgb8a1unormSrgb => T::Etc2Rgb8A1UnormSrgb,
        F::Etc2Rgba8unorm => T::Etc2Rgba8Unorm,
        F::Etc2Rgba8unormSrgb => T::Etc2Rgba8UnormSrgb,
        F::EacR11unorm => T::EacR11Unorm,
        F::EacR11snorm => T::EacR11Snorm,
        F::EacRg11unorm => T::EacRg11Unorm,
        F::EacRg11snorm => T::EacRg11Snorm,
        F::Astc4x4Unorm => astc(AstcBlock::B4x4, AstcChannel::Unorm),
        F::Astc4x4UnormSrgb => astc(AstcBlock::B4x4, AstcChannel::UnormSrgb),
        F::Astc5x4Unorm => astc(AstcBlock::B5x4, AstcChannel::Unorm),
        F::Astc5x4UnormSrgb => astc(AstcBlock::B5x4, AstcChannel::UnormSrgb),
        F::Astc5x5Unorm => astc(AstcBlock::B5x5, AstcChannel::Unorm),
        F::Astc5x5UnormSrgb => astc(AstcBlock::B5x5, AstcChannel::UnormSrgb),
        F::Astc6x5Unorm => astc(AstcBlock::B6x5, AstcChannel::Unorm),
        F::Astc6x5UnormSrgb => astc(AstcBlock::B6x5, AstcChannel::UnormSrgb),
        F::Astc6x6Unorm => astc(AstcBlock::B6x6, AstcChannel::Unorm),
        F::Astc6x6UnormSrgb => astc(AstcBlock::B6x6, AstcChannel::UnormSrgb),
        F::Astc8x5Unorm => astc(AstcBlock::B8x5, AstcChannel::Unorm),
        F::Astc8x5UnormSrgb => astc(AstcBlock::B8x5, AstcChannel::UnormSrgb),
        F::Astc8x6Unorm => astc(AstcBlock::B8x6, AstcChannel::Unorm),
        F::Astc8x6UnormSrgb => astc(AstcBlock::B8x6, AstcChannel::UnormSrgb),
        F::Astc8x8Unorm => astc(AstcBlock::B8x8, AstcChannel::Unorm),
        F::Astc8x8UnormSrgb => astc(AstcBlock::B8x8, AstcChannel::UnormSrgb),
        F::Astc10x5Unorm => astc(AstcBlock::B10x5, AstcChannel::Unorm),
        F::Astc10x5UnormSrgb => astc(AstcBlock::B10x5, AstcChannel::UnormSrgb),
        F::Astc10x6Unorm => astc(AstcBlock::B10x6, AstcChannel::Unorm),
        F::Astc10x6UnormSrgb => astc(AstcBlock::B10x6, AstcChannel::UnormSrgb),
        F::Astc10x8Unorm => astc(AstcBlock::B10x8, AstcChannel::Unorm),
        F::Astc10x8UnormSrgb => astc(AstcBlock::B10x8, AstcChannel::UnormSrgb),
        F::Astc10x10Unorm => astc(AstcBlock::B10x10, AstcChannel::Unorm),
        F::Astc10x10UnormSrgb => astc(AstcBlock::B10x10, AstcChannel::UnormSrgb),
        F::Astc12x10Unorm => astc(AstcBlock::B12x10, AstcChannel::Unorm),
        F::Astc12x10UnormSrgb => astc(AstcBlock::B12x10, AstcChannel::UnormSrgb),
        F::Astc12x12Unorm => astc(AstcBlock::B12x12, AstcChannel::Unorm),
        F::Astc12x12UnormSrgb => astc(AstcBlock::B12x12, AstcChannel::UnormSrgb),
    }
}

pub(crate) fn texture_usages(usage: wit::GpuTextureUsage) -> TextureUsages {
    flags!(usage, wit::GpuTextureUsage => TextureUsages {
        COPY_SRC, COPY_DST, TEXTURE_BINDING, STORAGE_BINDING, RENDER_ATTACHMENT,
        TRANSIENT_ATTACHMENT,
    })
}

pub(crate) fn texture_dimension(dimension: wit::GpuTextureDimension) -> TextureDimension {
    match dimension {
        wit::GpuTextureDimension::D1 => TextureDimension::D1,
        wit::GpuTextureDimension::D2 => TextureDimension::D2,
        wit::GpuTextureDimension::D3 => TextureDimension::D3,
    }
}

pub(crate) fn texture_aspect(aspect: Option<wit::GpuTextureAspect>) -> TextureAspect {
    match aspect {
        None | Some(wit::GpuTextureAspect::All) => TextureAspect::All,
        Some(wit::GpuTextureAspect::StencilOnly) => TextureAspect::StencilOnly,
        Some(wit::GpuTextureAspect::DepthOnly) => TextureAspect::DepthOnly,
    }
}

pub(crate) fn extent(extent: wit::GpuExtent3D) -> Extent3d {
    Extent3d {
        width: extent.width,
        height: extent.height.unwrap_or(1),
        depth_or_array_layers: extent.depth_or_array_layers.unwrap_or(1),
    }
}

pub(crate) fn origin(origin: Option<wit::GpuOrigin3D>) -> Origin3d {
    origin.map_or(Origin3d::ZERO, |origin| Origin3d {
        x: origin.x.unwrap_or(0),
        y: origin.y.unwrap_or(0),
        z: origin.z.unwrap_or(0),
    })
}

pub(crate) fn view_dimension(dimension: wit::GpuTextureViewDimension) -> TextureViewDimension {
    match dimension {
        wit::GpuTextureViewDimension::D1 => TextureViewDimension::D1,
        wit::GpuTextureViewDimension::D2 => TextureViewDimension::D2,
        wit::GpuTextureViewDimension::D2Array => TextureViewDimension::D2Array,
        wit::GpuTextureViewDimension::Cube => TextureViewDimension::Cube,
        wit::GpuTextureViewDimension::CubeArray => TextureViewDimension::CubeArray,
        wit::GpuTextureViewDimension::D3 => TextureViewDimension::D3,
    }
}

pub(super) fn texture_binding(layout: &wit::GpuTextureBindingLayout) -> BindingType {
    BindingType::Texture {
        sample_type: match layout.sample_type {
            None | Some(wit::GpuTextureSampleType::Float) => {
                TextureSampleType::Float { filterable: true }
            }
            Some(wit::GpuTextureSampleType::UnfilterableFloat) => {
                TextureSampleType::Float { filterable: false }
            }
            Some(wit::GpuTextureSampleType::Depth) => TextureSampleType::Depth,
            Some(wit::GpuTextureSampleType::Sint) => TextureSampleType::Sint,
            Some(wit::GpuTextureSampleType::Uint) => TextureSampleType::Uint,
        },
        view_dimension: (layout.view_dimension).map_or(TextureViewDimension::D2, view_dimension),
        multisampled: layout.multisampled.unwrap_or(false),
    }
}

pub(super) fn storage_texture_binding(layout: &wit::GpuStorageTextureBindingLayout) -> BindingType {
    BindingType::StorageTexture {
        access: match layout.access {
            None | Some(wit::GpuStorageTextureAccess::WriteOnly) => StorageTextureAccess::WriteOnly,
            Some(wit::GpuStorageTextureAccess::ReadOnly) => StorageTextureAccess::ReadOnly,
            Some(wit::GpuStorageTextureAccess::ReadWrite) => StorageTextureAccess::ReadWrite,
        },
        format: texture_format(layout.format),
        view_dimension: (layout.view_dimension).map_or(TextureViewDimension::D2, view_dimension),
    }
}
