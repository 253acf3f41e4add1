//! The embedding of each token, where it is in this part of the vocabulary.
#import "state.wgsl"::state
#import "weights.wgsl"::weight

override COLUMNS: u32;

/// The tokens that are rows of the matrix.
struct Part {
    first: u32,
    count: u32,
}

@group(0) @binding(3) var<uniform> part: Part;
/// By position.
@group(0) @binding(4) var<storage> tokens: array<u32>;
@group(0) @binding(5) var<storage, read_write> residual: array<vec4f>;

@compute @workgroup_size(64)
fn embed(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let row = tokens[state.position + workgroup.y] - part.first;
    // What is before the part wraps.
    if row >= part.count {
        return;
    }
    let quads = COLUMNS / 4;
    for (var i = local; i < quads; i += 64) {
        residual[workgroup.y * quads + i] = weight(row * quads, i);
    }
}
