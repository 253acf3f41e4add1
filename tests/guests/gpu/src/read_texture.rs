//! `read_texture`: every format that has bytes, every part of a texture, and its errors.

use wasi_webgpu as wgpu;
use wgpu::TextureFormat as Format;
use wgpu::util::{DeviceExt as _, PaddedRows, TextureDataOrder, read_texture};

use crate::gpu::{Gpu, noise};

fn extent(width: u32, height: u32, layers: u32) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width,
        height,
        depth_or_array_layers: layers,
    }
}

fn descriptor(format: Format, size: wgpu::Extent3d) -> wgpu::TextureDescriptor<'static> {
    wgpu::TextureDescriptor {
        label: Some("read"),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage: wgpu::TextureUsages::COPY_SRC,
        view_formats: &[],
    }
}

fn bytes(len: usize) -> Vec<u8> {
    bytemuck::cast_slice(&noise(len.div_ceil(4)))[..len].to_vec()
}

/// Bytes of the texels or blocks of a mip level of all layers.
fn len(format: Format, size: wgpu::Extent3d) -> usize {
    let size = size.physical_size(format);
    let (width, height) = format.block_dimensions();
    let blocks = size.width / width * (size.height / height) * size.depth_or_array_layers;
    blocks as usize * format.block_copy_size(None).expect("bytes") as usize
}

impl Gpu {
    fn filled(&self, descriptor: &wgpu::TextureDescriptor<'_>, data: &[u8]) -> wgpu::Texture {
        let order = TextureDataOrder::MipMajor;
        self.device
            .create_texture_with_data(&self.queue, descriptor, order, data)
    }

    async fn read_level(
        &self,
        texture: &wgpu::Texture,
        mip_level: u32,
        size: wgpu::Extent3d,
    ) -> wgpu::Result<Vec<u8>> {
        let source = wgpu::TexelCopyTextureInfo {
            mip_level,
            ..texture.as_image_copy()
        };
        read_texture(&self.device, &self.queue, source, size).await
    }
}

/// One for each size of texels, and those that are packed. Numbers come back as they were written,
/// whatever they mean.
const FORMATS: [Format; 25] = [
    Format::R8Unorm,
    Format::R8Snorm,
    Format::R8Uint,
    Format::Rg8Unorm,
    Format::Rg8Sint,
    Format::R16Uint,
    Format::R16Float,
    Format::Rgba8Unorm,
    Format::Rgba8UnormSrgb,
    Format::Rgba8Snorm,
    Format::Bgra8Unorm,
    Format::Bgra8UnormSrgb,
    Format::Rg16Float,
    Format::R32Float,
    Format::R32Sint,
    Format::Rgb9e5Ufloat,
    Format::Rgb10a2Uint,
    Format::Rgb10a2Unorm,
    Format::Rg11b10Ufloat,
    Format::Rg32Float,
    Format::Rgba16Uint,
    Format::Rgba16Float,
    Format::Rgba32Float,
    Format::Depth16Unorm,
    Format::Stencil8,
];

#[wasi_webgpu::test]
async fn every_size_of_texels_and_of_rows() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    for format in FORMATS {
        for (width, height) in [(1, 1), (3, 5), (64, 2), (257, 3)] {
            let size = extent(width, height, 1);
            let data = bytes(len(format, size));
            let texture = gpu.filled(&descriptor(format, size), &data);
            let read = gpu.read_level(&texture, 0, size).await?;
            assert!(read == data, "{format:?} {width} x {height}");
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn blocks_of_all_mip_levels() -> wgpu::Result<()> {
    let adapter = wgpu::Instance::default()
        .request_adapter(&Default::default())
        .await?;
    let families = [
        (wgpu::Features::TEXTURE_COMPRESSION_BC, Format::Bc1RgbaUnorm),
        (
            wgpu::Features::TEXTURE_COMPRESSION_BC,
            Format::Bc7RgbaUnormSrgb,
        ),
        (
            wgpu::Features::TEXTURE_COMPRESSION_ETC2,
            Format::EacRg11Unorm,
        ),
        (
            wgpu::Features::TEXTURE_COMPRESSION_ASTC,
            Format::Astc {
                block: wgpu::AstcBlock::B10x6,
                channel: wgpu::AstcChannel::Unorm,
            },
        ),
    ];
    for (feature, format) in families {
        if !adapter.features().contains(feature) {
            println!("{format:?}: the adapter has no {feature:?}");
            continue;
        }
        let gpu = Gpu::with_features(feature).await?;
        let (width, height) = format.block_dimensions();
        let descriptor = wgpu::TextureDescriptor {
            mip_level_count: 4,
            ..descriptor(format, extent(5 * width, 3 * height, 2))
        };
        let levels: Vec<_> = (0..4)
            .map(|mip| wgpu::Extent3d {
                depth_or_array_layers: 2,
                ..descriptor.mip_level_size(mip).expect("a mip level")
            })
            .collect();
        let data = bytes(levels.iter().map(|size| len(format, *size)).sum());
        let texture = gpu.filled(&descriptor, &data);
        let mut rest = &data[..];
        for (mip, size) in (0..).zip(levels) {
            let (expected, others) = rest.split_at(len(format, size));
            let read = gpu.read_level(&texture, mip, size).await?;
            assert!(read == expected, "{format:?}, mip level {mip}");
            rest = others;
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn images_of_volumes_and_arrays() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let size = extent(7, 5, 3);
    let data = bytes(len(Format::Rg8Unorm, size));
    for dimension in [wgpu::TextureDimension::D2, wgpu::TextureDimension::D3] {
        let descriptor = wgpu::TextureDescriptor {
            dimension,
            ..descriptor(Format::Rg8Unorm, size)
        };
        let order = TextureDataOrder::LayerMajor;
        let texture = gpu
            .device
            .create_texture_with_data(&gpu.queue, &descriptor, order, &data);
        let read = gpu.read_level(&texture, 0, texture.size()).await?;
        assert!(read == data, "{dimension:?}");

        // Columns 2 to 5 of rows 1 to 4 of images 1 and 2.
        let source = wgpu::TexelCopyTextureInfo {
            origin: wgpu::Origin3d { x: 2, y: 1, z: 1 },
            ..texture.as_image_copy()
        };
        let expected: Vec<u8> = (1..3)
            .flat_map(|z| (1..4).map(move |y| 2 * (35 * z + 7 * y + 2)))
            .flat_map(|start| data[start..start + 6].to_vec())
            .collect();
        let part = read_texture(&gpu.device, &gpu.queue, source, extent(3, 3, 2)).await?;
        assert_eq!(part, expected, "{dimension:?}");
    }
    let row = wgpu::TextureDescriptor {
        dimension: wgpu::TextureDimension::D1,
        ..descriptor(Format::R32Uint, extent(99, 1, 1))
    };
    let data = bytes(4 * 99);
    let texture = gpu.filled(&row, &data);
    assert_eq!(gpu.read_level(&texture, 0, texture.size()).await?, data);
    Ok(())
}

#[wasi_webgpu::test]
async fn aspects_of_depth_and_stencil() -> wgpu::Result<()> {
    let adapter = wgpu::Instance::default()
        .request_adapter(&Default::default())
        .await?;
    let both = wgpu::Features::DEPTH32FLOAT_STENCIL8;
    let gpu = Gpu::with_features(adapter.features() & both).await?;
    let mut formats = vec![Format::Depth24PlusStencil8];
    formats.extend(
        gpu.device
            .features()
            .contains(both)
            .then_some(Format::Depth32FloatStencil8),
    );
    for format in formats {
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            usage: wgpu::TextureUsages::COPY_SRC | wgpu::TextureUsages::RENDER_ATTACHMENT,
            ..descriptor(format, extent(5, 3, 1))
        });
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: &texture.create_view(&Default::default()),
                depth_ops: Some(wgpu::Operations {
                    load: wgpu::LoadOp::Clear(0.25),
                    store: wgpu::StoreOp::Store,
                }),
                stencil_ops: Some(wgpu::Operations {
                    load: wgpu::LoadOp::Clear(77),
                    store: wgpu::StoreOp::Store,
                }),
            }),
            ..Default::default()
        });
        gpu.queue.submit([encoder.finish()]);
        let read = async |aspect| {
            let source = wgpu::TexelCopyTextureInfo {
                aspect,
                ..texture.as_image_copy()
            };
            read_texture(&gpu.device, &gpu.queue, source, texture.size()).await
        };
        let stencil = read(wgpu::TextureAspect::StencilOnly).await?;
        assert_eq!(stencil, [77; 15], "{format:?}");
        let depth = read(wgpu::TextureAspect::DepthOnly).await;
        if format == Format::Depth32FloatStencil8 {
            assert_eq!(depth?, 0.25_f32.to_le_bytes().repeat(15));
        } else {
            assert!(depth.unwrap_err().to_string().contains("no bytes"));
        }
        let error = read(wgpu::TextureAspect::All)
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("\"read\"") && error.contains("aspect"),
            "{error}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn what_cannot_be_read_is_an_error_and_an_empty_part_is_empty() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let format = Format::Rgba8Unorm;
    let texture = gpu
        .device
        .create_texture(&descriptor(format, extent(4, 4, 1)));
    for size in [
        extent(5, 4, 1),
        extent(4, 4, 2),
        extent(u32::MAX, 1, 1),
        extent(1, u32::MAX, 1),
    ] {
        let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let error = gpu.read_level(&texture, 0, size).await.unwrap_err();
        assert!(
            matches!(error, wgpu::Error::Validation { .. }),
            "{size:?}: {error}"
        );
        assert_eq!(scope.pop().await, None, "{size:?}");
    }
    assert!(gpu.read_level(&texture, 1, extent(1, 1, 1)).await.is_err());
    for size in [extent(0, 4, 1), extent(4, 0, 1), extent(4, 4, 0)] {
        assert_eq!(gpu.read_level(&texture, 0, size).await?, [], "{size:?}");
    }
    let source = wgpu::TexelCopyTextureInfo {
        aspect: wgpu::TextureAspect::DepthOnly,
        ..texture.as_image_copy()
    };
    let depth = read_texture(&gpu.device, &gpu.queue, source, extent(4, 4, 1)).await;
    assert!(depth.is_err());
    let hidden = gpu.device.create_texture(&wgpu::TextureDescriptor {
        usage: wgpu::TextureUsages::COPY_DST,
        ..descriptor(format, extent(4, 4, 1))
    });
    let error = gpu.read_level(&hidden, 0, hidden.size()).await.unwrap_err();
    assert!(error.to_string().contains("COPY_SRC"), "{error}");
    texture.destroy();
    assert!(gpu.read_level(&texture, 0, texture.size()).await.is_err());
    Ok(())
}

/// What a program does that reads each frame by the same buffer.
#[wasi_webgpu::test]
async fn rows_of_a_buffer_lose_their_padding() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let size = extent(70, 9, 1);
    let format = Format::Rgba8Unorm;
    let rows = PaddedRows::new(format, wgpu::TextureAspect::All, size).expect("bytes");
    let buffer = gpu.readable("frames", rows.buffer_size());
    for frame in 1..4 {
        let data: Vec<u8> = bytes(len(format, size))
            .iter()
            .map(|b| b.wrapping_mul(frame))
            .collect();
        let texture = gpu.filled(&descriptor(format, size), &data);
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let target = wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: rows.layout(),
        };
        encoder.copy_texture_to_buffer(texture.as_image_copy(), target, size);
        gpu.queue.submit([encoder.finish()]);
        buffer.map_async(wgpu::MapMode::Read, ..).await?;
        let bytes = buffer.get_mapped_range(..)?.into_vec();
        buffer.unmap();
        assert!(rows.remove_padding(bytes) == data);
    }
    Ok(())
}
