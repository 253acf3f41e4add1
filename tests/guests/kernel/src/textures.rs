//! Textures: what the GPU loads and stores is what the twin does with images in memory.

use wasi_webgpu::{
    self as wgpu,
    compute::Gpu,
    kernel,
    kernel::{
        GlobalIndex2, GlobalIndex3, LocalIndex2, StorageTexture1d, StorageTexture2d,
        StorageTexture2dArray, StorageTexture3d, Texture2d, Texture2dArray, UVec4, Vec4, barrier,
        uvec2, uvec4,
    },
    typed::{
        self,
        format::{R32Float, R32Uint, Rgba8Snorm, Rgba8Unorm, Rgba16Float},
    },
    util::{DeviceExt as _, TextureDataOrder, read_texture},
};

/// A texture of zeros or of these bytes.
pub(crate) fn texture(
    gpu: &Gpu,
    dimension: wgpu::TextureDimension,
    [width, height, depth_or_array_layers]: [u32; 3],
    (format, mip_level_count): (wgpu::TextureFormat, u32),
    bytes: &[u8],
) -> wgpu::Texture {
    let is_storage = !bytes.is_empty() && mip_level_count > 1;
    let storage = match is_storage {
        true => wgpu::TextureUsages::empty(),
        false => wgpu::TextureUsages::STORAGE_BINDING,
    };
    let desc = wgpu::TextureDescriptor {
        label: Some("of a kernel"),
        size: wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers,
        },
        mip_level_count,
        sample_count: 1,
        dimension,
        format,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_SRC | storage,
        view_formats: &[],
    };
    match bytes {
        [] => gpu.device().create_texture(&desc),
        bytes => gpu.device().create_texture_with_data(
            gpu.queue(),
            &desc,
            TextureDataOrder::LayerMajor,
            bytes,
        ),
    }
}

async fn bytes(gpu: &Gpu, texture: &wgpu::Texture) -> wasi_webgpu::Result<Vec<u8>> {
    let source = texture.as_image_copy();
    read_texture(gpu.device(), gpu.queue(), source, texture.size()).await
}

/// The mean of a texel and its neighbours, as far as there are any.
#[kernel(workgroup_size = (8, 4))]
fn blurred(
    at: GlobalIndex2,
    strength: f32,
    image: &Texture2d<f32>,
    out: &mut StorageTexture2d<Rgba8Unorm>,
) {
    let size = out.size();
    if at.x as u32 >= size.x || at.y as u32 >= size.y {
        return;
    }
    let mut sum = Vec4::ZERO;
    let mut count = 0.0;
    for y in 0..3_u32 {
        for x in 0..3_u32 {
            let place = uvec2(at.x as u32 + x, at.y as u32 + y);
            if place.cmpge(uvec2(1, 1)).all() && (place - 1).cmplt(image.size(0)).all() {
                sum += image.load(place - 1, 0);
                count += 1.0;
            }
        }
    }
    let old = image.load(at, 0);
    out.store(at, old + (sum / count - old) * strength);
}

#[wasi_webgpu::test]
async fn a_picture_is_loaded_and_stored() -> wasi_webgpu::Result<()> {
    const SIZE: [u32; 2] = [13, 9];
    let picture: Vec<u8> = (0..SIZE[0] * SIZE[1] * 4)
        .map(|i| (i * 7919 % 256) as u8)
        .collect();
    let texels = picture
        .chunks(4)
        .map(|it| Vec4::from_array([0, 1, 2, 3].map(|i| f32::from(it[i]) / 255.0)));
    let image = Texture2d::new(SIZE, texels.collect());
    let mut twin = StorageTexture2d::zeroed(SIZE);
    blurred::cpu(0.75, &image, &mut twin).dispatch_for_2d(SIZE);
    let gpu = Gpu::request().await?;
    let size = [SIZE[0], SIZE[1], 1];
    let kind = (wgpu::TextureFormat::Rgba8Unorm, 1);
    let image = texture(&gpu, wgpu::TextureDimension::D2, size, kind, &picture);
    let out = texture(&gpu, wgpu::TextureDimension::D2, size, kind, &[]);
    blurred::launch(
        &gpu,
        0.75,
        &typed::Texture::new(&image)?,
        &mut typed::StorageTexture::new(&out)?,
    )?
    .dispatch_for_2d(SIZE)
    .await?;
    let expected = twin.texels().into_iter().flat_map(|it| it.to_array());
    for (found, expected) in bytes(&gpu, &out).await?.into_iter().zip(expected) {
        // What is halfway between two steps may be either.
        assert!(
            (f32::from(found) - expected * 255.0).abs() < 1.01,
            "{found} {}",
            expected * 255.0
        );
    }
    Ok(())
}

/// Each texel gets what its neighbours had, twice: a workgroup's are its own.
#[kernel(workgroup_size = (8, 8))]
fn moved(at: GlobalIndex2, local: LocalIndex2, image: &mut StorageTexture2d<R32Uint>) {
    for round in 0..2_u32 {
        let next = uvec2((at.x - local.x + (local.x + 1) % 8) as u32, at.y as u32);
        let below = uvec2(at.x as u32, (at.y - local.y + (local.y + 3) % 8) as u32);
        let new = image.load(next) * 3 + image.load(below) + uvec4(round, 0, 0, 0);
        barrier();
        image.store(at, new);
        barrier();
    }
}

#[wasi_webgpu::test]
async fn a_texture_is_both_read_and_written() -> wasi_webgpu::Result<()> {
    let numbers: Vec<u32> = (0..16 * 8).map(|i| i * i * 77).collect();
    let texels = numbers.iter().map(|it| uvec4(*it, 5, 6, 7));
    let mut twin = StorageTexture2d::new([16, 8], texels.collect());
    assert_eq!(twin.load(uvec2(2, 0)), uvec4(4 * 77, 0, 0, 1));
    moved::cpu(&mut twin).dispatch_for_2d([16, 8]);
    let gpu = Gpu::request().await?;
    let data: Vec<u8> = numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
    let kind = (wgpu::TextureFormat::R32Uint, 1);
    let image = texture(&gpu, wgpu::TextureDimension::D2, [16, 8, 1], kind, &data);
    moved::launch(&gpu, &mut typed::StorageTexture::new(&image)?)?
        .dispatch_for_2d([16, 8])
        .await?;
    let expected = twin.texels().into_iter().flat_map(|it| it.x.to_le_bytes());
    assert_eq!(bytes(&gpu, &image).await?, Vec::from_iter(expected));
    Ok(())
}

#[kernel(workgroup_size = (4, 2, 2))]
fn of_all_dimensions(
    at: GlobalIndex3,
    line: &mut StorageTexture1d<R32Float>,
    layers: &mut StorageTexture2dArray<Rgba8Snorm>,
    block: &mut StorageTexture3d<Rgba16Float>,
    integers: &Texture2dArray<i32>,
    read: &StorageTexture2d<R32Uint>,
    out: &mut [UVec4],
) {
    let place = uvec2(at.x as u32, at.y as u32);
    let x = at.x as f32;
    line.store(at.x as u32, Vec4::splat(x / 3.0));
    layers.store(
        place,
        at.z as u32,
        Vec4::new(x / 5.0, -0.7, at.y as f32, at.z as f32 * 2.0 - 1.0),
    );
    block.store(at, Vec4::new(0.1, x / 7.0, -x, 1000.1));
    let sizes = integers.size(0) + layers.size() + read.size();
    let count = integers.layers() + 10 * layers.layers() + 100 * integers.levels();
    let sum = integers.load(place, at.z as u32, 0).y + read.load(place).w as i32;
    let depth = block.size().z + 10 * line.size();
    out[(at.z * 2 + at.y) * 4 + at.x] = uvec4(sizes.x * 100 + sizes.y, count, sum as u32, depth);
}

#[wasi_webgpu::test]
async fn textures_of_all_dimensions_are_equal() -> wasi_webgpu::Result<()> {
    use wgpu::{TextureDimension as Of, TextureFormat as Format};
    let numbers: Vec<i32> = (0..16 * 4).map(|i| i * 77 - 1000).collect();
    let texels = numbers.chunks(4).map(|it| kernel::IVec4::from_slice(it));
    let integers = Texture2dArray::new([4, 2, 2], texels.collect());
    let read = StorageTexture2d::new([4, 2], vec![UVec4::ONE; 8]);
    let (mut line, mut layers) = (
        StorageTexture1d::zeroed([4]),
        StorageTexture2dArray::zeroed([4, 2, 2]),
    );
    let (mut block, mut twin) = (StorageTexture3d::zeroed([4, 2, 2]), vec![UVec4::ZERO; 16]);
    of_all_dimensions::cpu(
        &mut line,
        &mut layers,
        &mut block,
        &integers,
        &read,
        &mut twin,
    )
    .dispatch_groups([1, 1, 1]);
    assert_eq!(
        twin[5],
        uvec4(1206, 122, (5 * 4 * 77 + 77 - 1000 + 1) as u32, 42)
    );

    let gpu = Gpu::request().await?;
    let data: Vec<u8> = numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
    let integers = texture(&gpu, Of::D2, [4, 2, 2], (Format::Rgba32Sint, 1), &data);
    let ones = 1_u32.to_le_bytes().repeat(8);
    let read = texture(&gpu, Of::D2, [4, 2, 1], (Format::R32Uint, 1), &ones);
    let line_out = texture(&gpu, Of::D1, [4, 1, 1], (Format::R32Float, 1), &[]);
    let layers_out = texture(&gpu, Of::D2, [4, 2, 2], (Format::Rgba8Snorm, 1), &[]);
    let block_out = texture(&gpu, Of::D3, [4, 2, 2], (Format::Rgba16Float, 1), &[]);
    let mut out = gpu.zeroed::<UVec4>(16)?;
    of_all_dimensions::launch(
        &gpu,
        &mut typed::StorageTexture::new(&line_out)?,
        &mut typed::StorageTexture::new(&layers_out)?,
        &mut typed::StorageTexture::new(&block_out)?,
        &typed::Texture::new(&integers)?,
        &typed::StorageTexture::new(&read)?,
        &mut out,
    )?
    .dispatch_groups([1, 1, 1])
    .await?;
    assert_eq!(out.read().await?, twin);
    let expected = line.texels().into_iter().flat_map(|it| it.x.to_le_bytes());
    assert_eq!(bytes(&gpu, &line_out).await?, Vec::from_iter(expected));
    let of_array = |it: Vec4| it.to_array();
    let halves = block.texels().into_iter().flat_map(of_array);
    let found = bytes(&gpu, &block_out).await?;
    for (found, expected) in found.chunks(2).zip(halves) {
        let found = typed::f16::from_le_bytes([found[0], found[1]]).to_f32();
        // Of 11 bits, the last one may be another.
        assert!(
            (found - expected).abs() <= expected.abs() / 1024.0,
            "{found} {expected}"
        );
    }
    let steps = layers.texels().into_iter().flat_map(of_array);
    for (found, expected) in bytes(&gpu, &layers_out).await?.into_iter().zip(steps) {
        let found = f32::from(found.cast_signed());
        assert!(
            (found - expected * 127.0).abs() < 1.01,
            "{found} {}",
            expected * 127.0
        );
    }
    Ok(())
}
