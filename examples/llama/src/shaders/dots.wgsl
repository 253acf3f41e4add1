// Products of a matrix and one vector: a workgroup takes eight rows, each invocation its share of the
// columns. What is read of the vector serves all eight.
#import constants::NORMED
#import "format.wgsl"::{FORMAT, Q8_0}
#import "weights.wgsl"::{Pack, QUADS, column, load_pack, quad, scale}

/// Invocations of a workgroup: a power of two, 256 at most.
override SIZE: u32;
override COLUMNS: u32;

@group(0) @binding(3) var<storage> x: array<vec4f>;

#if NORMED == true
override EPSILON: f32;
@group(0) @binding(4) var<storage> norm: array<vec4f>;
#endif

/// Of eight rows, four by four.
struct Eight {
    upper: vec4f,
    lower: vec4f,
}

/// The same pack of eight rows.
struct Packs {
    a: Pack,
    b: Pack,
    c: Pack,
    d: Pack,
    e: Pack,
    f: Pack,
    g: Pack,
    h: Pack,
}

/// The invocations' sums, the upper ones and from 256 on the lower ones.
var<workgroup> staging: array<vec4f, 512>;
var<workgroup> partial_squares: array<f32, 256>;

// The products of eight rows and the vector that begins at quad `first` of `x`; where NORMED, of its RMS
// norm (B. Zhang and R. Sennrich, "Root Mean Square Layer Normalization", 2019), whose divisor comes last,
// so that no weight waits for it. Invocation 0 gets them.
fn dots(upper: vec4u, lower: vec4u, first: u32, local: u32) -> Eight {
    var sums = Eight();
    var square = 0.0;
    if QUADS <= 2 {
        add_direct(upper, lower, first, local, &sums, &square);
    } else {
        add_scaled(upper, lower, first, local, &sums, &square);
    }
    return total(sums, square, local);
}

// Of a pack of f32, f16 or bf16 the inputs lie close to those of its neighbours.
fn add_direct(
    upper: vec4u, lower: vec4u, first: u32, local: u32, sums: ptr<function, Eight>, square: ptr<function, f32>,
) {
    let length = COLUMNS / 4 / QUADS;
    for (var i = local; i < length; i += SIZE) {
        let packs = load(upper * length + i, lower * length + i);
        add(0, packs, input(first, i * QUADS, square), sums);
        if QUADS > 1 { add(1, packs, input(first, i * QUADS + 1, square), sums); }
    }
}

// Of a pack of a block format there are 4 or 8 quads of inputs, by halves.
fn add_scaled(
    upper: vec4u, lower: vec4u, first: u32, local: u32, sums: ptr<function, Eight>, square: ptr<function, f32>,
) {
    let length = COLUMNS / 4 / QUADS;
    for (var i = local; i < length; i += SIZE) {
        let packs = load(upper * length + i, lower * length + i);
        let factors = factors_of(packs, upper * length + i, lower * length + i);
        add_half(0, packs, first, column(i, 0), factors.first, factors.first_less, sums, square);
        if QUADS > 4 {
            add_half(4, packs, first, column(i, 4), factors.second, factors.second_less, sums, square);
        }
    }
}

/// Of both halves of eight packs: what they are multiplied with, and what is then taken off.
struct Factors {
    first: Eight,
    second: Eight,
    first_less: Eight,
    second_less: Eight,
}

fn factors_of(packs: Packs, upper: vec4u, lower: vec4u) -> Factors {
    let a = scale(packs.a, upper.x);
    let b = scale(packs.b, upper.y);
    let c = scale(packs.c, upper.z);
    let d = scale(packs.d, upper.w);
    let e = scale(packs.e, lower.x);
    let f = scale(packs.f, lower.y);
    let g = scale(packs.g, lower.z);
    let h = scale(packs.h, lower.w);
    return Factors(
        Eight(vec4f(a.x, b.x, c.x, d.x), vec4f(e.x, f.x, g.x, h.x)),
        Eight(vec4f(a.y, b.y, c.y, d.y), vec4f(e.y, f.y, g.y, h.y)),
        Eight(vec4f(a.z, b.z, c.z, d.z), vec4f(e.z, f.z, g.z, h.z)),
        Eight(vec4f(a.w, b.w, c.w, d.w), vec4f(e.w, f.w, g.w, h.w)),
    );
}

// Adds the products of half of each pack, from quad `begin` on. What is taken off each weight is taken off
// their sum.
fn add_half(
    begin: u32, packs: Packs, first: u32, at: u32, factors: Eight, less: Eight, sums: ptr<function, Eight>,
    square: ptr<function, f32>,
) {
    var sum = Eight();
    // By hand, so that each quad's number is a constant.
    let p = input(first, at, square);
    let q = input(first, at + 1, square);
    let r = input(first, at + 2, square);
    let s = input(first, at + 3, square);
    add(begin, packs, p, &sum);
    add(begin + 1, packs, q, &sum);
    add(begin + 2, packs, r, &sum);
    add(begin + 3, packs, s, &sum);
    (*sums).upper += sum.upper * factors.upper;
    (*sums).lower += sum.lower * factors.lower;
    if FORMAT != Q8_0 {
        let inputs = dot(p + q + r + s, vec4f(1));
        (*sums).upper -= inputs * less.upper;
        (*sums).lower -= inputs * less.lower;
    }
}

fn load(upper: vec4u, lower: vec4u) -> Packs {
    return Packs(
        load_pack(upper.x), load_pack(upper.y), load_pack(upper.z), load_pack(upper.w),
        load_pack(lower.x), load_pack(lower.y), load_pack(lower.z), load_pack(lower.w),
    );
}

// Four components of the vector.
fn input(first: u32, i: u32, square: ptr<function, f32>) -> vec4f {
    let values = x[first + i];
#if NORMED == true
    *square += dot(values, values);
    return values * norm[i];
#else
    return values;
#endif
}

// Adds the products of four components and eight rows.
fn add(i: u32, packs: Packs, values: vec4f, sums: ptr<function, Eight>) {
    (*sums).upper += vec4f(
        dot(quad(packs.a, i), values), dot(quad(packs.b, i), values),
        dot(quad(packs.c, i), values), dot(quad(packs.d, i), values),
    );
    (*sums).lower += vec4f(
        dot(quad(packs.e, i), values), dot(quad(packs.f, i), values),
        dot(quad(packs.g, i), values), dot(quad(packs.h, i), values),
    );
}

// The sums over all invocations, four to one at a time, for invocation 0.
fn total(sums: Eight, square: f32, local: u32) -> Eight {
    var upper = sums.upper;
    var lower = sums.lower;
    var squares = square;
    staging[local] = upper;
    staging[256 + local] = lower;
    partial_squares[local] = squares;
    for (var count = SIZE; count > 1; ) {
        let left = (count + 3) / 4;
        workgroupBarrier();
        if local < left {
            let second = local + left;
            let third = second + left;
            let fourth = third + left;
            upper += staging[second];
            lower += staging[256 + second];
            squares += partial_squares[second];
            // The last two of a power of two have no third and fourth.
            if fourth < count {
                upper += staging[third] + staging[fourth];
                lower += staging[256 + third] + staging[256 + fourth];
                squares += partial_squares[third] + partial_squares[fourth];
            }
            staging[local] = upper;
            staging[256 + local] = lower;
            partial_squares[local] = squares;
        }
        count = left;
    }
#if NORMED == true
    let factor = inverseSqrt(squares / f32(COLUMNS) + EPSILON);
    return Eight(upper * factor, lower * factor);
#else
    return Eight(upper, lower);
#endif
}
