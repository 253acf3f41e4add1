// Gaussian blur, in two passes over one strip of columns: `rows` blurs along x from the picture into
// the strip, `columns` blurs along y from the strip into the picture. The strip is f32, so nothing is
// rounded in between, and it is as narrow as memory asks.
//
// Pixels travel as (alpha * colour, alpha), so that the colour hidden in clear pixels does not leak
// out. Beyond the border the nearest pixel counts.

struct Params {
    width: u32,
    height: u32,
    // The strip: its first column in the picture, and how many it has.
    first: u32,
    columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<u32>;
@group(0) @binding(2) var<storage, read_write> filtered: array<u32>;
@group(0) @binding(3) var<storage, read_write> strip: array<vec4<f32>>;
// The weights at distance 0, 1, 2 … and, last, the sum of all those further away on one side: these
// lie beyond the border whichever pixel is the centre.
@group(0) @binding(4) var<storage, read> weights: array<f32>;

fn picture(x: u32, y: u32) -> vec4<f32> {
    let channels = vec4<f32>(unpack4xU8(source[y * params.width + x]));
    return vec4(channels.rgb * channels.a, channels.a);
}

@compute @workgroup_size(16, 16)
fn rows(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= params.columns || id.y >= params.height {
        return;
    }
    let x = params.first + id.x;
    let last = params.width - 1u;
    let beyond = arrayLength(&weights) - 1u;
    var sum = weights[beyond] * (picture(0u, id.y) + picture(last, id.y));
    sum += weights[0] * picture(x, id.y);
    for (var d = 1u; d < beyond; d++) {
        sum += weights[d] * (picture(x - min(d, x), id.y) + picture(min(x + d, last), id.y));
    }
    strip[id.y * params.columns + id.x] = sum;
}

@compute @workgroup_size(16, 16)
fn columns(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= params.columns || id.y >= params.height {
        return;
    }
    let y = id.y;
    let last = params.height - 1u;
    let beyond = arrayLength(&weights) - 1u;
    var sum = weights[beyond] * (strip[id.x] + strip[last * params.columns + id.x]);
    sum += weights[0] * strip[y * params.columns + id.x];
    for (var d = 1u; d < beyond; d++) {
        let above = strip[(y - min(d, y)) * params.columns + id.x];
        let below = strip[min(y + d, last) * params.columns + id.x];
        sum += weights[d] * (above + below);
    }
    // All clear: there is no colour to give back.
    var rounded = vec4(0u);
    if sum.a > 0.0 {
        rounded = vec4<u32>(min(vec4(sum.rgb / sum.a, sum.a) + 0.5, vec4(255.0)));
    }
    filtered[y * params.width + params.first + id.x] = pack4xU8(rounded);
}
