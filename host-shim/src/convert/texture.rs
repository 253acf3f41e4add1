//! Textures: formats, places, and bindings.

use wgpu_types::{
    AstcBlock, AstcChannel, BindingType, Extent3d, Origin3d, StorageTextureAccess, TextureAspect,
    TextureDimension, TextureFormat, TextureSampleType, TextureUsages, TextureViewDimension,
};

use crate::wit;

/// [`texture_format`], by the cases of WIT and, where they differ, of wgpu; for ASTC by wgpu's block and the cases of WIT.
macro_rules! texture_formats {
    ({ $($case:ident $($to:ident)?,)* } astc { $($block:ident $unorm:ident $srgb:ident,)* }) => {
        pub(crate) fn texture_format(format: wit::GpuTextureFormat) -> TextureFormat {
            let astc = |block, channel| TextureFormat::Astc { block, channel };
            match format {
                $(wit::GpuTextureFormat::$case => enums!(@case TextureFormat $case $($to)?),)*
                $(
                    wit::GpuTextureFormat::$unorm => astc(AstcBlock::$block, AstcChannel::Unorm),
                    wit::GpuTextureFormat::$srgb => astc(AstcBlock::$block, AstcChannel::UnormSrgb),
                )*
            }
        }
    };
}

texture_formats! {
    {
        R8unorm R8Unorm, R8snorm R8Snorm, R8uint R8Uint, R8sint R8Sint,
        R16unorm R16Unorm, R16snorm R16Snorm, R16uint R16Uint, R16sint R16Sint, R16float R16Float,
        Rg8unorm Rg8Unorm, Rg8snorm Rg8Snorm, Rg8uint Rg8Uint, Rg8sint Rg8Sint,
        R32uint R32Uint, R32sint R32Sint, R32float R32Float,
        Rg16unorm Rg16Unorm, Rg16snorm Rg16Snorm, Rg16uint Rg16Uint, Rg16sint Rg16Sint,
        Rg16float Rg16Float,
        Rgba8unorm Rgba8Unorm, Rgba8unormSrgb Rgba8UnormSrgb, Rgba8snorm Rgba8Snorm,
        Rgba8uint Rgba8Uint, Rgba8sint Rgba8Sint, Bgra8unorm Bgra8Unorm,
        Bgra8unormSrgb Bgra8UnormSrgb,
        Rgb9e5ufloat Rgb9e5Ufloat, Rgb10a2uint Rgb10a2Uint, Rgb10a2unorm Rgb10a2Unorm,
        Rg11b10ufloat Rg11b10Ufloat,
        Rg32uint Rg32Uint, Rg32sint Rg32Sint, Rg32float Rg32Float,
        Rgba16unorm Rgba16Unorm, Rgba16snorm Rgba16Snorm, Rgba16uint Rgba16Uint,
        Rgba16sint Rgba16Sint, Rgba16float Rgba16Float, Rgba32uint Rgba32Uint,
        Rgba32sint Rgba32Sint, Rgba32float Rgba32Float,
        Stencil8, Depth16unorm Depth16Unorm, Depth24plus Depth24Plus,
        Depth24plusStencil8 Depth24PlusStencil8, Depth32float Depth32Float,
        Depth32floatStencil8 Depth32FloatStencil8,
        Bc1RgbaUnorm, Bc1RgbaUnormSrgb, Bc2RgbaUnorm, Bc2RgbaUnormSrgb, Bc3RgbaUnorm,
        Bc3RgbaUnormSrgb, Bc4RUnorm, Bc4RSnorm, Bc5RgUnorm, Bc5RgSnorm, Bc6hRgbUfloat,
        Bc6hRgbFloat, Bc7RgbaUnorm, Bc7RgbaUnormSrgb,
        Etc2Rgb8unorm Etc2Rgb8Unorm, Etc2Rgb8unormSrgb Etc2Rgb8UnormSrgb,
        Etc2Rgb8a1unorm Etc2Rgb8A1Unorm, Etc2Rgb8a1unormSrgb Etc2Rgb8A1UnormSrgb,
        Etc2Rgba8unorm Etc2Rgba8Unorm, Etc2Rgba8unormSrgb Etc2Rgba8UnormSrgb,
        EacR11unorm EacR11Unorm, EacR11snorm EacR11Snorm, EacRg11unorm EacRg11Unorm,
        EacRg11snorm EacRg11Snorm,
    }
    astc {
        B4x4 Astc4x4Unorm Astc4x4UnormSrgb,
        B5x4 Astc5x4Unorm Astc5x4UnormSrgb,
        B5x5 Astc5x5Unorm Astc5x5UnormSrgb,
        B6x5 Astc6x5Unorm Astc6x5UnormSrgb,
        B6x6 Astc6x6Unorm Astc6x6UnormSrgb,
        B8x5 Astc8x5Unorm Astc8x5UnormSrgb,
        B8x6 Astc8x6Unorm Astc8x6UnormSrgb,
        B8x8 Astc8x8Unorm Astc8x8UnormSrgb,
        B10x5 Astc10x5Unorm Astc10x5UnormSrgb,
        B10x6 Astc10x6Unorm Astc10x6UnormSrgb,
        B10x8 Astc10x8Unorm Astc10x8UnormSrgb,
        B10x10 Astc10x10Unorm Astc10x10UnormSrgb,
        B12x10 Astc12x10Unorm Astc12x10UnormSrgb,
        B12x12 Astc12x12Unorm Astc12x12UnormSrgb,
    }
}

enums! {
    texture_dimension: GpuTextureDimension => TextureDimension { D1, D2, D3 }
    aspect: GpuTextureAspect => TextureAspect { All, StencilOnly, DepthOnly }
    view_dimension: GpuTextureViewDimension => TextureViewDimension {
        D1, D2, D2Array, Cube, CubeArray, D3,
    }
    storage_access: GpuStorageTextureAccess => StorageTextureAccess {
        WriteOnly, ReadOnly, ReadWrite,
    }
}

pub(crate) fn texture_usages(usage: wit::GpuTextureUsage) -> TextureUsages {
    flags!(usage, wit::GpuTextureUsage => TextureUsages {
        COPY_SRC, COPY_DST, TEXTURE_BINDING, STORAGE_BINDING, RENDER_ATTACHMENT,
        TRANSIENT_ATTACHMENT,
    })
}

pub(crate) fn texture_aspect(it: Option<wit::GpuTextureAspect>) -> TextureAspect {
    it.map_or(TextureAspect::All, aspect)
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

pub(super) fn texture_binding(layout: &wit::GpuTextureBindingLayout) -> BindingType {
    use wit::GpuTextureSampleType as Sample;
    let float = |filterable| TextureSampleType::Float { filterable };
    BindingType::Texture {
        sample_type: match layout.sample_type {
            None | Some(Sample::Float) => float(true),
            Some(Sample::UnfilterableFloat) => float(false),
            Some(Sample::Depth) => TextureSampleType::Depth,
            Some(Sample::Sint) => TextureSampleType::Sint,
            Some(Sample::Uint) => TextureSampleType::Uint,
        },
        view_dimension: (layout.view_dimension).map_or(TextureViewDimension::D2, view_dimension),
        multisampled: layout.multisampled.unwrap_or(false),
    }
}

pub(super) fn storage_texture_binding(layout: &wit::GpuStorageTextureBindingLayout) -> BindingType {
    BindingType::StorageTexture {
        access: (layout.access).map_or(StorageTextureAccess::WriteOnly, storage_access),
        format: texture_format(layout.format),
        view_dimension: (layout.view_dimension).map_or(TextureViewDimension::D2, view_dimension),
    }
}
