//! Many tokens: the product of a matrix and each token's vector. A workgroup takes 64 rows and 64 tokens;
//! tiles of both go through workgroup memory, the weights as f32.
#import "state.wgsl"::state
#import "weights.wgsl"::weight

override ROWS: u32;
override COLUMNS: u32;
/// Where these rows begin among all that `y` has of a token.
override FIRST: u32;
override ALL: u32;
/// Whether the product is added to what is there.
override ADDED: bool;

@group(0) @binding(3) var<storage> x: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4f>;

/// Columns of a tile.
const STEP = 32u;

// By column and token or row.
var<workgroup> x_tile: array<array<vec4f, 16>, STEP>;
var<workgroup> weight_tile: array<array<vec4f, 16>, STEP>;

fn stage(column: u32, i: u32, inputs: vec4f, row: vec4f) {
    x_tile[column][i / 4][i % 4] = inputs.x;
    x_tile[column + 1][i / 4][i % 4] = inputs.y;
    x_tile[column + 2][i / 4][i % 4] = inputs.z;
    x_tile[column + 3][i / 4][i % 4] = inputs.w;
    weight_tile[column][i / 4][i % 4] = row.x;
    weight_tile[column + 1][i / 4][i % 4] = row.y;
    weight_tile[column + 2][i / 4][i % 4] = row.z;
    weight_tile[column + 3][i / 4][i % 4] = row.w;
}

fn store(token: u32, row: u32, sums: vec4f) {
    if token >= state.count || row >= ROWS { return; }
    let at = (token * ALL + FIRST + row) / 4;
    if ADDED { y[at] += sums; } else { y[at] = sums; }
}

@compute @workgroup_size(256)
fn matmul(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let first_row = workgroup.x * 64;
    let first_token = workgroup.y * 64;
    let quads = COLUMNS / 4;
    // What the invocation loads: two quads of one row and of one token.
    let i = local % 64;
    let column = local / 64;
    let x_start = min(first_token + i, state.count - 1) * quads;
    let weight_start = min(first_row + i, ROWS - 1) * quads;
    // And what it multiplies: four rows and four tokens.
    let row = local % 16;
    let token = local / 16;
    var sum0 = vec4f();
    var sum1 = vec4f();
    var sum2 = vec4f();
    var sum3 = vec4f();
    for (var k = 0u; k < quads; k += STEP / 4) {
        let near = k + column;
        let far = near + 4;
        stage(column * 4, i, x[x_start + near], weight(weight_start, near));
        stage(column * 4 + 16, i, x[x_start + far], weight(weight_start, far));
        workgroupBarrier();
        for (var step = 0u; step < STEP; step++) {
            let inputs = x_tile[step][token];
            let rows = weight_tile[step][row];
            sum0 += inputs.x * rows;
            sum1 += inputs.y * rows;
            sum2 += inputs.z * rows;
            sum3 += inputs.w * rows;
        }
        workgroupBarrier();
    }
    let to_token = first_token + token * 4;
    let to_row = first_row + row * 4;
    store(to_token, to_row, sum0);
    store(to_token + 1, to_row, sum1);
    store(to_token + 2, to_row, sum2);
    store(to_token + 3, to_row, sum3);
}
