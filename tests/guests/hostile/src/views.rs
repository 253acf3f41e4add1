//! Texture views and samplers.

use wasi_webgpu::raw::{
    self, GpuTextureAspect as Aspect, GpuTextureFormat as Format, GpuTextureUsage as Usage,
    GpuTextureViewDimension as ViewDimension,
};

use crate::checks::Checks;
use crate::gpu::{Gpu, extent, texture, view};

const RGBA: Format = Format::Rgba8unorm;

#[wasi_webgpu::test]
async fn views() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let image = gpu.device.create_texture(&raw::GpuTextureDescriptor {
        size: extent(16, 16, 6),
        mip_level_count: Some(5),
        ..texture(RGBA, Usage::TEXTURE_BINDING)
    });
    let with = raw::GpuTextureViewDescriptor {
        dimension: Some(ViewDimension::D2Array),
        ..view()
    };
    let descriptor = |change: fn(&mut raw::GpuTextureViewDescriptor)| {
        let mut descriptor = raw::GpuTextureViewDescriptor {
            swizzle: None,
            label: None,
            ..with
        };
        change(&mut descriptor);
        descriptor
    };
    type Change = fn(&mut raw::GpuTextureViewDescriptor);
    let wrong: [(&str, Change); 23] = [
        ("no levels", |it| it.mip_level_count = Some(0)),
        ("too many levels", |it| it.mip_level_count = Some(6)),
        ("a level too far", |it| it.base_mip_level = Some(5)),
        ("levels too far", |it| {
            (it.base_mip_level, it.mip_level_count) = (Some(1), Some(5))
        }),
        ("levels that overflow", |it| {
            (it.base_mip_level, it.mip_level_count) = (Some(u32::MAX), Some(2))
        }),
        ("u32::MAX levels", |it| it.mip_level_count = Some(u32::MAX)),
        ("no layers", |it| it.array_layer_count = Some(0)),
        ("too many layers", |it| it.array_layer_count = Some(7)),
        ("a layer too far", |it| it.base_array_layer = Some(6)),
        ("layers that overflow", |it| {
            (it.base_array_layer, it.array_layer_count) = (Some(u32::MAX), Some(2))
        }),
        ("u32::MAX layers", |it| {
            it.array_layer_count = Some(u32::MAX)
        }),
        ("another format", |it| {
            it.format = Some(Format::Rgba8unormSrgb)
        }),
        ("a wider format", |it| it.format = Some(Format::Rgba16float)),
        ("depth of a colour", |it| {
            it.aspect = Some(Aspect::DepthOnly)
        }),
        ("stencil of a colour", |it| {
            it.aspect = Some(Aspect::StencilOnly)
        }),
        ("1D of 2D", |it| it.dimension = Some(ViewDimension::D1)),
        ("3D of 2D", |it| it.dimension = Some(ViewDimension::D3)),
        ("2D of many layers", |it| {
            (it.dimension, it.array_layer_count) = (Some(ViewDimension::D2), Some(2))
        }),
        ("a cube of 5 layers", |it| {
            (it.dimension, it.array_layer_count) = (Some(ViewDimension::Cube), Some(5))
        }),
        ("cubes of 5 layers", |it| {
            (it.dimension, it.array_layer_count) = (Some(ViewDimension::CubeArray), Some(5))
        }),
        ("a cube that begins late", |it| {
            (it.dimension, it.base_array_layer) = (Some(ViewDimension::Cube), Some(1))
        }),
        ("a usage that the texture lacks", |it| {
            it.usage = Some(Usage::STORAGE_BINDING)
        }),
        ("another", |it| it.usage = Some(Usage::all())),
    ];
    for (what, change) in wrong {
        let descriptor = descriptor(change);
        checks
            .invalid(what, || image.create_view(Some(&descriptor)))
            .await;
    }
    let right: [(&str, Change); 5] = [
        ("the last level", |it| it.base_mip_level = Some(4)),
        ("the last layer", |it| it.base_array_layer = Some(5)),
        ("a cube", |it| it.dimension = Some(ViewDimension::Cube)),
        ("cubes", |it| it.dimension = Some(ViewDimension::CubeArray)),
        ("the plain swizzle", |it| {
            it.swizzle = Some("rgba".to_owned())
        }),
    ];
    for (what, change) in right {
        let descriptor = descriptor(change);
        checks
            .fine(what, || image.create_view(Some(&descriptor)))
            .await;
    }
    for swizzle in ["", "rgb", "rgbaa", "bgra", "0000", "\0\0\0\0", "ééé"] {
        let descriptor = raw::GpuTextureViewDescriptor {
            swizzle: Some(swizzle.to_owned()),
            ..descriptor(|_| ())
        };
        checks
            .invalid(swizzle, || image.create_view(Some(&descriptor)))
            .await;
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn samplers() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let sampler = |min, max, anisotropy, filter| raw::GpuSamplerDescriptor {
        address_mode_u: None,
        address_mode_v: None,
        address_mode_w: None,
        mag_filter: Some(filter),
        min_filter: Some(filter),
        mipmap_filter: Some(match filter {
            raw::GpuFilterMode::Linear => raw::GpuMipmapFilterMode::Linear,
            raw::GpuFilterMode::Nearest => raw::GpuMipmapFilterMode::Nearest,
        }),
        lod_min_clamp: Some(min),
        lod_max_clamp: Some(max),
        compare: None,
        max_anisotropy: Some(anisotropy),
        label: None,
    };
    let (near, linear) = (raw::GpuFilterMode::Nearest, raw::GpuFilterMode::Linear);
    for (what, descriptor) in [
        ("a negative lod", sampler(-1.0, 1.0, 1, near)),
        ("no room between", sampler(2.0, 1.0, 1, near)),
        ("-inf", sampler(f32::NEG_INFINITY, 1.0, 1, near)),
        ("inf", sampler(0.0, f32::INFINITY, 1, near)),
        ("NaN first", sampler(f32::NAN, 1.0, 1, near)),
        ("NaN last", sampler(0.0, f32::NAN, 1, near)),
        ("no anisotropy", sampler(0.0, 1.0, 0, linear)),
        ("anisotropy of nearest", sampler(0.0, 1.0, 4, near)),
    ] {
        checks
            .invalid(what, || gpu.device.create_sampler(Some(&descriptor)))
            .await;
    }
    for (what, descriptor) in [
        ("-0", sampler(-0.0, 0.0, 1, near)),
        ("the largest lod", sampler(f32::MAX, f32::MAX, 1, near)),
        (
            "a small one",
            sampler(f32::MIN_POSITIVE / 2.0, 1.0, 1, near),
        ),
        (
            "more anisotropy than there is",
            sampler(0.0, 32.0, u16::MAX, linear),
        ),
    ] {
        checks
            .fine(what, || gpu.device.create_sampler(Some(&descriptor)))
            .await;
    }
    checks.end();
}
