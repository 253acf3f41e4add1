// Up to 2,048 bins, a workgroup counts in its own memory first.
#import constants::{T, A}

struct Params {
    len: u32,
    bins: u32,
    start: A,
    end: A,
    /// Values of a bin.
    width: u32,
    /// Bins for each unit.
    scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> x: array<T>;
@group(0) @binding(2) var<storage, read_write> bins: array<atomic<u32>>;

var<workgroup> counts: array<atomic<u32>, 2048>;

// At least the number of bins where the value is in none.
fn bin(value: A) -> u32 {
#ifdef A_is_f32
    if !(value >= params.start && value < params.end) { return params.bins; }
    return min(u32((value - params.start) * params.scale), params.bins - 1);
#else
    // Less than `start` is more than any bin: the difference wraps.
    return u32(value - params.start) / params.width;
#endif
}

fn count_few_if(value: A, is_element: bool) {
    let place = bin(value);
    if is_element && place < params.bins { atomicAdd(&counts[place], 1); }
}

@compute @workgroup_size(256)
fn count_few(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    for (var i = workgroup.x * 1024 + local; i < params.len; i += workgroups.x * 1024) {
        let a = A(x[i]);
        let b = A(x[i + 256]);
        let c = A(x[i + 512]);
        let d = A(x[i + 768]);
        count_few_if(a, true);
        count_few_if(b, i + 256 < params.len);
        count_few_if(c, i + 512 < params.len);
        count_few_if(d, i + 768 < params.len);
    }
    workgroupBarrier();
    for (var i = local; i < params.bins; i += 256) {
        let count = atomicLoad(&counts[i]);
        if count > 0 { atomicAdd(&bins[i], count); }
    }
}

@compute @workgroup_size(256)
fn count_many(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
) {
    for (var i = id.x; i < params.len; i += workgroups.x * 256) {
        let place = bin(A(x[i]));
        if place < params.bins { atomicAdd(&bins[place], 1); }
    }
}

@compute @workgroup_size(256)
fn clear(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
) {
    for (var i = id.x; i < params.bins; i += workgroups.x * 256) { atomicStore(&bins[i], 0); }
}
