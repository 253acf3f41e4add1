//! Attention of one query of one head to the keys up to its own position, 256 at a time, with the softmax
//! done on the way (M. Milakov and N. Gimelshein, "Online normalizer calculation for softmax", 2018). A
//! sequence may be split among workgroups; `merge` then puts the parts together.
#import "state.wgsl"::state

override HEADS: u32;
override KV_HEADS: u32;
/// A multiple of 4, at most 256.
override HEAD_SIZE: u32;
override CONTEXT: u32;

@group(0) @binding(1) var<storage> queries: array<vec4f>;
@group(0) @binding(2) var<storage> keys: array<vec4f>;
@group(0) @binding(3) var<storage> values: array<vec4f>;
/// By token and head.
@group(0) @binding(4) var<storage, read_write> attended: array<vec4f>;
/// By split, token and head: sums that are not divided yet.
@group(0) @binding(5) var<storage, read_write> sums: array<vec4f>;
/// Of each split, token and head: the largest score, and the sum of exp(score - largest).
@group(0) @binding(6) var<storage, read_write> softmax: array<vec2f>;

const SIZE = 256u;
/// Below every score.
const LOWEST = -3e38;

var<workgroup> query: array<vec4f, 64>;
var<workgroup> shares: array<f32, SIZE>;
var<workgroup> partial: array<vec4f, SIZE>;

// The largest of all invocations' numbers, for all of them.
fn largest(own: f32, local: u32) -> f32 {
    var most = own;
    shares[local] = most;
    for (var count = SIZE / 4; count > 0; count /= 4) {
        workgroupBarrier();
        if local < count {
            let others = vec2f(max(shares[local + count], shares[local + 2 * count]), shares[local + 3 * count]);
            most = max(most, max(others.x, others.y));
            shares[local] = most;
        }
    }
    workgroupBarrier();
    most = shares[0];
    workgroupBarrier();
    return most;
}

// The sum of all invocations' numbers, for all of them.
fn total_of(own: f32, local: u32) -> f32 {
    var sum = own;
    shares[local] = sum;
    for (var count = SIZE / 4; count > 0; count /= 4) {
        workgroupBarrier();
        if local < count {
            sum += shares[local + count] + shares[local + 2 * count] + shares[local + 3 * count];
            shares[local] = sum;
        }
    }
    workgroupBarrier();
    return shares[0];
}

fn score(kv_head: u32, position: u32) -> f32 {
    let quads = HEAD_SIZE / 4;
    let start = kv_head * quads * CONTEXT + position;
    var sum = 0.0;
    // Four at a time, so that as many loads are on their way. A head has an even number of quads.
    for (var i = 0u; i < quads; i += 4) {
        let at = start + i * CONTEXT;
        let a = keys[at];
        let b = keys[at + CONTEXT];
        sum += dot(query[i], a) + dot(query[i + 1], b);
        if i + 2 < quads {
            let c = keys[at + 2 * CONTEXT];
            let d = keys[at + 3 * CONTEXT];
            sum += dot(query[i + 2], c) + dot(query[i + 3], d);
        }
    }
    return sum;
}

@compute @workgroup_size(SIZE)
fn attend(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let head = workgroup.x;
    let token = workgroup.y;
    let split = workgroup.z;
    let kv_head = head / (HEADS / KV_HEADS);
    let length = state.position + token + 1;
    let portion = (length + workgroups.z - 1) / workgroups.z;
    let first = split * portion;
    let end = min(first + portion, length);

    let quads = HEAD_SIZE / 4;
    // For the values, an invocation has one quad of the components and every so many positions.
    let stride = SIZE / quads;
    let lane = local % quads;
    let start = local / quads;
    if local < quads {
        query[local] = queries[(token * HEADS + head) * quads + local] * inverseSqrt(f32(HEAD_SIZE));
    }
    workgroupBarrier();

    var most = LOWEST;
    var total = 0.0;
    var sum = vec4f();
    for (var tile = first; tile < end; tile += SIZE) {
        let position = tile + local;
        var own = LOWEST;
        if position < end { own = score(kv_head, position); }
        let before = most;
        most = max(before, largest(own, local));
        let faded = exp(before - most);
        let share = select(0.0, exp(own - most), position < end);
        shares[local] = share;
        workgroupBarrier();
        total = total * faded + share;
        sum *= faded;
        let count = min(SIZE, end - tile);
        if start < stride {
            let at = (kv_head * CONTEXT + tile) * quads + lane;
            var i = start;
            for (; i + 3 * stride < count; i += 4 * stride) {
                let a = values[at + i * quads];
                let b = values[at + (i + stride) * quads];
                let c = values[at + (i + 2 * stride) * quads];
                let d = values[at + (i + 3 * stride) * quads];
                sum += shares[i] * a + shares[i + stride] * b;
                sum += shares[i + 2 * stride] * c + shares[i + 3 * stride] * d;
            }
            for (; i < count; i += stride) { sum += shares[i] * values[at + i * quads]; }
        }
        workgroupBarrier();
    }

    partial[local] = sum;
    // The positions' sums, four to one at a time.
    for (var count = stride; count > 1; ) {
        let left = (count + 3) / 4;
        workgroupBarrier();
        if start < left {
            for (var i = start + left; i < count; i += left) { sum += partial[i * quads + lane]; }
            partial[local] = sum;
        }
        count = left;
    }
    total = total_of(total, local);
    if local >= quads { return; }
    let at = token * HEADS + head;
    if workgroups.z == 1 {
        attended[at * quads + local] = sum / total;
    } else {
        let part = split * workgroups.y * HEADS + at;
        sums[part * quads + local] = sum;
        if local == 0 { softmax[part] = vec2f(most, total); }
    }
}
