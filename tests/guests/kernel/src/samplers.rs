//! Samplers: a place between texels and between mip levels, outside of the texture, too.

use wasi_webgpu::{
    self as wgpu, AddressMode, FilterMode, MipmapFilterMode, SamplerDescriptor,
    compute::Gpu,
    kernel,
    kernel::{GlobalIndex, Sampler, Texture2d, Texture2dArray, Texture3d, UVec4, Vec2, Vec3, Vec4},
    typed::{self, Filterable, Filtering},
};

use crate::textures::texture;

/// Bits of a GPU's weights are 8 at least, in each of three axes or levels.
const BOUND: f32 = 4.0 / 256.0;

#[kernel(workgroup_size = 64)]
fn sampled(
    i: GlobalIndex,
    places: &[Vec3],
    image: &Texture2d<f32>,
    layers: &Texture2dArray<f32>,
    block: &Texture3d<f32>,
    sampler: &Sampler,
    out: &mut [[Vec4; 3]],
) {
    if i >= places.len() {
        return;
    }
    let place = places[i];
    let at = place.truncate();
    out[i] = [
        image.sample_level(sampler, at, place.z),
        layers.sample_level(sampler, at, i as u32 % 4, 0.0),
        block.sample_level(sampler, Vec3::new(at.y, place.z + 0.03, at.x), 0.0),
    ];
}

/// Places with 0.3 texels at most to the middle of one of 16 × 8, and a level.
fn places() -> Vec<Vec3> {
    let levels = [-1.0, 0.0, 0.3, 0.8, 1.4, 2.0, 3.7];
    let places = (-12..28).flat_map(|x| (-6..14).map(move |y| (x, y)));
    let places = places.enumerate().map(|(i, (x, y))| {
        let off = |i: usize| (i * 7919 % 61) as f32 / 100.0 - 0.3;
        let at = Vec2::new(x as f32 + 0.5 + off(i), y as f32 + 0.5 + off(i + 17));
        (at / Vec2::new(16.0, 8.0)).extend(levels[i % levels.len()])
    });
    places.collect()
}

fn texels(bytes: &[u8]) -> Vec<Vec4> {
    let texel = |it: &[u8]| UVec4::from_array([0, 1, 2, 3].map(|i| it[i].into())).as_vec4() / 255.0;
    bytes.chunks(4).map(texel).collect()
}

fn descriptor(
    mag: FilterMode,
    min: FilterMode,
    mip: MipmapFilterMode,
    address: [AddressMode; 3],
) -> SamplerDescriptor<'static> {
    SamplerDescriptor {
        address_mode_u: address[0],
        address_mode_v: address[1],
        address_mode_w: address[2],
        mag_filter: mag,
        min_filter: min,
        mipmap_filter: mip,
        ..Default::default()
    }
}

#[wasi_webgpu::test]
async fn samples_are_close() -> wasi_webgpu::Result<()> {
    use AddressMode::{ClampToEdge, MirrorRepeat, Repeat};
    use FilterMode::{Linear, Nearest};
    use wgpu::{TextureDimension as Of, TextureFormat::Rgba8Unorm};

    let gpu = Gpu::request().await?;
    let places = places();
    let bytes: Vec<u8> = (0..(16 * 8 + 8 * 4 + 4 * 2) * 4_u32)
        .map(|i| ((i * i * 7919) >> 3) as u8)
        .collect();
    let (first, rest) = bytes.split_at(16 * 8 * 4);
    let (second, third) = rest.split_at(8 * 4 * 4);
    let image = Texture2d::new([16, 8], texels(first))
        .with_level(texels(second))
        .with_level(texels(third));
    let layers = Texture2dArray::new([16, 4, 2], texels(first));
    let block = Texture3d::new([8, 4, 4], texels(first));
    let buffer = gpu.upload(&places)?;
    let image_2d = texture(&gpu, Of::D2, [16, 8, 1], (Rgba8Unorm, 3), &bytes);
    let layers_2d = texture(&gpu, Of::D2, [16, 4, 2], (Rgba8Unorm, 1), first);
    let block_3d = texture(&gpu, Of::D3, [8, 4, 4], (Rgba8Unorm, 1), first);
    for desc in [
        descriptor(
            Nearest,
            Nearest,
            MipmapFilterMode::Nearest,
            [ClampToEdge; 3],
        ),
        descriptor(Linear, Linear, MipmapFilterMode::Linear, [Repeat; 3]),
        descriptor(Linear, Nearest, MipmapFilterMode::Linear, [MirrorRepeat; 3]),
        descriptor(
            Nearest,
            Linear,
            MipmapFilterMode::Nearest,
            [ClampToEdge, Repeat, MirrorRepeat],
        ),
    ] {
        let mut twin = vec![[Vec4::ZERO; 3]; places.len()];
        sampled::cpu(
            &places,
            &image,
            &layers,
            &block,
            &Sampler::new(&desc),
            &mut twin,
        )
        .dispatch_for(places.len());
        let mut out = gpu.zeroed::<[Vec4; 3]>(places.len())?;
        sampled::launch(
            &gpu,
            &buffer,
            &Filterable::new(&image_2d)?,
            &Filterable::new(&layers_2d)?,
            &Filterable::new(&block_3d)?,
            &typed::Sampler::<Filtering>::new(gpu.device(), &desc)?,
            &mut out,
        )?
        .dispatch_for(places.len())
        .await?;
        for ((found, expected), place) in out.read().await?.iter().zip(&twin).zip(&places) {
            for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
                let error = (*found - *expected).abs().max_element();
                assert!(
                    error <= BOUND,
                    "{k} at {place} by {desc:?}: {found}, not {expected}"
                );
            }
        }
    }
    Ok(())
}
