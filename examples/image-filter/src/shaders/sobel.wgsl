#import "luma.wgsl"::luma
#import "picture.wgsl"::near

// Edge strength: the length of the Sobel gradient of the luma, rounded, at most 255.
fn edge(at: vec2u) -> u32 {
    let nw = level(at, vec2(-1, -1));
    let n = level(at, vec2(0, -1));
    let ne = level(at, vec2(1, -1));
    let w = level(at, vec2(-1, 0));
    let e = level(at, vec2(1, 0));
    let sw = level(at, vec2(-1, 1));
    let s = level(at, vec2(0, 1));
    let se = level(at, vec2(1, 1));
    let across = ne + 2 * e + se - nw - 2 * w - sw;
    let down = sw + 2 * s + se - nw - 2 * n - ne;
    return min(root(u32(across * across + down * down)), 255u);
}

fn level(at: vec2u, offset: vec2i) -> i32 {
    return i32(luma(near(at, offset)));
}

// The square root, rounded to nearest. WGSL's own may be off by a few units in the last place,
// so its answer is only where the search begins.
fn root(square: u32) -> u32 {
    var r = u32(sqrt(f32(square)));
    while r * r > square {
        r -= 1u;
    }
    while (r + 1u) * (r + 1u) <= square {
        r += 1u;
    }
    return r + select(0u, 1u, square - r * r > r);
}
