//! One token: norm, and SwiGLU's silu(gate · x) × (up · x) (N. Shazeer, "GLU Variants Improve
//! Transformer", 2020). The matrix has the rows of `gate`, then those of `up`.
#import "dots.wgsl"::{SIZE, dots}
#import "silu.wgsl"::silu

/// Of either.
override ROWS: u32;

@group(0) @binding(5) var<storage, read_write> activated: array<vec4f>;

@compute @workgroup_size(SIZE)
fn gate_up(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let rows = workgroup.x * 4 + vec4u(0, 1, 2, 3);
    let both = dots(rows, ROWS + rows, 0, local);
    if local == 0 {
        activated[workgroup.x] = silu(both.upper) * both.lower;
    }
}
