// One mip level from the one above it: a triangle over the whole of the target. Each texel is the
// mean of what it stands for, which is 2 texels along a side, or, if their number is odd, 2 and a
// part of a third.

@group(0) @binding(0) var larger: texture_2d<f32>;

@vertex
fn cover(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
    // (-1, -1), (3, -1), (-1, 3): the square from -1 to 1 is inside.
    return vec4f(f32(index & 1) * 4.0 - 1.0, f32(index >> 1) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn halve(@builtin(position) place: vec4f) -> @location(0) vec4f {
    let target_texel = vec2u(place.xy);
    let size = textureDimensions(larger);
    let across = weights(target_texel.x, size.x);
    let down = weights(target_texel.y, size.y);
    var mean = vec4f();
    for (var y = 0u; y < 3; y++) {
        for (var x = 0u; x < 3; x++) {
            let texel = min(2 * target_texel + vec2u(x, y), size - 1);
            mean += across[x] * down[y] * textureLoad(larger, texel, 0);
        }
    }
    return mean;
}

// How much of the texels 2i, 2i + 1 and 2i + 2 of `count` is in texel i of the half.
fn weights(i: u32, count: u32) -> vec3f {
    let half = count / 2;
    if half == 0 {
        return vec3f(1.0, 0.0, 0.0);
    }
    if count % 2 == 0 {
        return vec3f(0.5, 0.5, 0.0);
    }
    return vec3f(f32(half - i), f32(half), f32(i + 1)) / f32(count);
}
