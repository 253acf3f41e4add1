// Each workgroup computes a tile of 128 by 128, and each invocation two by two blocks of 4 by 4 of it,
// in vectors that are named one by one: drivers keep those in registers, not an array that is indexed.
#import constants::{T, A}

struct Params {
    m: u32,
    k: u32,
    n: u32,
    /// Quads of a row.
    a_row: u32,
    b_row: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> a: array<vec4<T>>;
@group(0) @binding(2) var<storage> b: array<vec4<T>>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4<T>>;

// 16 by 128 of each factor, 16 KiB together, which is what every device has: `a` by columns.
var<workgroup> a_tile: array<array<vec4<A>, 32>, 16>;
var<workgroup> b_tile: array<array<vec4<A>, 32>, 16>;

// The invocation's rows, in two halves: the left and the right blocks.
var<private> l0: vec4<A>; var<private> r0: vec4<A>;
var<private> l1: vec4<A>; var<private> r1: vec4<A>;
var<private> l2: vec4<A>; var<private> r2: vec4<A>;
var<private> l3: vec4<A>; var<private> r3: vec4<A>;
var<private> l4: vec4<A>; var<private> r4: vec4<A>;
var<private> l5: vec4<A>; var<private> r5: vec4<A>;
var<private> l6: vec4<A>; var<private> r6: vec4<A>;
var<private> l7: vec4<A>; var<private> r7: vec4<A>;

// A column of the blocks of `a` times a row of the blocks of `b`.
fn multiply(upper: vec4<A>, lower: vec4<A>, left: vec4<A>, right: vec4<A>) {
    l0 += upper.x * left; r0 += upper.x * right;
    l1 += upper.y * left; r1 += upper.y * right;
    l2 += upper.z * left; r2 += upper.z * right;
    l3 += upper.w * left; r3 += upper.w * right;
    l4 += lower.x * left; r4 += lower.x * right;
    l5 += lower.y * left; r5 += lower.y * right;
    l6 += lower.z * left; r6 += lower.z * right;
    l7 += lower.w * left; r7 += lower.w * right;
}

fn load_a(row: u32, quad: u32) -> vec4<A> {
    if row < params.m && quad < params.a_row { return vec4<A>(a[row * params.a_row + quad]); }
    return vec4<A>();
}

fn load_b(row: u32, quad: u32) -> vec4<A> {
    if row < params.k && quad < params.b_row { return vec4<A>(b[row * params.b_row + quad]); }
    return vec4<A>();
}

fn store(row: u32, quad: u32, values: vec4<A>) {
    if row < params.m && quad < params.b_row { c[row * params.b_row + quad] = vec4<T>(values); }
}

fn stage_a(row: u32, quad: u32, values: vec4<A>) {
    a_tile[quad * 4][row / 4][row % 4] = values.x;
    a_tile[quad * 4 + 1][row / 4][row % 4] = values.y;
    a_tile[quad * 4 + 2][row / 4][row % 4] = values.z;
    a_tile[quad * 4 + 3][row / 4][row % 4] = values.w;
}

@compute @workgroup_size(256)
fn matmul(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    // 8 by 4 invocations next to each other read few different quads of the tiles.
    let x = (local / 32 % 2) * 8 + local % 8;
    let y = (local / 64) * 4 + local / 8 % 4;
    let row = workgroup.y * 128;
    let quad = workgroup.x * 32;
    // What the invocation loads of each tile.
    let a_row = local / 2;
    let a_quad = local % 2;
    let b_row = local / 32;
    let b_quad = local % 32;
    var a0 = load_a(row + a_row, a_quad);
    var a1 = load_a(row + a_row, a_quad + 2);
    var b0 = load_b(b_row, quad + b_quad);
    var b1 = load_b(b_row + 8, quad + b_quad);
    for (var k = 0u; k < params.k; k += 16) {
        stage_a(a_row, a_quad, a0);
        stage_a(a_row, a_quad + 2, a1);
        b_tile[b_row][b_quad] = b0;
        b_tile[b_row + 8][b_quad] = b1;
        workgroupBarrier();
        // The next tiles come while these are multiplied.
        a0 = load_a(row + a_row, k / 4 + 4 + a_quad);
        a1 = load_a(row + a_row, k / 4 + 6 + a_quad);
        b0 = load_b(k + 16 + b_row, quad + b_quad);
        b1 = load_b(k + 24 + b_row, quad + b_quad);
        multiply(a_tile[0][y], a_tile[0][y + 16], b_tile[0][x], b_tile[0][x + 16]);
        multiply(a_tile[1][y], a_tile[1][y + 16], b_tile[1][x], b_tile[1][x + 16]);
        multiply(a_tile[2][y], a_tile[2][y + 16], b_tile[2][x], b_tile[2][x + 16]);
        multiply(a_tile[3][y], a_tile[3][y + 16], b_tile[3][x], b_tile[3][x + 16]);
        multiply(a_tile[4][y], a_tile[4][y + 16], b_tile[4][x], b_tile[4][x + 16]);
        multiply(a_tile[5][y], a_tile[5][y + 16], b_tile[5][x], b_tile[5][x + 16]);
        multiply(a_tile[6][y], a_tile[6][y + 16], b_tile[6][x], b_tile[6][x + 16]);
        multiply(a_tile[7][y], a_tile[7][y + 16], b_tile[7][x], b_tile[7][x + 16]);
        multiply(a_tile[8][y], a_tile[8][y + 16], b_tile[8][x], b_tile[8][x + 16]);
        multiply(a_tile[9][y], a_tile[9][y + 16], b_tile[9][x], b_tile[9][x + 16]);
        multiply(a_tile[10][y], a_tile[10][y + 16], b_tile[10][x], b_tile[10][x + 16]);
        multiply(a_tile[11][y], a_tile[11][y + 16], b_tile[11][x], b_tile[11][x + 16]);
        multiply(a_tile[12][y], a_tile[12][y + 16], b_tile[12][x], b_tile[12][x + 16]);
        multiply(a_tile[13][y], a_tile[13][y + 16], b_tile[13][x], b_tile[13][x + 16]);
        multiply(a_tile[14][y], a_tile[14][y + 16], b_tile[14][x], b_tile[14][x + 16]);
        multiply(a_tile[15][y], a_tile[15][y + 16], b_tile[15][x], b_tile[15][x + 16]);
        workgroupBarrier();
    }
    let upper = row + y * 4;
    let left = quad + x;
    store(upper, left, l0); store(upper, left + 16, r0);
    store(upper + 1, left, l1); store(upper + 1, left + 16, r1);
    store(upper + 2, left, l2); store(upper + 2, left + 16, r2);
    store(upper + 3, left, l3); store(upper + 3, left + 16, r3);
    store(upper + 64, left, l4); store(upper + 64, left + 16, r4);
    store(upper + 65, left, l5); store(upper + 65, left + 16, r5);
    store(upper + 66, left, l6); store(upper + 66, left + 16, r6);
    store(upper + 67, left, l7); store(upper + 67, left + 16, r7);
}
