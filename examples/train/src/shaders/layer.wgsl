// The three matrix products of a layer. Each workgroup computes a tile of 32 by 32 of its result: tiles of
// 32 by 16 of either factor go through workgroup memory, and each invocation keeps a block of 4 by 4 in four
// vectors. The factors are read along the rows that they are stored by, transposed or not.

struct Params {
    /// Of the batch: a sample each.
    rows: u32,
    /// Values that the layer takes of each sample.
    inputs: u32,
    /// Values that it gives.
    outputs: u32,
}

/// Whether the inputs are the samples themselves, and not what the layer before has summed up.
override first: bool;

const SIDE = 32u;
const DEPTH = 16u;
const QUADS = 8u; // of a side
const THREADS = 64u;

@group(0) @binding(0) var<uniform> params: Params;
/// `rows` by `inputs`: what the layer before has summed up, to which the activation is still to come.
@group(0) @binding(1) var<storage, read> x: array<f32>;
/// `inputs` + 1 by `outputs`: the last row is added whatever the inputs are.
@group(0) @binding(2) var<storage, read> weights: array<f32>;

/// `rows` by `outputs`: the derivatives of the loss by what this layer has summed up.
@group(1) @binding(0) var<storage, read> deltas: array<f32>;

@group(2) @binding(0) var<storage, read_write> result: array<f32>;

// Of both factors, quads of their tiles by depth: first those of the left one, then of the right one.
const LEFT = 0u;
const RIGHT = QUADS;
var<workgroup> tiles: array<array<vec4f, 2 * QUADS>, DEPTH>;

// The rows of the invocation's block.
var<private> row0: vec4f;
var<private> row1: vec4f;
var<private> row2: vec4f;
var<private> row3: vec4f;

fn sigmoid(value: f32) -> f32 {
    // Further out it is 0 to f32, and the exponential may be infinite.
    return 1 / (1 + exp(-max(value, -80)));
}

// The activation, SiLU (S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-weighted linear units for neural network
// function approximation in reinforcement learning", 2018), and its derivative: smooth, so that finite
// differences tell whether gradients are right.
fn silu(value: f32) -> f32 {
    return value * sigmoid(value);
}

fn silu_slope(value: f32) -> f32 {
    let sigmoid = sigmoid(value);
    return sigmoid * (1 + value * (1 - sigmoid));
}

// An input of the layer; the one past the last is 1, so that the bias is a weight as all are.
fn input(row: u32, column: u32) -> f32 {
    if row >= params.rows || column > params.inputs { return 0; }
    if column == params.inputs { return 1; }
    let value = x[row * params.inputs + column];
    if first { return value; }
    return silu(value);
}

fn weight(row: u32, column: u32) -> f32 {
    if row > params.inputs || column >= params.outputs { return 0; }
    return weights[row * params.outputs + column];
}

fn delta(row: u32, column: u32) -> f32 {
    if row >= params.rows || column >= params.outputs { return 0; }
    return deltas[row * params.outputs + column];
}

// Four values that lie next to each other.
fn inputs(row: u32, column: u32) -> vec4f {
    return vec4(input(row, column), input(row, column + 1), input(row, column + 2), input(row, column + 3));
}

fn weight_quad(row: u32, column: u32) -> vec4f {
    return vec4(weight(row, column), weight(row, column + 1), weight(row, column + 2), weight(row, column + 3));
}

fn delta_quad(row: u32, column: u32) -> vec4f {
    return vec4(delta(row, column), delta(row, column + 1), delta(row, column + 2), delta(row, column + 3));
}

// What an invocation loads of both tiles.
struct Loads {
    left0: vec4f,
    left1: vec4f,
    right0: vec4f,
    right1: vec4f,
}

// The depth and the column of the first quad that an invocation loads where quads lie along a row of the
// tile; the second one is 8 deeper.
fn along(local: u32) -> vec2u {
    return vec2(local / QUADS, local % QUADS * 4);
}

// The depth and the row where they lie across the rows; the second one is 16 rows further.
fn across(local: u32) -> vec2u {
    return vec2(local % (DEPTH / 4) * 4, local / (DEPTH / 4));
}

fn stage_along(local: u32, side: u32, first: vec4f, second: vec4f) {
    let at = along(local);
    tiles[at.x][side + at.y / 4] = first;
    tiles[at.x + 8][side + at.y / 4] = second;
}

fn stage_across(local: u32, side: u32, first: vec4f, second: vec4f) {
    let at = across(local);
    scatter(at.x, side, at.y, first);
    scatter(at.x, side, at.y + 16, second);
}

fn scatter(depth: u32, side: u32, row: u32, values: vec4f) {
    let quad = side + row / 4;
    tiles[depth][quad][row % 4] = values.x;
    tiles[depth + 1][quad][row % 4] = values.y;
    tiles[depth + 2][quad][row % 4] = values.z;
    tiles[depth + 3][quad][row % 4] = values.w;
}

fn add(column: vec4f, row: vec4f) {
    row0 += column.x * row;
    row1 += column.y * row;
    row2 += column.z * row;
    row3 += column.w * row;
}

// Adds the product of what is staged. Drivers do not unroll loops, whose turns are counted.
fn multiply(local: u32) {
    let y = LEFT + local / QUADS;
    let x = RIGHT + local % QUADS;
    add(tiles[0][y], tiles[0][x]);
    add(tiles[1][y], tiles[1][x]);
    add(tiles[2][y], tiles[2][x]);
    add(tiles[3][y], tiles[3][x]);
    add(tiles[4][y], tiles[4][x]);
    add(tiles[5][y], tiles[5][x]);
    add(tiles[6][y], tiles[6][x]);
    add(tiles[7][y], tiles[7][x]);
    add(tiles[8][y], tiles[8][x]);
    add(tiles[9][y], tiles[9][x]);
    add(tiles[10][y], tiles[10][x]);
    add(tiles[11][y], tiles[11][x]);
    add(tiles[12][y], tiles[12][x]);
    add(tiles[13][y], tiles[13][x]);
    add(tiles[14][y], tiles[14][x]);
    add(tiles[15][y], tiles[15][x]);
}

// Stores a row of the invocation's block in a result of so many rows and columns.
fn store(rows: u32, columns: u32, row: u32, column: u32, values: vec4f) {
    if row >= rows { return; }
    let i = row * columns + column;
    if column < columns { result[i] = values.x; }
    if column + 1 < columns { result[i + 1] = values.y; }
    if column + 2 < columns { result[i + 2] = values.z; }
    if column + 3 < columns { result[i + 3] = values.w; }
}

// The row and the column where the invocation's block begins.
fn block(corner: vec2u, local: u32) -> vec2u {
    return corner.yx + 4 * vec2(local / QUADS, local % QUADS);
}

fn load_forward(corner: vec2u, depth: u32, local: u32) -> Loads {
    let l = vec2(corner.y, depth) + across(local).yx;
    let r = vec2(depth, corner.x) + along(local);
    return Loads(
        inputs(l.x, l.y), inputs(l.x + 16, l.y),
        weight_quad(r.x, r.y), weight_quad(r.x + 8, r.y),
    );
}

/// The sums of a layer: inputs · weights.
@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let corner = workgroup.xy * SIDE;
    var loads = load_forward(corner, 0, local);
    for (var depth = 0u; depth <= params.inputs; depth += DEPTH) {
        stage_across(local, LEFT, loads.left0, loads.left1);
        stage_along(local, RIGHT, loads.right0, loads.right1);
        workgroupBarrier();
        // The next tiles come while these are multiplied.
        loads = load_forward(corner, depth + DEPTH, local);
        multiply(local);
        workgroupBarrier();
    }
    let at = block(corner, local);
    store(params.rows, params.outputs, at.x, at.y, row0);
    store(params.rows, params.outputs, at.x + 1, at.y, row1);
    store(params.rows, params.outputs, at.x + 2, at.y, row2);
    store(params.rows, params.outputs, at.x + 3, at.y, row3);
}

fn load_by_weights(corner: vec2u, depth: u32, local: u32) -> Loads {
    let l = vec2(depth, corner.y) + along(local);
    let r = vec2(depth, corner.x) + along(local);
    return Loads(
        inputs(l.x, l.y), inputs(l.x + 8, l.y),
        delta_quad(r.x, r.y), delta_quad(r.x + 8, r.y),
    );
}

/// The derivatives of the loss by the weights: inputsᵀ · deltas.
@compute @workgroup_size(THREADS)
fn by_weights(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let corner = workgroup.xy * SIDE;
    var loads = load_by_weights(corner, 0, local);
    for (var depth = 0u; depth < params.rows; depth += DEPTH) {
        stage_along(local, LEFT, loads.left0, loads.left1);
        stage_along(local, RIGHT, loads.right0, loads.right1);
        workgroupBarrier();
        loads = load_by_weights(corner, depth + DEPTH, local);
        multiply(local);
        workgroupBarrier();
    }
    let at = block(corner, local);
    let rows = params.inputs + 1;
    store(rows, params.outputs, at.x, at.y, row0);
    store(rows, params.outputs, at.x + 1, at.y, row1);
    store(rows, params.outputs, at.x + 2, at.y, row2);
    store(rows, params.outputs, at.x + 3, at.y, row3);
}

fn load_by_inputs(corner: vec2u, depth: u32, local: u32) -> Loads {
    let l = vec2(corner.y, depth) + across(local).yx;
    let r = vec2(corner.x, depth) + across(local).yx;
    return Loads(
        delta_quad(l.x, l.y), delta_quad(l.x + 16, l.y),
        weight_quad(r.x, r.y), weight_quad(r.x + 16, r.y),
    );
}

fn slope(row: u32, column: u32) -> f32 {
    if row >= params.rows || column >= params.inputs { return 0; }
    return silu_slope(x[row * params.inputs + column]);
}

// A row of derivatives by inputs, from there back to before their activation.
fn store_delta(row: u32, column: u32, values: vec4f) {
    let slopes = vec4(slope(row, column), slope(row, column + 1), slope(row, column + 2), slope(row, column + 3));
    store(params.rows, params.inputs, row, column, values * slopes);
}

/// The deltas of the layer before: deltas · weightsᵀ, times the activation's derivative.
@compute @workgroup_size(THREADS)
fn by_inputs(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let corner = workgroup.xy * SIDE;
    var loads = load_by_inputs(corner, 0, local);
    for (var depth = 0u; depth < params.outputs; depth += DEPTH) {
        stage_across(local, LEFT, loads.left0, loads.left1);
        stage_across(local, RIGHT, loads.right0, loads.right1);
        workgroupBarrier();
        loads = load_by_inputs(corner, depth + DEPTH, local);
        multiply(local);
        workgroupBarrier();
    }
    let at = block(corner, local);
    store_delta(at.x, at.y, row0);
    store_delta(at.x + 1, at.y, row1);
    store_delta(at.x + 2, at.y, row2);
    store_delta(at.x + 3, at.y, row3);
}
