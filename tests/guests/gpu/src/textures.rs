//! Textures: copies, uploads, views, and how shaders sample and write them.

use wasi_webgpu as wgpu;
use wgpu::util::{DeviceExt as _, TextureDataOrder};

use crate::gpu::{Gpu, noise};

fn extent(width: u32, height: u32, layers: u32) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width,
        height,
        depth_or_array_layers: layers,
    }
}

fn texture<'a>(
    label: &'a str,
    size: wgpu::Extent3d,
    format: wgpu::TextureFormat,
    usage: wgpu::TextureUsages,
) -> wgpu::TextureDescriptor<'a> {
    wgpu::TextureDescriptor {
        label: Some(label),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage,
        view_formats: &[],
    }
}

impl Gpu {
    /// The texels of a layer of a mip level, without the padding of their rows.
    pub(crate) async fn read_texels(
        &self,
        texture: &wgpu::Texture,
        mip_level: u32,
        layer: u32,
    ) -> wgpu::Result<Vec<u8>> {
        let width = (texture.width() >> mip_level).max(1);
        let height = (texture.height() >> mip_level).max(1);
        let source = wgpu::TexelCopyTextureInfo {
            mip_level,
            origin: wgpu::Origin3d {
                x: 0,
                y: 0,
                z: layer,
            },
            ..texture.as_image_copy()
        };
        let size = extent(width, height, 1);
        wgpu::util::read_texture(&self.device, &self.queue, source, size).await
    }
}

#[wasi_webgpu::test]
async fn mip_levels_and_layers_round_trip_in_either_order() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let usage = wgpu::TextureUsages::COPY_SRC;
    let format = wgpu::TextureFormat::Rgba8Uint;
    // 13 x 7, 6 x 3, 3 x 1 and 1 x 1 texels, in two layers.
    let descriptor = wgpu::TextureDescriptor {
        mip_level_count: 4,
        ..texture("mips", extent(13, 7, 2), format, usage)
    };
    let sizes = [13 * 7 * 4, 6 * 3 * 4, 3 * 4, 4_usize];
    let data: Vec<u8> = bytemuck::cast_slice(&noise(sizes.iter().sum::<usize>() / 2)).to_vec();
    for order in [TextureDataOrder::LayerMajor, TextureDataOrder::MipMajor] {
        let made = gpu
            .device
            .create_texture_with_data(&gpu.queue, &descriptor, order, &data);
        let mut rest = &data[..];
        let mut images: Vec<(u32, u32)> =
            (0..2).flat_map(|l| (0..4).map(move |m| (l, m))).collect();
        if order == TextureDataOrder::MipMajor {
            images.sort_by_key(|(layer, mip)| (*mip, *layer));
        }
        for (layer, mip) in images {
            let (expected, others) = rest.split_at(sizes[mip as usize]);
            assert_eq!(
                gpu.read_texels(&made, mip, layer).await?,
                expected,
                "{layer} {mip}"
            );
            rest = others;
        }
        assert!(rest.is_empty());
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn data_that_is_too_short_is_an_error() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let format = wgpu::TextureFormat::R32Float;
    let descriptor = texture(
        "short",
        extent(4, 4, 1),
        format,
        wgpu::TextureUsages::COPY_SRC,
    );
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let order = TextureDataOrder::LayerMajor;
    gpu.device
        .create_texture_with_data(&gpu.queue, &descriptor, order, &[0; 63]);
    let error = scope.pop().await.expect("an error").to_string();
    assert!(
        error.contains("\"short\"") && error.contains("too short"),
        "{error}"
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn a_part_is_written_and_copied_between_textures() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let usage = wgpu::TextureUsages::COPY_SRC | wgpu::TextureUsages::COPY_DST;
    let format = wgpu::TextureFormat::R8Uint;
    let make = |label| {
        gpu.device
            .create_texture(&texture(label, extent(5, 5, 1), format, usage))
    };
    let (from, to) = (make("from"), make("to"));
    // Two rows of three texels, four bytes apart, after one byte.
    gpu.queue.write_texture(
        wgpu::TexelCopyTextureInfo {
            origin: wgpu::Origin3d { x: 1, y: 2, z: 0 },
            ..from.as_image_copy()
        },
        &[0, 1, 2, 3, 0, 4, 5, 6],
        wgpu::TexelCopyBufferLayout {
            offset: 1,
            bytes_per_row: Some(4),
            rows_per_image: None,
        },
        extent(3, 2, 1),
    );
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    encoder.copy_texture_to_texture(
        wgpu::TexelCopyTextureInfo {
            origin: wgpu::Origin3d { x: 1, y: 1, z: 0 },
            ..from.as_image_copy()
        },
        to.as_image_copy(),
        extent(4, 3, 1),
    );
    gpu.queue.submit([encoder.finish()]);
    let expected = [
        [0, 0, 0, 0, 0],
        [1, 2, 3, 0, 0],
        [4, 5, 6, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ];
    assert_eq!(gpu.read_texels(&to, 0, 0).await?, expected.concat());
    Ok(())
}

#[wasi_webgpu::test]
async fn what_is_known_at_creation_is_known() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let usage = wgpu::TextureUsages::TEXTURE_BINDING;
    let made = gpu.device.create_texture(&wgpu::TextureDescriptor {
        dimension: wgpu::TextureDimension::D3,
        ..texture(
            "volume",
            extent(8, 4, 2),
            wgpu::TextureFormat::Rg16Float,
            usage,
        )
    });
    assert_eq!(
        (made.width(), made.height(), made.depth_or_array_layers()),
        (8, 4, 2)
    );
    assert_eq!(made.dimension(), wgpu::TextureDimension::D3);
    assert_eq!(made.format(), wgpu::TextureFormat::Rg16Float);
    assert_eq!(made.usage(), usage);
    assert_eq!((made.mip_level_count(), made.sample_count()), (1, 1));
    let view = made.create_view(&Default::default());
    assert_eq!(view.texture(), &made);
    Ok(())
}

#[wasi_webgpu::test]
async fn what_webgpu_lacks_is_an_error_with_its_name() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let usage = wgpu::TextureUsages::TEXTURE_BINDING;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let made = gpu.device.create_texture(&texture(
        "video",
        extent(4, 4, 1),
        wgpu::TextureFormat::NV12,
        usage,
    ));
    let error = scope.pop().await.expect("an error").to_string();
    assert!(
        error.contains("\"video\"") && error.contains("NV12"),
        "{error}"
    );
    // It is as invalid on the host.
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    made.create_view(&Default::default());
    assert!(scope.pop().await.is_some());

    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    gpu.device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("border"),
        address_mode_u: wgpu::AddressMode::ClampToBorder,
        ..Default::default()
    });
    let error = scope.pop().await.expect("an error").to_string();
    assert!(
        error.contains("\"border\"") && error.contains("ClampToBorder"),
        "{error}"
    );
    Ok(())
}

/// Samples a 2 x 2 texture at the centre of its texels, between them, and beyond its border, and
/// writes into a storage texture.
#[wasi_webgpu::test]
async fn shaders_sample_and_store() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let format = wgpu::TextureFormat::Rgba8Unorm;
    let usage = wgpu::TextureUsages::TEXTURE_BINDING;
    let gray = |level: u8| [level, level, level, 255];
    let source = gpu.device.create_texture_with_data(
        &gpu.queue,
        &texture("source", extent(2, 2, 1), format, usage),
        TextureDataOrder::LayerMajor,
        &[gray(0), gray(100), gray(200), gray(60)].concat(),
    );
    let usage = wgpu::TextureUsages::STORAGE_BINDING | wgpu::TextureUsages::COPY_SRC;
    let target = gpu
        .device
        .create_texture(&texture("target", extent(4, 1, 1), format, usage));
    let sampler = gpu.device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("linear, clamped"),
        mag_filter: wgpu::FilterMode::Linear,
        ..Default::default()
    });
    let pipeline = gpu.pipeline(
        "sample",
        "@group(0) @binding(0) var source: texture_2d<f32>;
         @group(0) @binding(1) var linear: sampler;
         @group(0) @binding(2) var target_: texture_storage_2d<rgba8unorm, write>;
         @compute @workgroup_size(4)
         fn main(@builtin(global_invocation_id) id: vec3u) {
             let at = array(vec2(0.25), vec2(0.5, 0.25), vec2(0.5), vec2(2.0, -1.0));
             textureStore(target_, id.xy, textureSampleLevel(source, linear, at[id.x], 0.0));
         }",
    );
    let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("sample"),
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(
                    &source.create_view(&Default::default()),
                ),
            },
            wgpu::BindGroupEntry {
                binding: 1,
                resource: wgpu::BindingResource::Sampler(&sampler),
            },
            wgpu::BindGroupEntry {
                binding: 2,
                resource: wgpu::BindingResource::TextureView(
                    &target.create_view(&Default::default()),
                ),
            },
        ],
    });
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.dispatch_workgroups(1, 1, 1);
    drop(pass);
    gpu.queue.submit([encoder.finish()]);
    let levels: Vec<u8> = gpu
        .read_texels(&target, 0, 0)
        .await?
        .chunks(4)
        .map(|t| t[0])
        .collect();
    // A level more or less: how exactly a GPU interpolates is its own affair.
    for (level, expected) in levels.iter().zip([0_u8, 50, 90, 100]) {
        assert!(level.abs_diff(expected) <= 1, "{levels:?}");
    }
    Ok(())
}
