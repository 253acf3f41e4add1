// Counts points in the bins of a grid, then colours the bins.

struct Params {
    columns: u32,
    rows: u32,
    /// How many pixels wide and high a bin is drawn.
    pixels: u32,
}

@group(0) @binding(0) var<uniform> params: Params;

/// x and y, from 0 to 1.
@group(1) @binding(0) var<storage, read> points: array<vec2f>;
/// In rows from the low end of y.
@group(1) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
@group(1) @binding(2) var<storage, read_write> highest: atomic<u32>;

/// `counts`, once all points are counted.
@group(2) @binding(0) var<storage, read> bins: array<u32>;
/// `highest`, then.
@group(2) @binding(1) var<storage, read> most: u32;
/// RGBA8, in rows from the top.
@group(2) @binding(2) var<storage, read_write> colours: array<u32>;

const GROUP = 256u;

// A single multiplication: it rounds alike everywhere. 1 itself belongs to the last bin.
fn bin(share: f32, count: u32) -> u32 {
    return min(u32(share * f32(count)), count - 1u);
}

/// A point an invocation. Rows of workgroups follow each other, as there may be more than one row has.
@compute @workgroup_size(GROUP)
fn count(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (workgroup.y * workgroups.x + workgroup.x) * GROUP + lane;
    if i < arrayLength(&points) {
        let point = points[i];
        let place = bin(point.y, params.rows) * params.columns + bin(point.x, params.columns);
        let count = atomicAdd(&counts[place], 1u) + 1u;
        atomicMax(&highest, count);
    }
}

fn srgb(linear: vec3f) -> vec3f {
    let within = saturate(linear);
    let power = 1.055 * pow(within, vec3f(1.0 / 2.4)) - 0.055;
    return select(power, 12.92 * within, within <= vec3f(0.0031308));
}

// Evenly lighter with the logarithm of the count, in Oklab. src/reference.rs says the same.
fn colour(count: u32) -> vec3f {
    let t = log(1.0 + f32(count)) / log(1.0 + f32(most));
    let lightness = 0.3 + 0.67 * t;
    let chroma = 0.15 - 0.06 * t;
    let hue = 5.0 - 3.2 * t;
    let lab = vec3f(lightness, chroma * cos(hue), chroma * sin(hue));
    let root = mat3x3f(
        vec3f(1.0, 1.0, 1.0),
        vec3f(0.3963377774, -0.1055613458, -0.0894841775),
        vec3f(0.2158037573, -0.0638541728, -1.2914855480),
    ) * lab;
    return srgb(mat3x3f(
        vec3f(4.0767416621, -1.2684380046, -0.0041960863),
        vec3f(-3.3077115913, 2.6097574011, -0.7034186147),
        vec3f(0.2309699292, -0.3413193965, 1.7076147010),
    ) * (root * root * root));
}

/// A pixel an invocation.
@compute @workgroup_size(16, 16)
fn paint(@builtin(global_invocation_id) id: vec3u) {
    let size = vec2u(params.columns, params.rows) * params.pixels;
    if id.x >= size.x || id.y >= size.y {
        return;
    }
    let column = id.x / params.pixels;
    let row = params.rows - 1u - id.y / params.pixels;
    let count = bins[row * params.columns + column];
    // Clear, where there is nothing to see.
    var pixel = 0u;
    if count > 0u {
        pixel = pack4x8unorm(vec4f(colour(count), 1.0));
    }
    colours[id.y * size.x + id.x] = pixel;
}
