// Gravity among all pairs of bodies. A workgroup computes the pull on 256 bodies: it takes the
// others 256 at a time into workgroup memory, so that each is read from the buffer once a workgroup
// and not once a body.

struct Params {
    count: u32,
    softening_squared: f32,
    /// By how much time to change velocities.
    kick: f32,
    /// By how much time to change places.
    drift: f32,
}

const TILE = 256u;

@group(0) @binding(0) var<uniform> params: Params;
/// x, y, z and mass.
@group(0) @binding(1) var<storage, read> places: array<vec4f>;

@group(1) @binding(0) var<storage, read_write> moved: array<vec4f>;
@group(1) @binding(1) var<storage, read_write> velocities: array<vec4f>;

@group(2) @binding(0) var<storage, read_write> potentials: array<f32>;

var<workgroup> tile: array<vec4f, TILE>;

// What lies beyond the last body has no mass, and so pulls at nothing.
fn body(i: u32) -> vec4f {
    if i < params.count {
        return places[i];
    }
    return vec4f();
}

// 1 / distance, softened. 0 for a body and itself where nothing is softened.
fn inverse_distance(offset: vec3f) -> f32 {
    let square = dot(offset, offset) + params.softening_squared;
    return select(0.0, inverseSqrt(square), square > 0.0);
}

//// One leapfrog: the kick by the pull of all others, then the drift. Velocities change in place, as
/// each is read by its own invocation only; places are read by all, so they go to another buffer.
@compute @workgroup_size(TILE)
fn leapfrog(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
    let own = body(id.x);
    var pull = vec3f();
    for (var first = 0u; first < params.count; first += TILE) {
        tile[lane] = body(first + lane);
        workgroupBarrier();
        // Summed tile by tile: rounding errors stay those of short sums.
        var sum = vec3f();
        for (var i = 0u; i < TILE; i++) {
            let other = tile[i];
            let offset = other.xyz - own.xyz;
            let inverse = inverse_distance(offset);
            sum += (other.w * inverse * inverse * inverse) * offset;
        }
        pull += sum;
        workgroupBarrier();
    }
    if id.x < params.count {
        let velocity = velocities[id.x].xyz + params.kick * pull;
        velocities[id.x] = vec4f(velocity, 0.0);
        moved[id.x] = vec4f(own.xyz + params.drift * velocity, own.w);
    }
}

/// The potential at each body that the others make.
@compute @workgroup_size(TILE)
fn potential(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
    let own = body(id.x);
    var total = 0.0;
    for (var first = 0u; first < params.count; first += TILE) {
        tile[lane] = body(first + lane);
        workgroupBarrier();
        var sum = 0.0;
        for (var i = 0u; i < TILE; i++) {
            let other = tile[i];
            // With softening, a body has a potential at its own place, which is no energy.
            let mass = select(other.w, 0.0, first + i == id.x);
            sum -= mass * inverse_distance(other.xyz - own.xyz);
        }
        total += sum;
        workgroupBarrier();
    }
    if id.x < params.count {
        potentials[id.x] = total;
    }
}
