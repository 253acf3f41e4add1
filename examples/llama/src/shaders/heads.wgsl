// Queries, keys and values of one token, and where they go. RoPE (J. Su et al., "RoFormer", 2021) turns
// pairs of a head's components; a call handles four pairs, so that eight rows of a matrix make them.

override HEADS: u32;
override KV_HEADS: u32;
/// A multiple of 8.
override HEAD_SIZE: u32;
override CONTEXT: u32;
/// Whether the components 2i and 2i + 1 are a pair, as in GGUF, or i and i + HEAD_SIZE / 2.
override INTERLEAVED: bool;

/// Cosine and sine, for each position and pair.
@group(0) @binding(5) var<storage> rotations: array<vec2f>;
/// By token, head and component.
@group(0) @binding(6) var<storage, read_write> queries: array<f32>;
/// By head, quad of components, position and component: neighbours in it are neighbours in time.
@group(0) @binding(7) var<storage, read_write> key_cache: array<f32>;
/// By head, position and component.
@group(0) @binding(8) var<storage, read_write> value_cache: array<f32>;

/// Of four pairs.
struct Turn {
    cosine: vec4f,
    sine: vec4f,
}

// The first components of the pairs from 4i on, of all heads: as rows of the matrix, which has the heads of
// queries, of keys and of values.
fn first_rows(i: u32) -> vec4u {
    let half = HEAD_SIZE / 2;
    let pair = i * 4 % half + vec4u(0, 1, 2, 3);
    return i * 4 / half * HEAD_SIZE + select(pair, pair * 2, vec4<bool>(INTERLEAVED));
}

// Their second components.
fn second_rows(i: u32) -> vec4u {
    return first_rows(i) + select(HEAD_SIZE / 2, 1u, INTERLEAVED);
}

// By how much a position turns the pairs from 4i on.
fn turn_of(i: u32, position: u32) -> Turn {
    let half = HEAD_SIZE / 2;
    let at = position * half + i * 4 % half;
    let a = rotations[at];
    let b = rotations[at + 1];
    let c = rotations[at + 2];
    let d = rotations[at + 3];
    return Turn(vec4f(a.x, b.x, c.x, d.x), vec4f(a.y, b.y, c.y, d.y));
}

// Turns and stores the components of the pairs from 4i on.
fn store_pairs(i: u32, token: u32, position: u32, turn: Turn, first: vec4f, second: vec4f) {
    let head = i * 8 / HEAD_SIZE;
    let start = head * HEAD_SIZE;
    if head >= HEADS + KV_HEADS {
        let at = ((head - HEADS - KV_HEADS) * CONTEXT + position) * HEAD_SIZE;
        store_values(at + first_rows(i) - start, first);
        store_values(at + second_rows(i) - start, second);
        return;
    }
    let turned_first = first * turn.cosine - second * turn.sine;
    let turned_second = first * turn.sine + second * turn.cosine;
    if head < HEADS {
        let at = token * HEADS * HEAD_SIZE;
        store_queries(at + first_rows(i), turned_first);
        store_queries(at + second_rows(i), turned_second);
    } else {
        let kv_start = start - HEADS * HEAD_SIZE;
        store_keys(kv_start + first_rows(i) - start, position, turned_first);
        store_keys(kv_start + second_rows(i) - start, position, turned_second);
    }
}

fn store_queries(at: vec4u, four: vec4f) {
    queries[at.x] = four.x;
    queries[at.y] = four.y;
    queries[at.z] = four.z;
    queries[at.w] = four.w;
}

fn store_keys(components: vec4u, position: u32, four: vec4f) {
    let at = (components / 4 * CONTEXT + position) * 4 + components % 4;
    key_cache[at.x] = four.x;
    key_cache[at.y] = four.y;
    key_cache[at.z] = four.z;
    key_cache[at.w] = four.w;
}

fn store_values(at: vec4u, four: vec4f) {
    value_cache[at.x] = four.x;
    value_cache[at.y] = four.y;
    value_cache[at.z] = four.z;
    value_cache[at.w] = four.w;
}
