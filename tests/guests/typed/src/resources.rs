//! Textures, samplers and runtime-sized structs.

use wasi_webgpu as wgpu;
use wasi_webgpu::compute::{Gpu, TypedBuffer};
use wasi_webgpu::typed::{self, Filterable, RuntimeSizedBuffer, StorageTexture, Texture, format};
use wasi_webgpu::{
    BufferUsages, Extent3d, Result, TextureDescriptor, TextureDimension, TextureFormat,
    TextureUsages, include_wgsl,
    util::{DeviceExt as _, TextureDataOrder},
};

include_wgsl!(mod resources, "resources.wgsl");

fn texture(gpu: &Gpu, format: TextureFormat, layers: u32, data: &[u8]) -> wgpu::Texture {
    let storage = match format {
        TextureFormat::R32Uint => TextureUsages::STORAGE_BINDING,
        _ => TextureUsages::empty(),
    };
    let desc = TextureDescriptor {
        label: Some("texture"),
        size: Extent3d {
            width: 2,
            height: 2,
            depth_or_array_layers: layers,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: TextureDimension::D2,
        format,
        usage: TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_SRC | storage,
        view_formats: &[],
    };
    if format.has_depth_aspect() {
        return gpu.device().create_texture(&TextureDescriptor {
            usage: desc.usage | TextureUsages::RENDER_ATTACHMENT,
            ..desc
        });
    }
    let order = TextureDataOrder::LayerMajor;
    gpu.device()
        .create_texture_with_data(gpu.queue(), &desc, order, data)
}

/// The first row of a texture of `r32uint`.
async fn row(gpu: &Gpu, texture: &wgpu::Texture) -> Result<Vec<u32>> {
    let usage = BufferUsages::COPY_DST | BufferUsages::COPY_SRC;
    let rows: TypedBuffer<u32> = gpu.buffer("rows").usage(usage).zeroed(128)?;
    let mut encoder = gpu.device().create_command_encoder(&Default::default());
    let info = wgpu::TexelCopyBufferInfo {
        buffer: rows.buffer(),
        layout: wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(256),
            rows_per_image: None,
        },
    };
    encoder.copy_texture_to_buffer(texture.as_image_copy(), info, texture.size());
    gpu.queue().submit([encoder.finish()]);
    Ok(rows.read().await?[..2].to_vec())
}

#[wasi_webgpu::test]
async fn textures_and_samplers_are_bound() -> Result<()> {
    let gpu = Gpu::request().await?;
    let picture = texture(
        &gpu,
        TextureFormat::Rgba8Unorm,
        1,
        &[[255; 8], [0; 8]].concat(),
    );
    let integers: Vec<u8> = (1_u32..9).flat_map(u32::to_le_bytes).collect();
    let integers = texture(&gpu, TextureFormat::R32Uint, 2, &integers);
    let written = texture(&gpu, TextureFormat::R32Uint, 1, &[0; 16]);
    let depths = texture(&gpu, TextureFormat::Depth32Float, 1, &[]);
    let linear = wgpu::SamplerDescriptor {
        mag_filter: wgpu::FilterMode::Linear,
        ..Default::default()
    };
    let blend = typed::Sampler::new(gpu.device(), &linear)?;
    let mut found = RuntimeSizedBuffer::upload(&gpu, resources::Found::new(1), &[[0.0; 4]; 3])?;
    let depths = Texture::new(&depths)?;
    let compare = wgpu::SamplerDescriptor {
        compare: Some(wgpu::CompareFunction::GreaterEqual),
        ..Default::default()
    };
    let compare = typed::Sampler::new(gpu.device(), &compare)?;
    let group2 = resources::Group2 {
        found: &mut found,
        depths: &depths,
        compare: &compare,
    };
    let (picture, integers) = (Filterable::new(&picture)?, Texture::new(&integers)?);
    let mut stored = StorageTexture::new(&written)?;
    let group0 = resources::Group0 {
        picture: &picture,
        blend: &blend,
        integers: &integers,
        written: &mut stored,
    };
    resources::look(&gpu, group0, group2)
        .dispatch_groups([1, 1, 1])
        .await?;
    assert_eq!(row(&gpu, &written).await?, [0, 5]);
    let (header, texels) = found.read().await?;
    assert_eq!(header, resources::Found::new(2));
    assert_eq!(texels.len(), 3);
    assert!((texels[1][0] - 0.5).abs() < 0.01, "{texels:?}");

    found.write_header(resources::Found::new(7))?;
    found.write(2, &[[1.0; 4]])?;
    let group2 = resources::Group2 {
        found: &mut found,
        depths: &depths,
        compare: &compare,
    };
    resources::look_deep(&gpu, group2)
        .dispatch_groups([1, 1, 1])
        .await?;
    let (header, texels) = found.read().await?;
    assert_eq!((header.count, texels[2]), (7, [1.0; 4]));
    assert_eq!(
        texels[0], [1.0; 4],
        "a new texture's depth is 0, and 0.5 is no less"
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn arrays_have_the_length_of_the_upload() -> Result<()> {
    let gpu = Gpu::request().await?;
    for (len, seen) in [(0, 1), (1, 1), (2, 2), (7, 7)] {
        let found = RuntimeSizedBuffer::<resources::Found>::zeroed(&gpu, len)?;
        assert_eq!(found.len(), len);
        let (_, texels) = found.read().await?;
        assert_eq!(texels.len(), len);
        let bytes = found.buffer().size();
        assert_eq!(bytes, 16 + 16 * seen);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn what_a_texture_is_not_is_an_error_that_says_so() -> Result<()> {
    let gpu = Gpu::request().await?;
    let integers = texture(&gpu, TextureFormat::R32Uint, 1, &[0; 16]);
    type Floats = Texture<typed::D2, f32>;
    let error = Floats::new(&integers).unwrap_err().to_string();
    assert!(
        error.contains("floats") && error.contains("\"texture\""),
        "{error}"
    );
    let error = Texture::<typed::D3, u32>::new(&integers)
        .unwrap_err()
        .to_string();
    assert!(error.contains("D3"), "{error}");
    type Stored<F> = StorageTexture<typed::D2, F>;
    let error = Stored::<format::Rgba8Unorm>::new(&integers)
        .unwrap_err()
        .to_string();
    assert!(error.contains("rgba8unorm"), "{error}");
    let picture = texture(&gpu, TextureFormat::Rgba8Unorm, 1, &[0; 16]);
    let error = Stored::<format::Rgba8Unorm>::new(&picture)
        .unwrap_err()
        .to_string();
    assert!(error.contains("STORAGE_BINDING"), "{error}");
    let error = typed::MultisampledTexture::<f32>::new(&picture)
        .unwrap_err()
        .to_string();
    assert!(error.contains("sample_count"), "{error}");
    let samplers = typed::Sampler::<typed::Comparison>::new(gpu.device(), &Default::default());
    let error = samplers.unwrap_err().to_string();
    assert!(error.contains("compare"), "{error}");
    Ok(())
}
