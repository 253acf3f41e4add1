// A matrix of weights as it is in memory: rows of vec4<u32>, each of which holds 4 weights or more, and
// for block formats a scale for every 32 weights, two scales (f16) in a u32.

#import "format.wgsl"::{BF16, F16, FORMAT, Q4_0, Q8_0}

/// Quads (four weights) in a vec4<u32>.
override QUADS: u32;

@group(0) @binding(1) var<storage> weights: array<vec4u>;
@group(0) @binding(2) var<storage> scales: array<u32>;

// Quad `i` of a vec4<u32>, without its scale. With a constant `i`, drivers keep one of the cases.
fn quad(packed: vec4u, i: u32) -> vec4f {
    if FORMAT == F16 {
        return vec4f(unpack2x16float(packed[i * 2]), unpack2x16float(packed[i * 2 + 1]));
    }
    if FORMAT == BF16 {
        let pairs = vec2u(packed[i * 2], packed[i * 2 + 1]).xxyy;
        return bitcast<vec4f>(select(pairs & vec4u(0xffff0000), pairs << vec4u(16), vec4<bool>(true, false, true, false)));
    }
    if FORMAT == Q8_0 {
        return vec4f(unpack4xI8(packed[i]));
    }
    if FORMAT == Q4_0 {
        // The low halves of the 16 bytes are the first 16 weights.
        let nibbles = packed[i % 4] >> (i / 4 * 4);
        return vec4f(unpack4xU8(nibbles & 0x0f0f0f0fu)) - 8.0;
    }
    return bitcast<vec4f>(packed);
}

// The scale of the vec4<u32> with this index: a Q4_0 block is one, a Q8_0 block is two.
fn scale(index: u32) -> f32 {
    if FORMAT < Q8_0 {
        return 1.0;
    }
    let block = select(index, index / 2, FORMAT == Q8_0);
    return unpack2x16float(scales[block / 2])[block % 2];
}

// Four weights: quad `column` of a row that begins at quad `row`.
fn weight(row: u32, column: u32) -> vec4f {
    let index = (row + column) / QUADS;
    return scale(index) * quad(weights[index], (row + column) % QUADS);
}
