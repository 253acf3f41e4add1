// features: f16, subgroups
enable f16;

@group(0) @binding(0) var<storage, read_write> data: array<f16>;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
    data[id.x] = subgroupMin(data[id.x]);
}
