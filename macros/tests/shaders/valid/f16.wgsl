// features: f16
enable f16;

struct Half { a: f16, b: vec3h, c: mat2x2<f16> }
@group(0) @binding(0) var<storage, read_write> halves: array<Half>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let half = &halves[id.x];
    (*half).a = (*half).a * 2.0h + 1h + f16(id.y);
    (*half).b = vec3h(vec3f((*half).b));
}
