// M. Jarzynski and M. Olano, "Hash Functions for GPU Rendering", 2020.

// PCG.
fn hash(i: u32) -> u32 {
    let state = i * 747796405u + 2891336453u;
    let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

// PCG4D, of which one number is enough here.
fn hash4(keys: vec4u) -> u32 {
    var v = keys * 1664525u + 1013904223u;
    v = mixed(v);
    v ^= v >> vec4u(16);
    return mixed(v).x;
}

fn mixed(v: vec4u) -> vec4u {
    let x = v.x + v.y * v.w;
    let y = v.y + v.z * x;
    let z = v.z + x * y;
    let w = v.w + y * z;
    return vec4u(x + y * w, y, z, w);
}
