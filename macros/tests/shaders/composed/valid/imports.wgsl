// The root keeps its lines.
#import "../parts/noise.wgsl"::{
    Noise, // A comment.
    fbm as sum_of_noise,
}
#import "../parts/hash.wgsl" as mix

@group(0) @binding(0) var<uniform> noise: Noise;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    out[id.x] = sum_of_noise(noise, mix::hash(id.x) ^ mix::SEED);
}
