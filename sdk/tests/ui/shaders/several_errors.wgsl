struct Particle {
    position: vec3g,
    mass: f32,
}

@group(0) @binding(0) var<storage, read_write> particles: array<Particle>;

fn weight(particle: Particle) -> f32 {
    return particle.mass * gravity;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    var i = id.x
    i += 1u;
}

@compute @workgroup_size(64)
fn clear(@builtin(global_invocation_id) id: vec3u) {
    let size = 1u;
    size = 2u;
}
