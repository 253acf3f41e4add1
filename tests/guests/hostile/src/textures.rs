//! Textures, views and samplers.

use wasi_webgpu::raw::{
    self, GpuTextureDimension as Dimension, GpuTextureFormat as Format, GpuTextureUsage as Usage,
};

use crate::checks::Checks;
use crate::gpu::{Gpu, extent, texture};

const RGBA: Format = Format::Rgba8unorm;

#[wasi_webgpu::test]
async fn creation() {
    let gpu = Gpu::new();
    let limits = gpu.device.limits();
    let (side, layers) = (
        limits.max_texture_dimension2_d(),
        limits.max_texture_array_layers(),
    );
    let long = limits.max_texture_dimension1_d();
    let deep = limits.max_texture_dimension3_d();
    let mut checks = Checks::new(&gpu.device);
    let sampled = || texture(RGBA, Usage::TEXTURE_BINDING);
    let attached = || texture(RGBA, Usage::RENDER_ATTACHMENT);
    for (what, descriptor) in [
        ("no usage", texture(RGBA, Usage::empty())),
        (
            "no width",
            raw::GpuTextureDescriptor {
                size: extent(0, 1, 1),
                ..sampled()
            },
        ),
        (
            "no height",
            raw::GpuTextureDescriptor {
                size: extent(1, 0, 1),
                ..sampled()
            },
        ),
        (
            "no layers",
            raw::GpuTextureDescriptor {
                size: extent(1, 1, 0),
                ..sampled()
            },
        ),
        (
            "too wide",
            raw::GpuTextureDescriptor {
                size: extent(side + 1, 1, 1),
                ..sampled()
            },
        ),
        (
            "too high",
            raw::GpuTextureDescriptor {
                size: extent(1, side + 1, 1),
                ..sampled()
            },
        ),
        (
            "too many layers",
            raw::GpuTextureDescriptor {
                size: extent(1, 1, layers + 1),
                ..sampled()
            },
        ),
        (
            "u32::MAX",
            raw::GpuTextureDescriptor {
                size: extent(u32::MAX, u32::MAX, u32::MAX),
                ..sampled()
            },
        ),
        (
            "no levels",
            raw::GpuTextureDescriptor {
                mip_level_count: Some(0),
                ..sampled()
            },
        ),
        (
            "too many levels",
            raw::GpuTextureDescriptor {
                mip_level_count: Some(6),
                ..sampled()
            },
        ),
        (
            "u32::MAX levels",
            raw::GpuTextureDescriptor {
                mip_level_count: Some(u32::MAX),
                ..sampled()
            },
        ),
        (
            "no samples",
            raw::GpuTextureDescriptor {
                sample_count: Some(0),
                ..attached()
            },
        ),
        (
            "2 samples",
            raw::GpuTextureDescriptor {
                sample_count: Some(2),
                ..attached()
            },
        ),
        (
            "8 samples",
            raw::GpuTextureDescriptor {
                sample_count: Some(8),
                ..attached()
            },
        ),
        (
            "u32::MAX samples",
            raw::GpuTextureDescriptor {
                sample_count: Some(u32::MAX),
                ..attached()
            },
        ),
        (
            "samples without an attachment",
            raw::GpuTextureDescriptor {
                sample_count: Some(4),
                ..sampled()
            },
        ),
        (
            "samples and levels",
            raw::GpuTextureDescriptor {
                sample_count: Some(4),
                mip_level_count: Some(2),
                ..attached()
            },
        ),
        (
            "samples and layers",
            raw::GpuTextureDescriptor {
                sample_count: Some(4),
                size: extent(16, 16, 2),
                ..attached()
            },
        ),
        (
            "samples to store to",
            raw::GpuTextureDescriptor {
                sample_count: Some(4),
                ..texture(RGBA, Usage::RENDER_ATTACHMENT | Usage::STORAGE_BINDING)
            },
        ),
        (
            "samples of integers",
            raw::GpuTextureDescriptor {
                sample_count: Some(4),
                ..texture(Format::R32uint, Usage::RENDER_ATTACHMENT)
            },
        ),
        (
            "1D and high",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D1),
                size: extent(16, 2, 1),
                ..sampled()
            },
        ),
        (
            "1D and long",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D1),
                size: extent(long + 1, 1, 1),
                ..sampled()
            },
        ),
        (
            "1D with levels",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D1),
                size: extent(16, 1, 1),
                mip_level_count: Some(2),
                ..sampled()
            },
        ),
        (
            "1D depth",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D1),
                size: extent(16, 1, 1),
                ..texture(Format::Depth32float, Usage::TEXTURE_BINDING)
            },
        ),
        (
            "1D to render to",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D1),
                size: extent(16, 1, 1),
                ..attached()
            },
        ),
        (
            "3D and deep",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D3),
                size: extent(1, 1, deep + 1),
                ..sampled()
            },
        ),
        (
            "3D depth",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D3),
                ..texture(Format::Depth32float, Usage::TEXTURE_BINDING)
            },
        ),
        (
            "3D with samples",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D3),
                sample_count: Some(4),
                ..attached()
            },
        ),
        (
            "sRGB to store to",
            texture(Format::Rgba8unormSrgb, Usage::STORAGE_BINDING),
        ),
        (
            "depth to store to",
            texture(Format::Depth32float, Usage::STORAGE_BINDING),
        ),
        (
            "rgb9e5 to render to",
            texture(Format::Rgb9e5ufloat, Usage::RENDER_ATTACHMENT),
        ),
        (
            "a feature that the device lacks",
            raw::GpuTextureDescriptor {
                size: extent(16, 16, 1),
                ..texture(Format::Bc1RgbaUnorm, Usage::TEXTURE_BINDING)
            },
        ),
        (
            "another",
            texture(Format::Depth32floatStencil8, Usage::TEXTURE_BINDING),
        ),
        (
            "views of an unlike format",
            raw::GpuTextureDescriptor {
                view_formats: Some(vec![Format::R32uint]),
                ..sampled()
            },
        ),
        (
            "transient, and sampled",
            texture(RGBA, Usage::TRANSIENT_ATTACHMENT | Usage::TEXTURE_BINDING),
        ),
    ] {
        let size = descriptor.size;
        let made = checks
            .invalid(what, || gpu.device.create_texture(&descriptor))
            .await;
        checks.holds(what, made.width() == size.width);
        checks.invalid(what, || made.create_view(None)).await;
        checks.fine(what, || made.destroy()).await;
    }
    for (what, descriptor) in [
        (
            "all levels",
            raw::GpuTextureDescriptor {
                mip_level_count: Some(5),
                ..sampled()
            },
        ),
        (
            "4 samples",
            raw::GpuTextureDescriptor {
                sample_count: Some(4),
                ..attached()
            },
        ),
        (
            "as long as can be",
            raw::GpuTextureDescriptor {
                dimension: Some(Dimension::D1),
                size: extent(long, 1, 1),
                ..sampled()
            },
        ),
        (
            "sRGB views",
            raw::GpuTextureDescriptor {
                view_formats: Some(vec![Format::Rgba8unormSrgb; 1000]),
                ..sampled()
            },
        ),
    ] {
        checks
            .fine(what, || gpu.device.create_texture(&descriptor))
            .await;
    }
    // 256 GiB by WebGPU's default limits.
    let largest = raw::GpuTextureDescriptor {
        size: extent(side, side, layers),
        ..texture(Format::Rgba32float, Usage::TEXTURE_BINDING)
    };
    checks
        .refused("as large as can be", || gpu.device.create_texture(&largest))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn every_format_with_every_usage() {
    let gpu = Gpu::new();
    // What comes of it is the adapter's to say; the host must answer, and the device must live.
    for format in FORMATS {
        for usage in [
            Usage::COPY_SRC,
            Usage::TEXTURE_BINDING,
            Usage::STORAGE_BINDING,
            Usage::RENDER_ATTACHMENT,
            Usage::all(),
        ] {
            for dimension in [Dimension::D1, Dimension::D2, Dimension::D3] {
                for samples in [1, 4] {
                    let made = gpu.device.create_texture(&raw::GpuTextureDescriptor {
                        dimension: Some(dimension),
                        sample_count: Some(samples),
                        size: extent(12, 12, 1),
                        ..texture(format, usage)
                    });
                    drop(made.create_view(None));
                }
            }
        }
    }
    let mut checks = Checks::new(&gpu.device);
    checks
        .fine("the device lives", || gpu.texture(RGBA, Usage::COPY_SRC))
        .await;
    checks.end();
}

const FORMATS: [Format; 27] = [
    Format::R8unorm,
    Format::R16unorm,
    Format::R16float,
    Format::Rg8sint,
    Format::R32float,
    Format::Rg16snorm,
    RGBA,
    Format::Bgra8unormSrgb,
    Format::Rgb9e5ufloat,
    Format::Rgb10a2uint,
    Format::Rg11b10ufloat,
    Format::Rg32uint,
    Format::Rgba16float,
    Format::Rgba32float,
    Format::Stencil8,
    Format::Depth16unorm,
    Format::Depth24plus,
    Format::Depth24plusStencil8,
    Format::Depth32float,
    Format::Depth32floatStencil8,
    Format::Bc1RgbaUnorm,
    Format::Bc6hRgbFloat,
    Format::Etc2Rgb8unorm,
    Format::EacRg11snorm,
    Format::Astc4x4Unorm,
    Format::Astc12x12UnormSrgb,
    Format::Rgba32sint,
];
