// What the primitives are measured against, and what they are given.
@group(0) @binding(0) var<storage> x: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4u>;

@compute @workgroup_size(256)
fn copy(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
    if i < arrayLength(&y) { y[i] = x[i]; }
}

@group(1) @binding(0) var<storage, read_write> noise: array<u32>;

// The bits of a float from 0 to 1, in place of an integer.
override is_float: bool;

// Murmur3's finaliser.
@compute @workgroup_size(256)
fn fill(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
    if i >= arrayLength(&noise) { return; }
    var h = i + 1;
    h ^= h >> 16;
    h *= 0x85ebca6b;
    h ^= h >> 13;
    h *= 0xc2b2ae35;
    h ^= h >> 16;
    noise[i] = select(h, bitcast<u32>(f32(h >> 8) / 16777216), is_float);
}
