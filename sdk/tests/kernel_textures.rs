//! Textures, samplers and subgroups of kernels on the CPU, and their WGSL. No GPU is needed.

use wasi_webgpu::{
    AddressMode, FilterMode, MipmapFilterMode, SamplerDescriptor, kernel,
    kernel::{
        GlobalIndex, GlobalIndex2, LocalIndex, SUBGROUP_SIZE, Sampler, StorageTexture2d, Texture2d,
        Texture2dArray, Vec2, Vec4, subgroup_exclusive_add, subgroup_shuffle_up, uvec2, uvec4,
        vec2, workgroup_uniform_load,
    },
    typed::format::{R32Uint, Rgba8Snorm, Rgba8Unorm},
};

/// Each texel gets the color at its middle, of an image of any size.
#[kernel(workgroup_size = (8, 8))]
fn scaled(
    at: GlobalIndex2,
    image: &Texture2d<f32>,
    sampler: &Sampler,
    out: &mut StorageTexture2d<Rgba8Unorm>,
) {
    let size = out.size();
    if at.x < size.x as usize && at.y < size.y as usize {
        let middle = vec2(at.x as f32 + 0.5, at.y as f32 + 0.5) / size.as_vec2();
        out.store(at, image.sample_level(sampler, middle, 0.0));
    }
}

#[test]
fn the_wgsl_of_textures_is_readable() {
    let expected = "\
@group(0) @binding(1) var image: texture_2d<f32>;
@group(0) @binding(2) var sampler_1: sampler;
@group(0) @binding(3) var out: texture_storage_2d<rgba8unorm, write>;

@compute @workgroup_size(8, 8, 1)
fn scaled(@builtin(global_invocation_id) global_invocation_id: vec3<u32>) {
    let at = global_invocation_id.xy;
    let size = textureDimensions(out);
    if at.x < size.x && at.y < size.y {
        let middle = vec2<f32>(f32(at.x) + 0.5f, f32(at.y) + 0.5f) / vec2<f32>(size);
        textureStore(out, at, textureSampleLevel(image, sampler_1, middle, 0.0f));
    }
}
";
    assert_eq!(scaled::WGSL, expected);
}

#[test]
fn an_image_is_scaled() {
    let image = Texture2d::new([2, 1], vec![Vec4::ZERO, Vec4::ONE]);
    let linear = SamplerDescriptor {
        mag_filter: FilterMode::Linear,
        ..Default::default()
    };
    for (sampler, expected) in [
        (SamplerDescriptor::default(), [0.0, 0.0, 1.0, 1.0]),
        (linear, [0.0, 64.0 / 255.0, 191.0 / 255.0, 1.0]),
    ] {
        let mut out = StorageTexture2d::zeroed([4, 1]);
        scaled::cpu(&image, &Sampler::new(&sampler), &mut out).dispatch_for_2d([4, 1]);
        let found = out.texels();
        assert!(
            found.iter().all(|it| it.x == it.y && it.y == it.w),
            "{found:?}"
        );
        assert_eq!(Vec::from_iter(found.iter().map(|it| it.x)), expected);
    }
}

#[test]
fn samples_blend_levels_and_axes() {
    let gray = |all: &[f32]| Vec::from_iter(all.iter().map(|it| Vec4::splat(*it)));
    let image =
        Texture2d::<f32>::new([2, 2], gray(&[0.0, 1.0, 2.0, 5.0])).with_level(gray(&[10.0]));
    assert_eq!(
        (image.levels(), image.size(0), image.size(1)),
        (2, uvec2(2, 2), uvec2(1, 1))
    );
    let desc = SamplerDescriptor {
        address_mode_u: AddressMode::Repeat,
        mag_filter: FilterMode::Linear,
        min_filter: FilterMode::Nearest,
        mipmap_filter: MipmapFilterMode::Linear,
        ..Default::default()
    };
    let sampler = Sampler::new(&desc);
    let at = |x: f32, y: f32, level: f32| image.sample_level(&sampler, Vec2::new(x, y), level).x;
    assert_eq!(at(0.5, 0.5, 0.0), 2.0);
    // Halfway between the last column and the first one.
    assert_eq!(at(0.0, 0.25, -1.0), 0.5);
    // To the side of all rows, and of the second one.
    assert_eq!(at(0.25, 7.0, 0.0), 2.0);
    // By the other filter, and 3/4 of the way to the second level.
    assert_eq!(at(0.6, 0.6, 0.75), 5.0 * 0.25 + 10.0 * 0.75);
    assert_eq!(at(0.6, 0.6, 9.0), 10.0);
}

#[test]
fn a_format_keeps_what_it_has() {
    let stored = Vec4::new(0.5, -0.3, 7.0, 0.1);
    let image = StorageTexture2d::<Rgba8Snorm>::new([1, 1], vec![stored]);
    let expected = Vec4::new(64.0, -38.0, 127.0, 13.0) / 127.0;
    assert_eq!(image.load(uvec2(0, 0)), expected);
    let image = StorageTexture2d::<R32Uint>::new([1, 1], vec![uvec4(9, 8, 7, 6)]);
    assert_eq!(image.load(uvec2(0, 0)), uvec4(9, 0, 0, 1));
}

#[test]
#[should_panic(expected = "texel (2, 0, 0) is out of bounds: the texture is 2 × 1 × 3")]
fn a_texel_out_of_bounds_panics() {
    Texture2dArray::<u32>::new([2, 1, 3], vec![uvec4(0, 0, 0, 0); 6]).load(uvec2(2, 0), 0, 0);
}

#[test]
#[should_panic(expected = "a texture of 2 × 2 × 1 has 4 texels, at least one, and here are 3")]
fn a_texture_of_too_few_texels_panics() {
    Texture2d::<f32>::new([2, 2], vec![Vec4::ZERO; 3]);
}

/// The sum of the numbers before each one in its subgroup, and the number before it.
#[kernel(workgroup_size = 48, features(subgroups))]
fn before(i: GlobalIndex, local: LocalIndex, numbers: &[u32], out: &mut [[u32; 3]]) {
    #[workgroup]
    let first: u32;
    if local == 0 {
        first = numbers[i];
    }
    let sum = subgroup_exclusive_add(numbers[i]);
    out[i] = [
        sum,
        subgroup_shuffle_up(numbers[i], 1),
        workgroup_uniform_load(first),
    ];
}

#[test]
fn lanes_run_together() {
    let numbers: Vec<u32> = (100..196).collect();
    let mut out = [[0; 3]; 96];
    before::cpu(&numbers, &mut out).dispatch_for(96);
    for (i, found) in out.iter().enumerate() {
        // The second subgroup of a workgroup has the other 16.
        let local = i % 48;
        let lane = local % SUBGROUP_SIZE;
        let sum = numbers[i - lane..i].iter().sum();
        let first = i - local;
        assert_eq!(
            *found,
            [sum, numbers[i - usize::from(lane > 0)], numbers[first]],
            "{i}"
        );
    }
    for expected in [
        "subgroupExclusiveAdd(numbers[i])",
        "workgroupUniformLoad(&first)",
    ] {
        assert!(before::WGSL.contains(expected), "{}", before::WGSL);
    }
}
