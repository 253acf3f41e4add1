use wgpu_types::{
    AstcBlock, AstcChannel, Extent3d, Origin3d, TexelCopyBufferLayout, TextureAspect,
    TextureDimension, TextureFormat, TextureUsages, TextureViewDimension,
};

use super::table::{flags, table};
use crate::raw;

table!(TextureFormat <=> GpuTextureFormat {
        TextureFormat::R8Unorm => R8unorm,
        TextureFormat::R8Snorm => R8snorm,
        TextureFormat::R8Uint => R8uint,
        TextureFormat::R8Sint => R8sint,
        TextureFormat::R16Unorm => R16unorm,
        TextureFormat::R16Snorm => R16snorm,
        TextureFormat::R16Uint => R16uint,
        TextureFormat::R16Sint => R16sint,
        TextureFormat::R16Float => R16float,
        TextureFormat::Rg8Unorm => Rg8unorm,
        TextureFormat::Rg8Snorm => Rg8snorm,
        TextureFormat::Rg8Uint => Rg8uint,
        TextureFormat::Rg8Sint => Rg8sint,
        TextureFormat::R32Uint => R32uint,
        TextureFormat::R32Sint => R32sint,
        TextureFormat::R32Float => R32float,
        TextureFormat::Rg16Unorm => Rg16unorm,
        TextureFormat::Rg16Snorm => Rg16snorm,
        TextureFormat::Rg16Uint => Rg16uint,
        TextureFormat::Rg16Sint => Rg16sint,
        TextureFormat::Rg16Float => Rg16float,
        TextureFormat::Rgba8Unorm => Rgba8unorm,
        TextureFormat::Rgba8UnormSrgb => Rgba8unormSrgb,
        TextureFormat::Rgba8Snorm => Rgba8snorm,
        TextureFormat::Rgba8Uint => Rgba8uint,
        TextureFormat::Rgba8Sint => Rgba8sint,
        TextureFormat::Bgra8Unorm => Bgra8unorm,
        TextureFormat::Bgra8UnormSrgb => Bgra8unormSrgb,
        TextureFormat::Rgb9e5Ufloat => Rgb9e5ufloat,
        TextureFormat::Rgb10a2Uint => Rgb10a2uint,
        TextureFormat::Rgb10a2Unorm => Rgb10a2unorm,
        TextureFormat::Rg11b10Ufloat => Rg11b10ufloat,
        TextureFormat::Rg32Uint => Rg32uint,
        TextureFormat::Rg32Sint => Rg32sint,
        TextureFormat::Rg32Float => Rg32float,
        TextureFormat::Rgba16Unorm => Rgba16unorm,
        TextureFormat::Rgba16Snorm => Rgba16snorm,
        TextureFormat::Rgba16Uint => Rgba16uint,
        TextureFormat::Rgba16Sint => Rgba16sint,
        TextureFormat::Rgba16Float => Rgba16float,
        TextureFormat::Rgba32Uint => Rgba32uint,
        TextureFormat::Rgba32Sint => Rgba32sint,
        TextureFormat::Rgba32Float => Rgba32float,
        TextureFormat::Stencil8 => Stencil8,
        TextureFormat::Depth16Unorm => Depth16unorm,
        TextureFormat::Depth24Plus => Depth24plus,
        TextureFormat::Depth24PlusStencil8 => Depth24plusStencil8,
        TextureFormat::Depth32Float => Depth32float,
        TextureFormat::Depth32FloatStencil8 => Depth32floatStencil8,
        TextureFormat::Bc1RgbaUnorm => Bc1RgbaUnorm,
        TextureFormat::Bc1RgbaUnormSrgb => Bc1RgbaUnormSrgb,
        TextureFormat::Bc2RgbaUnorm => Bc2RgbaUnorm,
        TextureFormat::Bc2RgbaUnormSrgb => Bc2RgbaUnormSrgb,
        TextureFormat::Bc3RgbaUnorm => Bc3RgbaUnorm,
        TextureFormat::Bc3RgbaUnormSrgb => Bc3RgbaUnormSrgb,
        TextureFormat::Bc4RUnorm => Bc4RUnorm,
        TextureFormat::Bc4RSnorm => Bc4RSnorm,
        TextureFormat::Bc5RgUnorm => Bc5RgUnorm,
        TextureFormat::Bc5RgSnorm => Bc5RgSnorm,
        TextureFormat::Bc6hRgbUfloat => Bc6hRgbUfloat,
        TextureFormat::Bc6hRgbFloat => Bc6hRgbFloat,
        TextureFormat::Bc7RgbaUnorm => Bc7RgbaUnorm,
        TextureFormat::Bc7RgbaUnormSrgb => Bc7RgbaUnormSrgb,
        TextureFormat::Etc2Rgb8Unorm => Etc2Rgb8unorm,
        TextureFormat::Etc2Rgb8UnormSrgb => Etc2Rgb8unormSrgb,
        TextureFormat::Etc2Rgb8A1Unorm => Etc2Rgb8a1unorm,
        TextureFormat::Etc2Rgb8A1UnormSrgb => Etc2Rgb8a1unormSrgb,
        TextureFormat::Etc2Rgba8Unorm => Etc2Rgba8unorm,
        TextureFormat::Etc2Rgba8UnormSrgb => Etc2Rgba8unormSrgb,
        TextureFormat::EacR11Unorm => EacR11unorm,
        TextureFormat::EacR11Snorm => EacR11snorm,
        TextureFormat::EacRg11Unorm => EacRg11unorm,
        TextureFormat::EacRg11Snorm => EacRg11snorm,
        TextureFormat::Astc { block: AstcBlock::B4x4, channel: AstcChannel::Unorm } => Astc4x4Unorm,
        TextureFormat::Astc { block: AstcBlock::B4x4, channel: AstcChannel::UnormSrgb } => Astc4x4UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B5x4, channel: AstcChannel::Unorm } => Astc5x4Unorm,
        TextureFormat::Astc { block: AstcBlock::B5x4, channel: AstcChannel::UnormSrgb } => Astc5x4UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B5x5, channel: AstcChannel::Unorm } => Astc5x5Unorm,
        TextureFormat::Astc { block: AstcBlock::B5x5, channel: AstcChannel::UnormSrgb } => Astc5x5UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B6x5, channel: AstcChannel::Unorm } => Astc6x5Unorm,
        TextureFormat::Astc { block: AstcBlock::B6x5, channel: AstcChannel::UnormSrgb } => Astc6x5UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B6x6, channel: AstcChannel::Unorm } => Astc6x6Unorm,
        TextureFormat::Astc { block: AstcBlock::B6x6, channel: AstcChannel::UnormSrgb } => Astc6x6UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B8x5, channel: AstcChannel::Unorm } => Astc8x5Unorm,
        TextureFormat::Astc { block: AstcBlock::B8x5, channel: AstcChannel::UnormSrgb } => Astc8x5UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B8x6, channel: AstcChannel::Unorm } => Astc8x6Unorm,
        TextureFormat::Astc { block: AstcBlock::B8x6, channel: AstcChannel::UnormSrgb } => Astc8x6UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B8x8, channel: AstcChannel::Unorm } => Astc8x8Unorm,
        TextureFormat::Astc { block: AstcBlock::B8x8, channel: AstcChannel::UnormSrgb } => Astc8x8UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B10x5, channel: AstcChannel::Unorm } => Astc10x5Unorm,
        TextureFormat::Astc { block: AstcBlock::B10x5, channel: AstcChannel::UnormSrgb } => Astc10x5UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B10x6, channel: AstcChannel::Unorm } => Astc10x6Unorm,
        TextureFormat::Astc { block: AstcBlock::B10x6, channel: AstcChannel::UnormSrgb } => Astc10x6UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B10x8, channel: AstcChannel::Unorm } => Astc10x8Unorm,
        TextureFormat::Astc { block: AstcBlock::B10x8, channel: AstcChannel::UnormSrgb } => Astc10x8UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B10x10, channel: AstcChannel::Unorm } => Astc10x10Unorm,
        TextureFormat::Astc { block: AstcBlock::B10x10, channel: AstcChannel::UnormSrgb } => Astc10x10UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B12x10, channel: AstcChannel::Unorm } => Astc12x10Unorm,
        TextureFormat::Astc { block: AstcBlock::B12x10, channel: AstcChannel::UnormSrgb } => Astc12x10UnormSrgb,
        TextureFormat::Astc { block: AstcBlock::B12x12, channel: AstcChannel::Unorm } => Astc12x12Unorm,
        TextureFormat::Astc { block: AstcBlock::B12x12, channel: AstcChannel::UnormSrgb } => Astc12x12UnormSrgb,
    }
    lacks {
        TextureFormat::Astc { channel: AstcChannel::Hdr, .. } => "TextureFormat::Astc with AstcChannel::Hdr",
        TextureFormat::R64Uint => "TextureFormat::R64Uint",
        TextureFormat::NV12 => "TextureFormat::NV12",
        TextureFormat::P010 => "TextureFormat::P010",
    }
);

table!(TextureDimension <=> GpuTextureDimension {
    TextureDimension::D1 => D1,
    TextureDimension::D2 => D2,
    TextureDimension::D3 => D3,
});

table!(TextureViewDimension <=> GpuTextureViewDimension {
    TextureViewDimension::D1 => D1,
    TextureViewDimension::D2 => D2,
    TextureViewDimension::D2Array => D2Array,
    TextureViewDimension::Cube => Cube,
    TextureViewDimension::CubeArray => CubeArray,
    TextureViewDimension::D3 => D3,
});

table!(TextureAspect <=> GpuTextureAspect {
    TextureAspect::All => All,
    TextureAspect::StencilOnly => StencilOnly,
    TextureAspect::DepthOnly => DepthOnly,
} lacks {
    TextureAspect::Plane0 => "TextureAspect::Plane0",
    TextureAspect::Plane1 => "TextureAspect::Plane1",
    TextureAspect::Plane2 => "TextureAspect::Plane2",
});

flags!(TextureUsages <=> GpuTextureUsage {
    COPY_SRC COPY_DST TEXTURE_BINDING STORAGE_BINDING RENDER_ATTACHMENT TRANSIENT_ATTACHMENT
} read {} lacks {
    STORAGE_ATOMIC
});

impl From<Extent3d> for raw::GpuExtent3D {
    fn from(size: Extent3d) -> Self {
        Self {
            width: size.width,
            height: Some(size.height),
            depth_or_array_layers: Some(size.depth_or_array_layers),
        }
    }
}

impl From<raw::GpuExtent3D> for Extent3d {
    fn from(size: raw::GpuExtent3D) -> Self {
        Self {
            width: size.width,
            height: size.height.unwrap_or(1),
            depth_or_array_layers: size.depth_or_array_layers.unwrap_or(1),
        }
    }
}

impl From<Origin3d> for raw::GpuOrigin3D {
    fn from(Origin3d { x, y, z }: Origin3d) -> Self {
        Self {
            x: Some(x),
            y: Some(y),
            z: Some(z),
        }
    }
}

impl From<raw::GpuOrigin3D> for Origin3d {
    fn from(origin: raw::GpuOrigin3D) -> Self {
        Self {
            x: origin.x.unwrap_or(0),
            y: origin.y.unwrap_or(0),
            z: origin.z.unwrap_or(0),
        }
    }
}

impl From<TexelCopyBufferLayout> for raw::GpuTexelCopyBufferLayout {
    fn from(layout: TexelCopyBufferLayout) -> Self {
        Self {
            offset: Some(layout.offset),
            bytes_per_row: layout.bytes_per_row,
            rows_per_image: layout.rows_per_image,
        }
    }
}

impl From<raw::GpuTexelCopyBufferLayout> for TexelCopyBufferLayout {
    fn from(layout: raw::GpuTexelCopyBufferLayout) -> Self {
        Self {
            offset: layout.offset.unwrap_or(0),
            bytes_per_row: layout.bytes_per_row,
            rows_per_image: layout.rows_per_image,
        }
    }
}
