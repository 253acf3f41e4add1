const TILE = 64u;
const SOFTENING = 0.01;

struct Params { dt: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> now: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> velocities: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> next: array<vec4f>;
var<workgroup> tile: array<vec4f, TILE>;

@compute @workgroup_size(TILE)
fn step_(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32) {
    let count = arrayLength(&now);
    let own = now[min(id.x, count - 1)];
    var pulls = vec3f();
    for (var first = 0u; first < count; first += TILE) {
        tile[local] = now[min(first + local, count - 1)];
        workgroupBarrier();
        let end = min(TILE, count - first);
        for (var k = 0u; k < end; k++) {
            let other = tile[k];
            let d = other.xyz - own.xyz;
            let r = sqrt(dot(d, d) + SOFTENING);
            pulls += d * (other.w / (r * r * r));
        }
        workgroupBarrier();
    }
    if id.x < count {
        let v = velocities[id.x].xyz + pulls * params.dt;
        velocities[id.x] = vec4f(v, 0.0);
        next[id.x] = vec4f(own.xyz + v * params.dt, own.w);
    }
}
