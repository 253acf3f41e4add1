//! Gaussian blur, in two passes over one strip of columns: `rows` blurs along x from the picture into
//! the strip, `columns` blurs along y from the strip into the picture. The strip is f32, so nothing
//! is rounded in between, and it is as narrow as memory asks.
//!
//! Pixels travel as (alpha * colour, alpha), so that the colour hidden in clear pixels does not leak
//! out. Beyond the border the nearest pixel counts.

#import constants::TILE
#import "picture.wgsl"::{filtered, index, size, source}

/// The columns of the picture that are in the strip.
struct Columns {
    first: u32,
    count: u32,
}

@group(0) @binding(3) var<uniform> strip_columns: Columns;
@group(0) @binding(4) var<storage, read_write> strip: array<vec4f>;
/// The weights at distance 0, 1, 2 … and, last, the sum of all those further away on one side: these
/// lie beyond the border whichever pixel is the centre.
@group(0) @binding(5) var<storage, read> weights: array<f32>;

fn picture(x: u32, y: u32) -> vec4f {
    let channels = vec4f(unpack4xU8(source[index(vec2(x, y))]));
    return vec4(channels.rgb * channels.a, channels.a);
}

@compute @workgroup_size(TILE, TILE)
fn rows(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= strip_columns.count || id.y >= size.height {
        return;
    }
    let x = strip_columns.first + id.x;
    let last = size.width - 1u;
    let beyond = arrayLength(&weights) - 1u;
    var sum = weights[beyond] * (picture(0u, id.y) + picture(last, id.y));
    sum += weights[0] * picture(x, id.y);
    for (var d = 1u; d < beyond; d++) {
        sum += weights[d] * (picture(x - min(d, x), id.y) + picture(min(x + d, last), id.y));
    }
    strip[id.y * strip_columns.count + id.x] = sum;
}

@compute @workgroup_size(TILE, TILE)
fn columns(@builtin(global_invocation_id) id: vec3u) {
    let width = strip_columns.count;
    if id.x >= width || id.y >= size.height {
        return;
    }
    let y = id.y;
    let last = size.height - 1u;
    let beyond = arrayLength(&weights) - 1u;
    var sum = weights[beyond] * (strip[id.x] + strip[last * width + id.x]);
    sum += weights[0] * strip[y * width + id.x];
    for (var d = 1u; d < beyond; d++) {
        let above = strip[(y - min(d, y)) * width + id.x];
        let below = strip[min(y + d, last) * width + id.x];
        sum += weights[d] * (above + below);
    }
    // All clear: there is no colour to give back.
    var rounded = vec4(0u);
    if sum.a > 0.0 {
        rounded = vec4u(min(vec4(sum.rgb / sum.a, sum.a) + 0.5, vec4(255.0)));
    }
    filtered[index(vec2(strip_columns.first + id.x, y))] = pack4xU8(rounded);
}
