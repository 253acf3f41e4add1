//! The picture that a kernel reads, and the one that it writes: a `u32` a pixel, red in its lowest
//! byte and alpha in its highest.

/// In pixels.
struct Size {
    width: u32,
    height: u32,
}

@group(0) @binding(0) var<uniform> size: Size;
/// The picture as it is, row after row.
@group(0) @binding(1) var<storage, read> source: array<u32>;
/// What comes of it.
@group(0) @binding(2) var<storage, read_write> filtered: array<u32>;

// Is there a pixel? The last workgroups reach beyond the border.
fn is_inside(at: vec2u) -> bool {
    return all(at < vec2(size.width, size.height));
}

fn index(at: vec2u) -> u32 {
    return at.y * size.width + at.x;
}

// The pixel at `at` + `offset`. Beyond the border the nearest pixel counts.
fn near(at: vec2u, offset: vec2i) -> u32 {
    let last = vec2i(vec2(size.width, size.height)) - 1;
    return source[index(vec2u(clamp(vec2i(at) + offset, vec2(0), last)))];
}
