// A matrix of weights as it is in memory: rows of blocks, whose scales are in a buffer of their own. What is
// read together is a pack: the weights whose bytes, or lower half bytes, are in one vec4<u32>.

#import "format.wgsl"::{BF16, F16, FORMAT, Q4_0, Q4_K, Q5_K, Q6_K, Q8_0}

/// Quads (four weights) of a pack.
override QUADS: u32;

@group(0) @binding(1) var<storage> weights: array<vec4u>;
/// Of a block of Q8_0 or Q4_0 an f16, two in a word. Of a block of Q4_K six words: two factors, and four
/// bytes for each two packs. Of a block of Q5_K 14: these, and a word for each pack. Of a block of Q6_K 21: a
/// factor, two bytes for each pack, and two words for each pack.
@group(0) @binding(2) var<storage> scales: array<u32>;

/// Words as they are in memory.
struct Pack {
    bits: vec4u,
    /// What its scales are in. Q5_K and Q6_K: then what is above the half bytes in `bits`, a byte for every
    /// fourth weight; Q6_K has a word for the lower half bytes and one for the upper ones.
    more: vec4u,
}

// A pack by its number in the matrix. Nothing is computed from what is loaded, so that many loads can be on
// their way.
fn load_pack(index: u32) -> Pack {
    let bits = weights[index];
    if FORMAT == Q8_0 { return Pack(bits, vec4u(scales[index / 4])); }
    if FORMAT == Q4_0 { return Pack(bits, vec4u(scales[index / 2])); }
    let i = index % 8;
    if FORMAT == Q4_K {
        let at = index / 8 * 6;
        return Pack(bits, vec4u(scales[at], scales[at + 1], scales[at + 2 + i / 2], 0));
    }
    if FORMAT == Q5_K {
        let at = index / 8 * 14;
        return Pack(bits, vec4u(scales[at], scales[at + 1], scales[at + 2 + i / 2], scales[at + 6 + i]));
    }
    if FORMAT == Q6_K {
        let at = index / 8 * 21;
        return Pack(bits, vec4u(scales[at], scales[at + 1 + i / 2], scales[at + 5 + i * 2], scales[at + 6 + i * 2]));
    }
    return Pack(bits, vec4u());
}

// Quad `i` of a pack, before it is scaled. With a constant `i`, drivers keep one of the cases.
fn quad(pack: Pack, i: u32) -> vec4f {
    if FORMAT == F16 {
        return vec4f(unpack2x16float(pack.bits[i * 2]), unpack2x16float(pack.bits[i * 2 + 1]));
    }
    if FORMAT == BF16 {
        let pairs = vec2u(pack.bits[i * 2], pack.bits[i * 2 + 1]).xxyy;
        return bitcast<vec4f>(select(pairs & vec4u(0xffff0000), pairs << vec4u(16), vec4<bool>(true, false, true, false)));
    }
    if FORMAT == Q8_0 {
        return vec4f(unpack4xI8(pack.bits[i]));
    }
    if FORMAT >= Q4_0 {
        // The lower half bytes are the first four quads.
        var bytes = (pack.bits[i % 4] >> (i / 4 * 4)) & 0x0f0f0f0fu;
        if FORMAT == Q5_K { bytes |= ((pack.more.w >> i) & 0x01010101u) << 4; }
        if FORMAT == Q6_K {
            bytes |= ((pack.more[2 + i / 4] >> (i % 4 * 2)) & 0x03030303u) << 4;
        }
        return vec4f(unpack4xU8(bytes));
    }
    return bitcast<vec4f>(pack.bits);
}

// What the first and the second four quads of a pack are multiplied with, and what is then taken off.
fn scale(pack: Pack, index: u32) -> vec4f {
    if FORMAT == Q8_0 {
        return vec4f(vec2f(unpack2x16float(pack.more.x)[index / 2 % 2]), vec2f());
    }
    if FORMAT == Q4_0 {
        return unpack2x16float(pack.more.x)[index % 2] * vec4f(1, 1, 8, 8);
    }
    if FORMAT == Q4_K || FORMAT == Q5_K {
        return bitcast<vec2f>(pack.more.xy).xxyy * vec4f(unpack4xU8(pack.more.z));
    }
    if FORMAT == Q6_K {
        let two = vec2f(unpack4xI8(pack.more.y >> (index % 2 * 16)).xy);
        return bitcast<f32>(pack.more.x) * vec4f(two, 32 * two);
    }
    return vec4f(1, 1, 0, 0);
}

// Where quad `column` of a row is: in which of the row's packs, and where in it. The halves of a pack are one
// run of four quads each; a format's packs lie side by side in so many first runs, then as many second ones.
fn place(column: u32) -> vec2u {
    if QUADS < 8 { return vec2u(column / QUADS, column % QUADS); }
    let packs = select(select(1u, 2u, FORMAT == Q4_K || FORMAT == Q5_K), 4u, FORMAT == Q6_K);
    let half = packs * 4;
    return vec2u(column / (half * 2) * packs + column % half / 4, column / half % 2 * 4 + column % 4);
}

// The other way: the column of quad `i` of a row's pack.
fn column(pack: u32, i: u32) -> u32 {
    if QUADS < 8 { return pack * QUADS + i; }
    let packs = select(select(1u, 2u, FORMAT == Q4_K || FORMAT == Q5_K), 4u, FORMAT == Q6_K);
    let half = packs * 4;
    return pack / packs * half * 2 + i / 4 * half + pack % packs * 4 + i % 4;
}

// Four weights: quad `quad_column` of a row that begins at quad `row`.
fn weight(row: u32, quad_column: u32) -> vec4f {
    let at = place(quad_column);
    let index = row / QUADS + at.x;
    let pack = load_pack(index);
    let values = quad(pack, at.y);
    if FORMAT < Q8_0 { return values; }
    let both = scale(pack, index);
    let own = select(both.yw, both.xz, at.y < 4);
    return own.x * values - own.y;
}
