const TILE = 64u;
const SOFTENING = 0.01;

struct Params { dt: f32 }
struct Body { place: vec3f, mass: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> now: array<Body>;
@group(0) @binding(2) var<storage, read_write> velocities: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> next: array<Body>;
var<workgroup> tile: array<Body, TILE>;

fn pull(place: vec3f, other: Body) -> vec3f {
    let d = other.place - place;
    let r = sqrt(dot(d, d) + SOFTENING);
    return d * (other.mass / (r * r * r));
}

@compute @workgroup_size(TILE)
fn step_(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32) {
    let count = arrayLength(&now);
    let own = now[min(id.x, count - 1)];
    var pulls = vec3f();
    for (var first = 0u; first < count; first += TILE) {
        tile[local] = now[min(first + local, count - 1)];
        workgroupBarrier();
        let end = min(TILE, count - first);
        for (var k = 0u; k < end; k++) { pulls += pull(own.place, tile[k]); }
        workgroupBarrier();
    }
    if id.x < count {
        let velocity = velocities[id.x].xyz + pulls * params.dt;
        velocities[id.x] = vec4f(velocity, 0.0);
        next[id.x] = Body(own.place + velocity * params.dt, own.mass);
    }
}
