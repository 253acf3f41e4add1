// Tiles of 32 by 32 go through workgroup memory, so that rows are read and rows are written.
#import constants::{T}

struct Params {
    rows: u32,
    columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> x: array<T>;
@group(0) @binding(2) var<storage, read_write> y: array<T>;

// A column more, so that a column of the tile is in 32 banks.
var<workgroup> tile: array<array<T, 33>, 32>;

fn load(tile_row: u32, tile_column: u32, row: u32, column: u32) {
    if row < params.rows && column < params.columns {
        tile[tile_row][tile_column] = x[row * params.columns + column];
    }
}

fn store(tile_row: u32, tile_column: u32, row: u32, column: u32) {
    if row < params.columns && column < params.rows {
        y[row * params.rows + column] = tile[tile_column][tile_row];
    }
}

@compute @workgroup_size(32, 8)
fn transpose(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_id) local: vec3u,
) {
    let group = workgroup.y * workgroups.x + workgroup.x;
    let across = (params.columns + 31) / 32;
    let first = vec2u(group % across, group / across) * 32;
    let column = first.x + local.x;
    let row = first.y + local.y;
    load(local.y, local.x, row, column);
    load(local.y + 8, local.x, row + 8, column);
    load(local.y + 16, local.x, row + 16, column);
    load(local.y + 24, local.x, row + 24, column);
    workgroupBarrier();
    let to_column = first.y + local.x;
    let to_row = first.x + local.y;
    store(local.y, local.x, to_row, to_column);
    store(local.y + 8, local.x, to_row + 8, to_column);
    store(local.y + 16, local.x, to_row + 16, to_column);
    store(local.y + 24, local.x, to_row + 24, to_column);
}
