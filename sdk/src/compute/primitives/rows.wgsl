// Copies a matrix to one with longer or shorter rows: what both have.
#import constants::{T}

struct Params {
    rows: u32,
    columns: u32,
    x_row: u32,
    y_row: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> x: array<T>;
@group(0) @binding(2) var<storage, read_write> y: array<T>;

@compute @workgroup_size(256)
fn copy_rows(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let i = (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
    if i >= params.rows * params.columns { return; }
    let row = i / params.columns;
    let column = i % params.columns;
    y[row * params.y_row + column] = x[row * params.x_row + column];
}
