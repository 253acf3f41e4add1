// Elements of 2 bytes, four at a time, and each as the upper half of a word. What is behind the last
// element goes there and back with it.
#import "index.wgsl"::index

@group(0) @binding(0) var<storage> halves: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> words: array<vec4u>;
@group(1) @binding(0) var<storage> sorted_words: array<vec4u>;
@group(1) @binding(1) var<storage, read_write> sorted_halves: array<vec2u>;

const UPPER = vec2u(0xffff0000);

@compute @workgroup_size(256)
fn widen(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let quad = index(workgroup, workgroups, local);
    if quad >= arrayLength(&words) { return; }
    let pairs = halves[quad];
    words[quad] = vec4u(pairs << vec2u(16), pairs & UPPER).xzyw;
}

@compute @workgroup_size(256)
fn narrow(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let quad = index(workgroup, workgroups, local);
    if quad >= arrayLength(&sorted_halves) { return; }
    let words = sorted_words[quad];
    sorted_halves[quad] = (words.xz >> vec2u(16)) | (words.yw & UPPER);
}
