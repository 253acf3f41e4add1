// Layer norm of the rows of x: to mean 0 and variance 1, then times a weight plus a bias (J. L. Ba,
// J. R. Kiros and G. E. Hinton, "Layer normalization", 2016). What is normalised is a token's
// embedding, or the sum of a row and what a layer adds to it.
//
// A workgroup takes 4 rows, 32 invocations each.

/// Quads of a row.
override row_quads: u32;
override epsilon: f32;

@group(0) @binding(0) var<storage, read> weight: array<vec4f>;
@group(0) @binding(1) var<storage, read> bias: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> x: array<vec4f>;

struct Token {
    /// In the vocabulary.
    id: u32,
    /// In the sentence, from 0.
    position: u32,
}

@group(1) @binding(0) var<storage, read> tokens: array<Token>;
@group(1) @binding(1) var<storage, read> words: array<vec4f>;
@group(1) @binding(2) var<storage, read> positions: array<vec4f>;
/// Of the first kind of segment, which is what a sentence alone has.
@group(1) @binding(3) var<storage, read> segment: array<vec4f>;

@group(2) @binding(0) var<storage, read> added: array<vec4f>;

// Row after row.
var<workgroup> rows: array<vec4f, row_quads * 4>;
var<workgroup> sums: array<array<f32, 32>, 4>;

// The sum over the invocations of a row.
fn total(row: u32, lane: u32, value: f32) -> f32 {
    sums[row][lane] = value;
    for (var half = 16u; half > 0; half /= 2) {
        workgroupBarrier();
        if lane < half { sums[row][lane] += sums[row][lane + half]; }
    }
    workgroupBarrier();
    let all = sums[row][0];
    workgroupBarrier();
    return all;
}

// Normalises a row that is in workgroup memory, where each invocation reads what it has written itself.
// `sum` is of its own elements.
fn normalise(row: u32, local: vec2u, sum: vec4f) {
    let count = f32(row_quads * 4);
    let mean = total(local.y, local.x, dot(sum, vec4f(1.0))) / count;
    var squares = 0.0;
    for (var quad = local.x; quad < row_quads; quad += 32) {
        let centred = rows[local.y * row_quads + quad] - mean;
        squares += dot(centred, centred);
    }
    let variance = total(local.y, local.x, squares) / count;
    let scale = inverseSqrt(variance + epsilon);
    for (var quad = local.x; quad < row_quads; quad += 32) {
        let normal = (rows[local.y * row_quads + quad] - mean) * scale;
        x[row * row_quads + quad] = normal * weight[quad] + bias[quad];
    }
}

/// The embeddings of tokens: a word's, a position's and the segment's.
@compute @workgroup_size(32, 4)
fn embed(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(local_invocation_id) local: vec3u,
) {
    let token = tokens[id.y];
    var sum = vec4f();
    for (var quad = local.x; quad < row_quads; quad += 32) {
        let word = words[token.id * row_quads + quad];
        let value = word + positions[token.position * row_quads + quad] + segment[quad];
        rows[local.y * row_quads + quad] = value;
        sum += value;
    }
    normalise(id.y, local.xy, sum);
}

/// The sum of x and what a layer adds to it, in place.
@compute @workgroup_size(32, 4)
fn add(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(local_invocation_id) local: vec3u,
) {
    var sum = vec4f();
    for (var quad = local.x; quad < row_quads; quad += 32) {
        let at = id.y * row_quads + quad;
        let value = x[at] + added[at];
        rows[local.y * row_quads + quad] = value;
        sum += value;
    }
    normalise(id.y, local.xy, sum);
}
