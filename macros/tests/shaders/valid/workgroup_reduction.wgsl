@group(0) @binding(0) var<storage, read_write> data: array<f32>;
var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
    partial[i] = data[group.x * 64u + i];
    workgroupBarrier();
    for (var step = 32u; step > 0u; step >>= 1u) {
        if i < step {
            partial[i] += partial[i + step];
        }
        workgroupBarrier();
    }
    if i == 0u { data[group.x] = partial[0]; }
}
