// A linear layer: y = x · w + bias, or GELU of it, for rows x. Tiles of both factors go through
// workgroup memory, and each invocation keeps blocks of 4 by 4 of the product in vectors that are
// named one by one: drivers keep those in registers, not an array that is indexed.
//
// The buffers of x and y have whole tiles of rows: what is behind the last row is computed, too, and
// not used.

struct Sizes {
    /// Elements of a row of x, a multiple of 16.
    k: u32,
    /// Quads of a row of x, of w and y.
    x_row: u32,
    w_row: u32,
}

/// Whether to apply GELU.
override gelu: bool;

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
/// k rows: the transpose of what checkpoints hold.
@group(0) @binding(2) var<storage, read> w: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4f>;

// 16 elements of each row of x and each column of w in the workgroup's tile: those of x by columns, in
// quads of rows.
var<workgroup> x_tile: array<array<vec4f, 16>, 16>;
var<workgroup> w_tile: array<array<vec4f, 32>, 16>;

// The invocation's rows, in two halves: the left and the right blocks.
var<private> l0: vec4f; var<private> r0: vec4f;
var<private> l1: vec4f; var<private> r1: vec4f;
var<private> l2: vec4f; var<private> r2: vec4f;
var<private> l3: vec4f; var<private> r3: vec4f;
var<private> l4: vec4f; var<private> r4: vec4f;
var<private> l5: vec4f; var<private> r5: vec4f;
var<private> l6: vec4f; var<private> r6: vec4f;
var<private> l7: vec4f; var<private> r7: vec4f;

// A column of the blocks of x times a row of the blocks of w.
fn multiply(upper: vec4f, lower: vec4f, left: vec4f, right: vec4f) {
    l0 += upper.x * left; r0 += upper.x * right;
    l1 += upper.y * left; r1 += upper.y * right;
    l2 += upper.z * left; r2 += upper.z * right;
    l3 += upper.w * left; r3 += upper.w * right;
    l4 += lower.x * left; r4 += lower.x * right;
    l5 += lower.y * left; r5 += lower.y * right;
    l6 += lower.z * left; r6 += lower.z * right;
    l7 += lower.w * left; r7 += lower.w * right;
}

// A step along k in a large tile.
fn step_large(k: u32, row: u32, column: u32) {
    multiply(x_tile[k][row], x_tile[k][row + 8], w_tile[k][column], w_tile[k][column + 16]);
}

// Steps stand one by one: a loop, which drivers do not unroll in the form that they are given it, takes
// a quarter longer.
fn steps_large(k: u32, row: u32, column: u32) {
    step_large(k, row, column);
    step_large(k + 1, row, column);
    step_large(k + 2, row, column);
    step_large(k + 3, row, column);
}

// A step along k in a small tile, where there is one block.
fn step_small(k: u32, row: u32, column: u32) {
    let x = x_tile[k][row];
    let w = w_tile[k][column];
    l0 += x.x * w;
    l1 += x.y * w;
    l2 += x.z * w;
    l3 += x.w * w;
}

fn steps_small(k: u32, row: u32, column: u32) {
    step_small(k, row, column);
    step_small(k + 1, row, column);
    step_small(k + 2, row, column);
    step_small(k + 3, row, column);
}

fn stage_x(row: u32, quad: u32, values: vec4f) {
    x_tile[quad * 4][row / 4][row % 4] = values.x;
    x_tile[quad * 4 + 1][row / 4][row % 4] = values.y;
    x_tile[quad * 4 + 2][row / 4][row % 4] = values.z;
    x_tile[quad * 4 + 3][row / 4][row % 4] = values.w;
}

// The error function, to 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
fn erf(z: vec4f) -> vec4f {
    let t = 1.0 / (1.0 + 0.3275911 * abs(z));
    let series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
        + 0.254829592) * t;
    return sign(z) * (1.0 - series * exp(-z * z));
}

fn store(row: u32, quad: u32, product: vec4f) {
    if quad >= sizes.w_row { return; }
    var value = product + bias[quad];
    if gelu { value *= 0.5 + 0.5 * erf(value * 0.70710678118654752); }
    y[row * sizes.w_row + quad] = value;
}

/// Tiles of 64 rows by 128 columns, and two by two blocks an invocation: for many rows.
@compute @workgroup_size(128)
fn large(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    // 8 by 4 invocations next to each other read few different quads of the tiles.
    let column = (local / 32 % 2) * 8 + local % 8;
    let row = (local / 64) * 4 + local / 8 % 4;
    // What the invocation loads of each tile. The quads behind the last row or column are loaded, too:
    // they are other elements, which are multiplied with each other only.
    let x_row = local / 2;
    let x_quad = local % 2;
    let w_row = local / 32;
    let w_quad = local % 32;
    var x_at = (workgroup.y * 64 + x_row) * sizes.x_row + x_quad;
    var w_at = w_row * sizes.w_row + workgroup.x * 32 + w_quad;
    var x0 = x[x_at];
    var x1 = x[x_at + 2];
    var w0 = w[w_at];
    var w1 = w[w_at + 4 * sizes.w_row];
    var w2 = w[w_at + 8 * sizes.w_row];
    var w3 = w[w_at + 12 * sizes.w_row];
    for (var k = 0u; k < sizes.k; k += 16) {
        stage_x(x_row, x_quad, x0);
        stage_x(x_row, x_quad + 2, x1);
        w_tile[w_row][w_quad] = w0;
        w_tile[w_row + 4][w_quad] = w1;
        w_tile[w_row + 8][w_quad] = w2;
        w_tile[w_row + 12][w_quad] = w3;
        workgroupBarrier();
        // The next tiles come while these are multiplied.
        x_at += 4u;
        w_at += 16 * sizes.w_row;
        x0 = x[x_at];
        x1 = x[x_at + 2];
        w0 = w[w_at];
        w1 = w[w_at + 4 * sizes.w_row];
        w2 = w[w_at + 8 * sizes.w_row];
        w3 = w[w_at + 12 * sizes.w_row];
        steps_large(0, row, column);
        steps_large(4, row, column);
        steps_large(8, row, column);
        steps_large(12, row, column);
        workgroupBarrier();
    }
    let upper = workgroup.y * 64 + row * 4;
    let left = workgroup.x * 32 + column;
    store(upper, left, l0); store(upper, left + 16, r0);
    store(upper + 1, left, l1); store(upper + 1, left + 16, r1);
    store(upper + 2, left, l2); store(upper + 2, left + 16, r2);
    store(upper + 3, left, l3); store(upper + 3, left + 16, r3);
    store(upper + 32, left, l4); store(upper + 32, left + 16, r4);
    store(upper + 33, left, l5); store(upper + 33, left + 16, r5);
    store(upper + 34, left, l6); store(upper + 34, left + 16, r6);
    store(upper + 35, left, l7); store(upper + 35, left + 16, r7);
}

/// Tiles of 32 rows by 64 columns, and one block an invocation: for so few rows that large tiles would
/// leave most of a GPU idle.
@compute @workgroup_size(128)
fn small(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let column = (local / 32 % 2) * 8 + local % 8;
    let row = (local / 64) * 4 + local / 8 % 4;
    let x_row = local / 4;
    let x_quad = local % 4;
    let w_row = local / 16;
    let w_quad = local % 16;
    var x_at = (workgroup.y * 32 + x_row) * sizes.x_row + x_quad;
    var w_at = w_row * sizes.w_row + workgroup.x * 16 + w_quad;
    var x0 = x[x_at];
    var w0 = w[w_at];
    var w1 = w[w_at + 8 * sizes.w_row];
    for (var k = 0u; k < sizes.k; k += 16) {
        stage_x(x_row, x_quad, x0);
        w_tile[w_row][w_quad] = w0;
        w_tile[w_row + 8][w_quad] = w1;
        workgroupBarrier();
        x_at += 4u;
        w_at += 16 * sizes.w_row;
        x0 = x[x_at];
        w0 = w[w_at];
        w1 = w[w_at + 8 * sizes.w_row];
        steps_small(0, row, column);
        steps_small(4, row, column);
        steps_small(8, row, column);
        steps_small(12, row, column);
        workgroupBarrier();
    }
    let upper = workgroup.y * 32 + row * 4;
    let left = workgroup.x * 16 + column;
    store(upper, left, l0);
    store(upper + 1, left, l1);
    store(upper + 2, left, l2);
    store(upper + 3, left, l3);
}
