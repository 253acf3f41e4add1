#import "picture.wgsl"::near

// Unsharp mask: c + amount * (c - mean), where the mean is the 3 x 3 binomial one (1 2 1) x (1 2 1),
// each pixel weighed by its alpha too, so that the colour hidden in clear pixels does not leak out.
// Alpha stays. `amount` is in 256ths.
//
// In whole numbers, so that every GPU gives the same answer. The largest intermediate value is
// amount * 255 * 16 * 255 + 128 * 16 * 255 for the largest amount, 16 * 256: just below 2^32.
fn sharpened(at: vec2u, amount: u32) -> u32 {
    var sum = vec4(0u);
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            sum += u32((2 - abs(x)) * (2 - abs(y))) * weighed(near(at, vec2(x, y)));
        }
    }
    let pixel = near(at, vec2(0));
    if sum.a == 0u {
        return pixel;
    }
    let channels = unpack4xU8(pixel);
    // c - mean = difference / sum.a
    let difference = vec3i(channels.rgb * sum.a) - vec3i(sum.rgb);
    let change = (amount * vec3u(abs(difference)) + 128u * sum.a) / (256u * sum.a);
    let sharp = vec3i(channels.rgb) + sign(difference) * vec3i(change);
    return pack4xU8(vec4(vec3u(clamp(sharp, vec3(0), vec3(255))), channels.a));
}

// A pixel as (alpha * colour, alpha).
fn weighed(pixel: u32) -> vec4u {
    let channels = unpack4xU8(pixel);
    return vec4(channels.rgb * channels.a, channels.a);
}
