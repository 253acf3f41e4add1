// The embedding of each sentence: the mean of its tokens' rows, to length 1. A workgroup takes a
// sentence, and 32 invocations of it every eighth token.

/// Quads of a row.
override row_quads: u32;

struct Sentence {
    /// The first token.
    start: u32,
    /// Tokens.
    length: u32,
}

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> sentences: array<Sentence>;
@group(0) @binding(2) var<storage, read_write> embeddings: array<vec4f>;

var<workgroup> parts: array<array<vec4f, 32>, 8>;
var<workgroup> squares: array<f32, 32>;
var<workgroup> means: array<vec4f, row_quads>;

@compute @workgroup_size(32, 8)
fn pool(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_id) local: vec3u,
) {
    let sentence = sentences[workgroup.x];
    var square = 0.0;
    for (var first = 0u; first < row_quads; first += 32) {
        let quad = first + local.x;
        var sum = vec4f();
        for (var token = local.y; token < sentence.length; token += 8) {
            sum += x[(sentence.start + token) * row_quads + quad];
        }
        parts[local.y][local.x] = sum;
        workgroupBarrier();
        if local.y == 0 && quad < row_quads {
            let half = (parts[0][local.x] + parts[1][local.x]) + (parts[2][local.x] + parts[3][local.x]);
            let rest = (parts[4][local.x] + parts[5][local.x]) + (parts[6][local.x] + parts[7][local.x]);
            let mean = (half + rest) / f32(sentence.length);
            means[quad] = mean;
            square += dot(mean, mean);
        }
        workgroupBarrier();
    }
    if local.y == 0 { squares[local.x] = square; }
    workgroupBarrier();
    var all = 0.0;
    for (var lane = 0u; lane < 32; lane++) { all += squares[lane]; }
    // As torch.nn.functional.normalize has it.
    let scale = 1.0 / max(sqrt(all), 1e-12);
    for (var quad = local.y * 32 + local.x; quad < row_quads; quad += 256) {
        embeddings[workgroup.x * row_quads + quad] = means[quad] * scale;
    }
}
