override tile: u32 = 64;
var<workgroup> shared_tile: array<f32, tile>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
    shared_tile[i % tile] = f32(i);
}
