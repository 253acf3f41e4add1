// Products of a matrix and one vector: a workgroup takes eight rows, each invocation its share of the
// columns. What is read of the vector serves all eight.
#import constants::NORMED
#import "weights.wgsl"::{QUADS, quad, scale, weights}

/// Invocations of a workgroup: a power of two, 256 at most, and 512 / QUADS.
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

/// Weights of eight rows, as they are in memory.
struct Packed {
    a: vec4u,
    b: vec4u,
    c: vec4u,
    d: vec4u,
    e: vec4u,
    f: vec4u,
    g: vec4u,
    h: vec4u,
}

/// Inputs that are staged; then the invocations' sums, the upper ones and from 256 on the lower ones.
var<workgroup> staging: array<vec4f, 528>;
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
        add_staged(upper, lower, first, local, &sums, &square);
    }
    return total(sums, square, local);
}

// Of a vec4<u32> of f32, f16 or bf16 the inputs lie close to those of its neighbours.
fn add_direct(
    upper: vec4u, lower: vec4u, first: u32, local: u32, sums: ptr<function, Eight>, square: ptr<function, f32>,
) {
    let length = COLUMNS / 4 / QUADS;
    for (var i = local; i < length; i += SIZE) {
        let packed = load(upper * length + i, lower * length + i);
        add(0, packed, input(first, i * QUADS, square), sums);
        if QUADS > 1 { add(1, packed, input(first, i * QUADS + 1, square), sums); }
    }
}

// Of a vec4<u32> of a block format there are 4 or 8 quads of inputs. Neighbours read neighbouring ones, and
// find their own in workgroup memory, in rows that are longer by one so that they do not meet in a bank.
fn add_staged(
    upper: vec4u, lower: vec4u, first: u32, local: u32, sums: ptr<function, Eight>, square: ptr<function, f32>,
) {
    let length = COLUMNS / 4 / QUADS;
    for (var start = 0u; start < length; start += SIZE) {
        let i = start + local;
        let at = upper * length + i;
        let below = lower * length + i;
        var packed = Packed();
        if i < length { packed = load(at, below); }
        workgroupBarrier();
        let end = min(SIZE, length - start) * QUADS;
        for (var k = local; k < end; k += SIZE) {
            staging[k % QUADS * (SIZE + 1) + k / QUADS] = input(first, start * QUADS + k, square);
        }
        workgroupBarrier();
        if i < length {
            var sum = Eight();
            // By hand, so that each quad's number is a constant.
            add(0, packed, staging[local], &sum);
            add(1, packed, staging[SIZE + 1 + local], &sum);
            add(2, packed, staging[2 * (SIZE + 1) + local], &sum);
            add(3, packed, staging[3 * (SIZE + 1) + local], &sum);
            if QUADS > 4 {
                add(4, packed, staging[4 * (SIZE + 1) + local], &sum);
                add(5, packed, staging[5 * (SIZE + 1) + local], &sum);
                add(6, packed, staging[6 * (SIZE + 1) + local], &sum);
                add(7, packed, staging[7 * (SIZE + 1) + local], &sum);
            }
            (*sums).upper += sum.upper * vec4f(scale(at.x), scale(at.y), scale(at.z), scale(at.w));
            (*sums).lower += sum.lower * vec4f(scale(below.x), scale(below.y), scale(below.z), scale(below.w));
        }
    }
    // What follows uses `staging` for something else.
    workgroupBarrier();
}

fn load(upper: vec4u, lower: vec4u) -> Packed {
    return Packed(
        weights[upper.x], weights[upper.y], weights[upper.z], weights[upper.w],
        weights[lower.x], weights[lower.y], weights[lower.z], weights[lower.w],
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
fn add(i: u32, packed: Packed, values: vec4f, sums: ptr<function, Eight>) {
    (*sums).upper += vec4f(
        dot(quad(packed.a, i), values), dot(quad(packed.b, i), values),
        dot(quad(packed.c, i), values), dot(quad(packed.d, i), values),
    );
    (*sums).lower += vec4f(
        dot(quad(packed.e, i), values), dot(quad(packed.f, i), values),
        dot(quad(packed.g, i), values), dot(quad(packed.h, i), values),
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
