// features: immediate_address_space
struct Constants { scale: f32, count: u32 }
var<immediate> constants: Constants;

@group(0) @binding(0) var<storage, read_write> data: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if id.x < constants.count { data[id.x] *= constants.scale; }
}
