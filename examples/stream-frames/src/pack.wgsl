// Turns a picture into the bytes of a video frame, four bytes an invocation.

// Gamma-encoded R'G'B', not linear light: that is what video and PNG have.
@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> frame: array<u32>;

// The pixel at a place; beyond the edge, which odd sizes reach, the one at the edge.
fn pixel(x: u32, y: u32) -> vec3f {
    let last = textureDimensions(picture) - 1;
    return textureLoad(picture, min(vec2u(x, y), last), 0).rgb;
}

// Recommendation ITU-R BT.709: the weights of R'G'B' in luma, ...
const LUMA = vec3f(0.2126, 0.7152, 0.0722);

// ... and the code values of eight bits, in the limited range.
fn luma_code(rgb: vec3f) -> u32 {
    return u32(round(16.0 + 219.0 * dot(LUMA, rgb)));
}

fn chroma_code(difference: f32, weight: f32) -> u32 {
    return u32(round(128.0 + 224.0 * difference / (2.0 * (1.0 - weight))));
}

// One byte of Y'CbCr 4:2:0 in planes: all of Y', then Cb, then Cr.
fn ycbcr420_byte(offset: u32) -> u32 {
    let size = textureDimensions(picture);
    let half = (size + 1) / 2;
    let luma_len = size.x * size.y;
    let chroma_len = half.x * half.y;
    if offset < luma_len {
        return luma_code(pixel(offset % size.x, offset / size.x));
    }
    // A sample of chroma is the mean of four pixels, so it is in the middle of them.
    let sample = (offset - luma_len) % chroma_len;
    let x = 2 * (sample % half.x);
    let y = 2 * (sample / half.x);
    let rgb = 0.25 * (pixel(x, y) + pixel(x + 1, y) + pixel(x, y + 1) + pixel(x + 1, y + 1));
    let luma = dot(LUMA, rgb);
    if offset < luma_len + chroma_len {
        return chroma_code(rgb.b - luma, LUMA.b);
    }
    return chroma_code(rgb.r - luma, LUMA.r);
}

// One byte of R, G, B, R, G, B, ...
fn rgb_byte(offset: u32) -> u32 {
    let width = textureDimensions(picture).x;
    let place = offset / 3;
    return u32(round(255.0 * pixel(place % width, place / width)[offset % 3]));
}

@compute @workgroup_size(256)
fn ycbcr420(@builtin(global_invocation_id) id: vec3u) {
    if id.x < arrayLength(&frame) {
        let at = 4 * id.x;
        frame[id.x] = pack4xU8(vec4u(
            ycbcr420_byte(at), ycbcr420_byte(at + 1), ycbcr420_byte(at + 2), ycbcr420_byte(at + 3),
        ));
    }
}

@compute @workgroup_size(256)
fn rgb(@builtin(global_invocation_id) id: vec3u) {
    if id.x < arrayLength(&frame) {
        let at = 4 * id.x;
        frame[id.x] = pack4xU8(vec4u(rgb_byte(at), rgb_byte(at + 1), rgb_byte(at + 2), rgb_byte(at + 3)));
    }
}
