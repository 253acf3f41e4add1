//! One of each kind of resource, and a runtime-sized tail.

struct Found {
    count: atomic<u32>,
    /// In no order.
    texels: array<vec4f>,
}

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var blend: sampler;
@group(0) @binding(2) var integers: texture_2d_array<u32>;
@group(0) @binding(3) var written: texture_storage_2d<r32uint, write>;
@group(2) @binding(7) var<storage, read_write> found: Found;
@group(2) @binding(1) var depths: texture_depth_2d;
@group(2) @binding(0) var compare: sampler_comparison;

/// A value in the middle of four texels.
@compute @workgroup_size(1)
fn look() {
    let i = atomicAdd(&found.count, 1u);
    found.texels[i] = textureSampleLevel(picture, blend, vec2f(0.5), 0.0);
    textureStore(written, vec2u(1, 0), textureLoad(integers, vec2u(0, 0), 1, 0));
}

@compute @workgroup_size(1)
fn look_deep() {
    let lit = textureSampleCompareLevel(depths, compare, vec2f(0.5), 0.5);
    found.texels[0] = vec4f(lit);
}

/// Loads, and samples nothing: other formats will do.
@compute @workgroup_size(1)
fn size(@builtin(global_invocation_id) id: vec3u) {
    textureStore(written, id.xy, vec4u(arrayLength(&found.texels)));
}
