@group(0) @binding(0) var counts: texture_2d<u32>;
@group(0) @binding(1) var samples: texture_multisampled_2d<f32>;
@group(0) @binding(2) var depth: texture_depth_2d;
@group(0) @binding(3) var signs: texture_3d<i32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let size = textureDimensions(counts, 0);
    let levels = textureNumLevels(counts) + textureNumSamples(samples);
    let a = textureLoad(counts, min(id.xy, size - 1u), 0);
    let b = textureLoad(samples, id.xy, 3);
    let c = textureLoad(depth, id.xy, 0);
    let d = textureLoad(signs, vec3i(id), 0);
    _ = f32(a.x) + b.x + c + f32(d.x) + f32(levels);
}
