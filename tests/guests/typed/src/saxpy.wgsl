//! y = a x + y.

/// What is the same for all elements.
struct Params {
    /// The factor.
    a: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> x: array<f32>;
/// In and out.
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

/// Adds `a` times `x` to `y`.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let i = id.x;
    if i < arrayLength(&y) {
        y[i] += params.a * x[i];
    }
}
