//! Weights that mean nothing, for measurements.
#import "hash.wgsl"::hash
#import "format.wgsl"::{BF16, F16, F32, FORMAT, Q4_0, Q4_K, Q5_K, Q6_K, Q8_0}

/// What to fill with.
struct Fill {
    seed: u32,
    /// The largest weight.
    bound: f32,
}

@group(0) @binding(0) var<uniform> fill: Fill;
@group(0) @binding(1) var<storage, read_write> words: array<u32>;

// Two, from -bound to bound.
fn uniform_pair(bits: u32) -> vec2f {
    return fill.bound * unpack2x16snorm(bits);
}

@compute @workgroup_size(256)
fn fill_weights(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
    if i >= arrayLength(&words) { return; }
    let bits = hash(i ^ hash(fill.seed));
    let pair = uniform_pair(bits);
    if FORMAT == F32 {
        words[i] = bitcast<u32>(pair.x);
    } else if FORMAT == F16 {
        words[i] = pack2x16float(pair);
    } else if FORMAT == BF16 {
        let halves = bitcast<vec2u>(pair) >> vec2u(16);
        words[i] = halves.x | (halves.y << 16);
    } else {
        words[i] = bits;
    }
}

/// The scales of a block format, all the same.
@compute @workgroup_size(256)
fn fill_scales(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
    if i >= arrayLength(&words) { return; }
    if FORMAT > Q4_0 {
        words[i] = scale_of_256(i);
    } else {
        words[i] = pack2x16float(vec2f(fill.bound / select(8.0, 128.0, FORMAT == Q8_0)));
    }
}

// A block's factors, then its scales, which are all 4; then the upper bits.
fn scale_of_256(i: u32) -> u32 {
    if FORMAT == Q4_K && i % 6 == 0 { return bitcast<u32>(fill.bound / 32); }
    if FORMAT == Q4_K && i % 6 == 1 { return bitcast<u32>(fill.bound / 4); }
    if FORMAT == Q5_K && i % 14 == 0 { return bitcast<u32>(fill.bound / 64); }
    if FORMAT == Q5_K && i % 14 == 1 { return bitcast<u32>(fill.bound / 4); }
    if FORMAT == Q5_K && i % 14 > 5 { return hash(i); }
    if FORMAT == Q6_K && i % 21 == 0 { return bitcast<u32>(fill.bound / 128); }
    if FORMAT == Q6_K && i % 21 > 4 { return hash(i); }
    return 0x04040404u;
}
