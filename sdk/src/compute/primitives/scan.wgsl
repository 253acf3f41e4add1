// Reduce, then scan: `totals` of each workgroup's elements, their exclusive scan by one workgroup of
// `scan`, then `scan` of all elements from these starts.
#import constants::{T, A}
#import "operation.wgsl"::{combine, combine4}

override exclusive: bool;

struct Params {
    len: u32,
    /// Of a workgroup; a multiple of 1,024.
    quads: u32,
    identity: A,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> x: array<vec4<T>>;
@group(1) @binding(0) var<storage, read_write> results: array<A>;
@group(2) @binding(0) var<storage> starts: array<A>;
@group(2) @binding(1) var<storage, read_write> y: array<vec4<T>>;

var<workgroup> even: array<vec4<A>, 256>;
var<workgroup> odd: array<vec4<A>, 256>;

fn load(quad: u32) -> vec4<A> {
    let i = quad * 4;
    if i + 4 <= params.len { return vec4<A>(x[quad]); }
    let none = vec4<A>(params.identity);
    if i >= params.len { return none; }
    return select(none, vec4<A>(x[quad]), i + vec4u(0, 1, 2, 3) < vec4u(params.len));
}

fn store(quad: u32, values: vec4<T>) {
    let i = quad * 4;
    if i + 4 <= params.len {
        y[quad] = values;
        return;
    }
    // What follows the last element is not ours.
    if i < params.len { y[quad].x = values.x; }
    if i + 1 < params.len { y[quad].y = values.y; }
    if i + 2 < params.len { y[quad].z = values.z; }
}

@compute @workgroup_size(256)
fn totals(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    var sums = vec4<A>(params.identity);
    let end = (workgroup.x + 1) * params.quads;
    for (var i = workgroup.x * params.quads + local; i < end; i += 1024) {
        let upper = combine4(load(i), load(i + 256));
        sums = combine4(sums, combine4(upper, combine4(load(i + 512), load(i + 768))));
    }
    even[local] = sums;
    for (var half = 128u; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half { even[local] = combine4(even[local], even[local + half]); }
    }
    if local == 0 {
        let sum = even[0];
        results[workgroup.x] = combine(combine(sum.x, sum.y), combine(sum.z, sum.w));
    }
}

fn inclusive4(v: vec4<A>) -> vec4<A> {
    let xy = combine(v.x, v.y);
    return vec4<A>(v.x, xy, combine(xy, v.z), combine(xy, combine(v.z, v.w)));
}

// Shifted by one, with `start` before all.
fn from_start(start: A, inclusive: vec4<A>) -> vec4<A> {
    let shifted = combine4(vec4<A>(start), vec4<A>(inclusive.xxyz));
    return vec4<A>(start, shifted.yzw);
}

// For each component, the exclusive scan over the workgroup; `even` is the inclusive one. Four steps
// of three terms (Hillis and Steele's scan, radix 4) need fewer barriers than eight of one.
fn scan_workgroup(local: u32, value: vec4<A>) -> vec4<A> {
    var sum = value;
    even[local] = sum;
    workgroupBarrier();
    if local >= 1 { sum = combine4(even[local - 1], sum); }
    if local >= 2 { sum = combine4(even[local - 2], sum); }
    if local >= 3 { sum = combine4(even[local - 3], sum); }
    odd[local] = sum;
    workgroupBarrier();
    if local >= 4 { sum = combine4(odd[local - 4], sum); }
    if local >= 8 { sum = combine4(odd[local - 8], sum); }
    if local >= 12 { sum = combine4(odd[local - 12], sum); }
    even[local] = sum;
    workgroupBarrier();
    if local >= 16 { sum = combine4(even[local - 16], sum); }
    if local >= 32 { sum = combine4(even[local - 32], sum); }
    if local >= 48 { sum = combine4(even[local - 48], sum); }
    odd[local] = sum;
    workgroupBarrier();
    if local >= 64 { sum = combine4(odd[local - 64], sum); }
    if local >= 128 { sum = combine4(odd[local - 128], sum); }
    if local >= 192 { sum = combine4(odd[local - 192], sum); }
    even[local] = sum;
    workgroupBarrier();
    if local == 0 { return vec4<A>(params.identity); }
    return even[local - 1];
}

fn put(quad: u32, start: A, inclusive: vec4<A>) {
    if exclusive {
        store(quad, vec4<T>(from_start(start, inclusive)));
    } else {
        store(quad, vec4<T>(combine4(vec4<A>(start), inclusive)));
    }
}

// Tiles of four rows of a quad for each invocation; a component of a vector is a row.
@compute @workgroup_size(256)
fn scan(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    var carry = starts[workgroup.x];
    let begin = workgroup.x * params.quads;
    for (var tile = begin; tile < begin + params.quads; tile += 1024) {
        let i = tile + local;
        let a = inclusive4(load(i));
        let b = inclusive4(load(i + 256));
        let c = inclusive4(load(i + 512));
        let d = inclusive4(load(i + 768));
        let before = scan_workgroup(local, vec4<A>(a.w, b.w, c.w, d.w));
        let rows = inclusive4(even[255]);
        workgroupBarrier();
        let start = combine4(from_start(carry, rows), before);
        put(i, start.x, a);
        put(i + 256, start.y, b);
        put(i + 512, start.z, c);
        put(i + 768, start.w, d);
        carry = combine(carry, rows.w);
    }
}
