@group(0) @binding(0) var<storage> implied: array<u32>;
@group(0) @binding(1) var<storage, read> named: array<u32>;
@group(1) @binding(0) var<storage, read_write> written: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    written[id.x] = implied[id.x] ^ named[id.x];
}
