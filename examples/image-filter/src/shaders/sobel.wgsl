// Edge strength: the length of the Sobel gradient of the luma, at most 255; alpha stays.
// Beyond the border the nearest pixel counts. Needs luma.wgsl.

struct Params {
    width: u32,
    height: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<u32>;
@group(0) @binding(2) var<storage, read_write> filtered: array<u32>;

// The luma of the pixel at `centre` + `offset`.
fn near(centre: vec2<u32>, offset: vec2<i32>) -> i32 {
    let last = vec2<i32>(vec2(params.width, params.height)) - 1;
    let at = vec2<u32>(clamp(vec2<i32>(centre) + offset, vec2(0), last));
    return i32(luma(source[at.y * params.width + at.x]));
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

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= params.width || id.y >= params.height {
        return;
    }
    let nw = near(id.xy, vec2(-1, -1));
    let n = near(id.xy, vec2(0, -1));
    let ne = near(id.xy, vec2(1, -1));
    let w = near(id.xy, vec2(-1, 0));
    let e = near(id.xy, vec2(1, 0));
    let sw = near(id.xy, vec2(-1, 1));
    let s = near(id.xy, vec2(0, 1));
    let se = near(id.xy, vec2(1, 1));
    let across = ne + 2 * e + se - nw - 2 * w - sw;
    let down = sw + 2 * s + se - nw - 2 * n - ne;
    let strength = min(root(u32(across * across + down * down)), 255u);

    let i = id.y * params.width + id.x;
    let alpha = unpack4xU8(source[i]).a;
    filtered[i] = pack4xU8(vec4(strength, strength, strength, alpha));
}
