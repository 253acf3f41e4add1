// The same work in two ways each: as one should not write it, and as one should.

override count: u32;

@group(0) @binding(0) var<storage> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

fn affine(x: f32) -> f32 { return 2 * x + 1; }

// Neighbours in a workgroup read and write neighbouring numbers.
@compute @workgroup_size(256)
fn neighbours(@builtin(global_invocation_id) id: vec3u) {
    if id.x < count { y[id.x] = affine(x[id.x]); }
}

// Each invocation has 32 numbers in a row of its own.
@compute @workgroup_size(256)
fn rows(@builtin(global_invocation_id) id: vec3u) {
    let first = id.x * 32;
    if first >= count { return; }
    for (var i = first; i < first + 32; i++) { y[i] = affine(x[i]); }
}

// As many numbers in an invocation, side by side with its neighbours'.
@compute @workgroup_size(256)
fn strides(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
) {
    let step = workgroups.x * 256;
    for (var i = id.x; i < count; i += step) { y[i] = affine(x[i]); }
}

@compute @workgroup_size(1)
fn groups_of_1(@builtin(global_invocation_id) id: vec3u) {
    if id.x < count { y[id.x] = affine(x[id.x]); }
}

@compute @workgroup_size(32)
fn groups_of_32(@builtin(global_invocation_id) id: vec3u) {
    if id.x < count { y[id.x] = affine(x[id.x]); }
}

@compute @workgroup_size(256)
fn add_one(@builtin(global_invocation_id) id: vec3u) {
    if id.x < count { y[id.x] += 1; }
}

@compute @workgroup_size(256)
fn add_eight(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= count { return; }
    var sum = y[id.x];
    for (var i = 0; i < 8; i++) { sum += 1; }
    y[id.x] = sum;
}

// The sum of a workgroup's numbers: each adds its own to one place in memory …
@group(0) @binding(2) var<storage, read_write> total: array<atomic<u32>>;

@compute @workgroup_size(256)
fn count_in_memory(@builtin(global_invocation_id) id: vec3u) {
    if id.x < count { atomicAdd(&total[0], u32(x[id.x] > 0.5)); }
}

// … or the workgroup adds up first, in memory of its own.
var<workgroup> part: atomic<u32>;

@compute @workgroup_size(256)
fn count_in_workgroups(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    if id.x < count { atomicAdd(&part, u32(x[id.x] > 0.5)); }
    workgroupBarrier();
    if local == 0 { atomicAdd(&total[0], atomicLoad(&part)); }
}

// A product of square matrices, each number from memory as often as it is used.
override side: u32;

@group(1) @binding(0) var<storage> a: array<f32>;
@group(1) @binding(1) var<storage> b: array<f32>;
@group(1) @binding(2) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(16, 16)
fn product(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= side || id.y >= side { return; }
    var sum = 0f;
    for (var k = 0u; k < side; k++) { sum += a[id.y * side + k] * b[k * side + id.x]; }
    c[id.y * side + id.x] = sum;
}
