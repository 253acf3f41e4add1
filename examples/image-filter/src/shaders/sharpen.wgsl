// Unsharp mask: c + amount * (c - mean), where the mean is the 3 x 3 binomial one (1 2 1) x (1 2 1),
// each pixel weighed by its alpha too, so that the colour hidden in clear pixels does not leak out.
// Alpha stays. Beyond the border the nearest pixel counts.
//
// In whole numbers, so that every GPU gives the same answer. The largest intermediate value is
// amount * 255 * 16 * 255 + 128 * 16 * 255 for the largest amount, 16 * 256: just below 2^32.

struct Params {
    width: u32,
    height: u32,
    // In 256ths.
    amount: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<u32>;
@group(0) @binding(2) var<storage, read_write> filtered: array<u32>;

// The pixel at `centre` + `offset` as (alpha * colour, alpha).
fn near(centre: vec2<u32>, offset: vec2<i32>) -> vec4<u32> {
    let last = vec2<i32>(vec2(params.width, params.height)) - 1;
    let at = vec2<u32>(clamp(vec2<i32>(centre) + offset, vec2(0), last));
    let channels = unpack4xU8(source[at.y * params.width + at.x]);
    return vec4(channels.rgb * channels.a, channels.a);
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= params.width || id.y >= params.height {
        return;
    }
    var sum = vec4(0u);
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            sum += u32((2 - abs(x)) * (2 - abs(y))) * near(id.xy, vec2(x, y));
        }
    }

    let i = id.y * params.width + id.x;
    let channels = unpack4xU8(source[i]);
    if sum.a == 0u {
        filtered[i] = source[i];
        return;
    }
    // c - mean = difference / sum.a
    let difference = vec3<i32>(channels.rgb * sum.a) - vec3<i32>(sum.rgb);
    let change = (params.amount * vec3<u32>(abs(difference)) + 128u * sum.a) / (256u * sum.a);
    let sharp = vec3<i32>(channels.rgb) + sign(difference) * vec3<i32>(change);
    filtered[i] = pack4xU8(vec4(vec3<u32>(clamp(sharp, vec3(0), vec3(255))), channels.a));
}
