// constants: T = i32, FACTOR = 3
#import "../parts/scale.wgsl"::scaled

@group(0) @binding(0) var<storage, read_write> data: array<i32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    data[id.x] = scaled(data[id.x]);
}
