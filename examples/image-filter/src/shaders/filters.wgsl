//! The filters that make each pixel from those around it. Alpha stays.

#import constants::TILE
#import "luma.wgsl"::luma
#import "picture.wgsl"::{filtered, index, is_inside, source}
#import "sharpen.wgsl"::sharpened
#import "sobel.wgsl"::edge

/// The amount of `sharpen`, in 256ths, or the level of `threshold`.
@group(0) @binding(3) var<uniform> argument: u32;

// A pixel with `level` in place of its colours.
fn gray(level: u32, pixel: u32) -> u32 {
    return pack4xU8(vec4(level, level, level, unpack4xU8(pixel).a));
}

/// Every channel becomes the pixel's luma.
@compute @workgroup_size(TILE, TILE)
fn grayscale(@builtin(global_invocation_id) id: vec3u) {
    let i = index(id.xy);
    if is_inside(id.xy) {
        filtered[i] = gray(luma(source[i]), source[i]);
    }
}

/// Each colour channel c becomes 255 - c.
@compute @workgroup_size(TILE, TILE)
fn invert(@builtin(global_invocation_id) id: vec3u) {
    let i = index(id.xy);
    if is_inside(id.xy) {
        filtered[i] = source[i] ^ 0x00ffffffu;
    }
}

/// White where the luma reaches the level, black elsewhere.
@compute @workgroup_size(TILE, TILE)
fn threshold(@builtin(global_invocation_id) id: vec3u) {
    let i = index(id.xy);
    if is_inside(id.xy) {
        filtered[i] = gray(select(0u, 255u, luma(source[i]) >= argument), source[i]);
    }
}

/// Edge strength.
@compute @workgroup_size(TILE, TILE)
fn sobel(@builtin(global_invocation_id) id: vec3u) {
    let i = index(id.xy);
    if is_inside(id.xy) {
        filtered[i] = gray(edge(id.xy), source[i]);
    }
}

/// Unsharp mask.
@compute @workgroup_size(TILE, TILE)
fn sharpen(@builtin(global_invocation_id) id: vec3u) {
    if is_inside(id.xy) {
        filtered[index(id.xy)] = sharpened(id.xy, argument);
    }
}
