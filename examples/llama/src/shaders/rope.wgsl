//! Many tokens: turns the queries and keys of each, and stores keys and values.
#import "state.wgsl"::state
#import "heads.wgsl"::{HEADS, KV_HEADS, HEAD_SIZE, first_rows, second_rows, store_pairs, turn_of}

/// By token: the heads of queries, of keys and of values.
@group(0) @binding(1) var<storage> given: array<f32>;

@compute @workgroup_size(64)
fn rope(@builtin(global_invocation_id) id: vec3u) {
    let rows = (HEADS + 2 * KV_HEADS) * HEAD_SIZE;
    let i = id.x;
    if i * 8 >= rows { return; }
    let position = state.position + id.y;
    let first = four(id.y * rows + first_rows(i));
    let second = four(id.y * rows + second_rows(i));
    store_pairs(i, id.y, position, turn_of(i, position), first, second);
}

fn four(at: vec4u) -> vec4f {
    return vec4f(given[at.x], given[at.y], given[at.z], given[at.w]);
}
