// Attention within each sentence: softmax(q · kᵀ / √32) · v, for heads of 32 elements.
//
// A workgroup takes 64 tokens of a sentence and one head; an invocation has a token's query and sums
// its output while the keys and values go through workgroup memory, 32 at a time. The scores are never
// stored: the softmax is found as they come, and what was summed is scaled down where a greater score
// turns up (M. Milakov and N. Gimelshein, "Online normalizer calculation for softmax", 2018; T. Dao et
// al., "FlashAttention", 2022).

/// 64 tokens of a sentence.
struct Tile {
    /// The sentence's first token.
    start: u32,
    /// Tokens of the sentence.
    length: u32,
    /// The first of the 64, from `start` on.
    query: u32,
}

/// Queries, keys and values of a token: of all heads each.
@group(0) @binding(0) var<storage, read> qkv: array<vec4f>;
@group(0) @binding(1) var<storage, read> tiles: array<Tile>;
@group(0) @binding(2) var<storage, read_write> outputs: array<vec4f>;

/// Quads of a head.
const HEAD = 8u;
/// 1 / √32
const SCALE = 0.17677669529663687;
/// The weight of such a score is 0.
const MASKED = -1e30;

var<workgroup> keys: array<array<vec4f, HEAD>, 32>;
var<workgroup> values: array<array<vec4f, HEAD>, 32>;

var<private> q0: vec4f; var<private> o0: vec4f;
var<private> q1: vec4f; var<private> o1: vec4f;
var<private> q2: vec4f; var<private> o2: vec4f;
var<private> q3: vec4f; var<private> o3: vec4f;
var<private> q4: vec4f; var<private> o4: vec4f;
var<private> q5: vec4f; var<private> o5: vec4f;
var<private> q6: vec4f; var<private> o6: vec4f;
var<private> q7: vec4f; var<private> o7: vec4f;

fn load_query(at: u32) {
    q0 = SCALE * qkv[at]; q1 = SCALE * qkv[at + 1];
    q2 = SCALE * qkv[at + 2]; q3 = SCALE * qkv[at + 3];
    q4 = SCALE * qkv[at + 4]; q5 = SCALE * qkv[at + 5];
    q6 = SCALE * qkv[at + 6]; q7 = SCALE * qkv[at + 7];
}

fn score(key: u32) -> f32 {
    var products = q0 * keys[key][0];
    products += q1 * keys[key][1];
    products += q2 * keys[key][2];
    products += q3 * keys[key][3];
    products += q4 * keys[key][4];
    products += q5 * keys[key][5];
    products += q6 * keys[key][6];
    products += q7 * keys[key][7];
    return dot(products, vec4f(1.0));
}

fn scale_output(by: f32) {
    o0 *= by; o1 *= by; o2 *= by; o3 *= by; o4 *= by; o5 *= by; o6 *= by; o7 *= by;
}

fn add_value(weight: f32, key: u32) {
    o0 += weight * values[key][0];
    o1 += weight * values[key][1];
    o2 += weight * values[key][2];
    o3 += weight * values[key][3];
    o4 += weight * values[key][4];
    o5 += weight * values[key][5];
    o6 += weight * values[key][6];
    o7 += weight * values[key][7];
}

fn store_output(at: u32) {
    outputs[at] = o0; outputs[at + 1] = o1; outputs[at + 2] = o2; outputs[at + 3] = o3;
    outputs[at + 4] = o4; outputs[at + 5] = o5; outputs[at + 6] = o6; outputs[at + 7] = o7;
}

@compute @workgroup_size(64)
fn attention(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let tile = tiles[workgroup.x];
    let last = tile.length - 1;
    // Quads of a token's queries of all heads: its keys come next, then its values.
    let width = workgroups.y * HEAD;
    let head = workgroup.y * HEAD;
    let query = tile.query + local;
    load_query((tile.start + min(query, last)) * 3 * width + head);
    var greatest = MASKED;
    var sum = 0.0;
    for (var first = 0u; first < tile.length; first += 32) {
        for (var i = local; i < 32 * HEAD; i += 64) {
            let token = tile.start + min(first + i / HEAD, last);
            let at = token * 3 * width + head + i % HEAD;
            keys[i / HEAD][i % HEAD] = qkv[at + width];
            values[i / HEAD][i % HEAD] = qkv[at + 2 * width];
        }
        workgroupBarrier();
        let count = min(32u, tile.length - first);
        for (var key = 0u; key < count; key += 4) {
            let scores = vec4f(score(key), score(key + 1), score(key + 2), score(key + 3));
            let is_masked = vec4u(key, key + 1, key + 2, key + 3) >= vec4u(count);
            let masked = select(scores, vec4f(MASKED), is_masked);
            let pairs = max(masked.xy, masked.zw);
            let greater = max(greatest, max(pairs.x, pairs.y));
            let fade = exp(greatest - greater);
            let weights = exp(masked - greater);
            greatest = greater;
            sum = sum * fade + dot(weights, vec4f(1.0));
            scale_output(fade);
            add_value(weights.x, key);
            add_value(weights.y, key + 1);
            add_value(weights.z, key + 2);
            add_value(weights.w, key + 3);
        }
        workgroupBarrier();
    }
    if query < tile.length {
        scale_output(1.0 / sum);
        store_output((tile.start + query) * width + head);
    }
}
