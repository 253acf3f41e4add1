#import constants::{T}
#import "index.wgsl"::index

struct Params {
    len: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> flags: array<u32>;
@group(1) @binding(0) var<storage, read_write> ones: array<u32>;
@group(2) @binding(0) var<storage> x: array<T>;
@group(2) @binding(1) var<storage> places: array<u32>;
@group(2) @binding(2) var<storage, read_write> kept: array<T>;

@compute @workgroup_size(256)
fn mark(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = index(workgroup, workgroups, local);
    if i < params.len { ones[i] = select(0u, 1u, flags[i] != 0); }
}

// `places` counts the flags up to and with each one's own.
@compute @workgroup_size(256)
fn gather(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = index(workgroup, workgroups, local);
    if i >= params.len || flags[i] == 0 { return; }
    kept[places[i] - 1] = x[i];
}
