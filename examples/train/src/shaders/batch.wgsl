// Takes samples out of all that are on the GPU. A workgroup copies 64 times four pixels of one sample.

struct Params {
    /// Samples that there are.
    samples: u32,
    /// Pixels of a sample, divided by four.
    quads: u32,
    /// Samples to take.
    rows: u32,
    seed: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
/// Four pixels each, a byte a pixel.
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> x: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> answers: array<u32>;

/// Steps so far: each draws other samples.
@group(1) @binding(0) var<storage, read> steps: u32;

fn take(sample: u32, row: u32, quad: u32) {
    if quad < params.quads {
        x[row * params.quads + quad] = unpack4x8unorm(pixels[sample * params.quads + quad]);
    }
    if quad == 0 {
        answers[row] = labels[sample];
    }
}

// PCG (M. Jarzynski, M. Olano, "Hash functions for GPU rendering", 2020).
fn hash(value: u32) -> u32 {
    let state = value * 747796405 + 2891336453;
    let word = ((state >> ((state >> 28) + 4)) ^ state) * 277803737;
    return (word >> 22) ^ word;
}

/// Samples at random.
@compute @workgroup_size(64)
fn draw(@builtin(global_invocation_id) id: vec3u) {
    let sample = hash(params.seed ^ hash(steps * params.rows + id.y)) % params.samples;
    take(sample, id.y, id.x);
}

/// The first samples, in their order.
@compute @workgroup_size(64)
fn copy(@builtin(global_invocation_id) id: vec3u) {
    take(id.y, id.y, id.x);
}
