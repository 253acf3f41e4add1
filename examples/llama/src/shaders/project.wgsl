//! One token: adds the product of a matrix and a vector to the residual stream.
#import "dots.wgsl"::{SIZE, dots}

@group(0) @binding(4) var<storage, read_write> residual: array<vec4f>;

@compute @workgroup_size(SIZE)
fn project(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let quad = workgroup.x * 2;
    let rows = quad * 4 + vec4u(0, 1, 2, 3);
    // Read before they are needed, as their way is long.
    let upper = residual[quad];
    let lower = residual[quad + 1];
    let sums = dots(rows, rows + 4, 0, local);
    if local == 0 {
        residual[quad] = upper + sums.upper;
        residual[quad + 1] = lower + sums.lower;
    }
}
