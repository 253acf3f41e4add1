// features: f16
// constants: T = f16, V = vec4<f16>
#import constants::{T, V}

@group(0) @binding(0) var<storage, read_write> data: array<V>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    data[id.x] = data[id.x] * T(2.0);
}
