const TILE = 8u;

struct Params { n: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
var<workgroup> left: array<array<f32, TILE>, TILE>;
var<workgroup> right: array<array<f32, TILE>, TILE>;

@compute @workgroup_size(TILE, TILE)
fn matmul(@builtin(global_invocation_id) at: vec3u, @builtin(local_invocation_id) local: vec3u) {
    var sum = 0.0;
    for (var tile = 0u; tile < params.n / TILE; tile++) {
        left[local.y][local.x] = a[at.y * params.n + tile * TILE + local.x];
        right[local.y][local.x] = b[(tile * TILE + local.y) * params.n + at.x];
        workgroupBarrier();
        for (var k = 0u; k < TILE; k++) { sum += left[local.y][k] * right[k][local.x]; }
        workgroupBarrier();
    }
    c[at.y * params.n + at.x] = sum;
}
