struct Sizes { m: u32, n: u32, k: u32 }
@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
var<workgroup> tile_a: array<array<f32, 16>, 16>;
var<workgroup> tile_b: array<array<f32, 16>, 16>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) at: vec3u) {
    var sum = 0.0;
    for (var t = 0u; t < sizes.k; t += 16u) {
        tile_a[at.y][at.x] = a[id.y * sizes.k + t + at.x];
        tile_b[at.y][at.x] = b[(t + at.y) * sizes.n + id.x];
        workgroupBarrier();
        for (var k = 0u; k < 16u; k++) { sum += tile_a[at.y][k] * tile_b[k][at.x]; }
        workgroupBarrier();
    }
    if id.y < sizes.m && id.x < sizes.n { c[id.y * sizes.n + id.x] = sum; }
}
