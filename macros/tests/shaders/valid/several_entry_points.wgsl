@group(0) @binding(0) var<storage, read_write> a: array<u32>;
@group(0) @binding(0) var<uniform> b: vec4u;

@compute @workgroup_size(64) fn first(@builtin(global_invocation_id) id: vec3u) { a[id.x] = 1u; }
@compute @workgroup_size(8, 8) fn second() { _ = b.x; }
