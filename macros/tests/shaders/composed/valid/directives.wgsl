// features: f16
#import "../parts/half.wgsl"::narrow
enable f16;

@group(0) @binding(0) var<storage, read_write> data: array<f16>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    data[id.x] = narrow(f32(id.x));
}
