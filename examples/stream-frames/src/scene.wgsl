// Columns that a wave lifts, before a background.

struct View {
    clip_from_world: mat4x4f,
    eye: vec3f,
    /// The direction to it.
    light: vec3f,
    /// Cosine and sine of the phase of the waves.
    turn: vec2f,
    /// Of the picture, in pixels.
    height: f32,
}

@group(0) @binding(0) var<uniform> view: View;

// Where columns end, and how far their corners are from their axis.
override BOTTOM: f32;
override RADIUS: f32;

// Of the one mesh that all columns are.
struct Vertex {
    /// From the axis, and 1 for the top or 0 for the bottom.
    @location(0) corner: vec3f,
    @location(1) normal: vec3f,
}

// What lifts a column, and what makes its top lean along x and y, are phasors.
struct Column {
    @location(2) centre: vec2f,
    @location(3) height: vec2f,
    @location(4) slope_x: vec2f,
    @location(5) slope_y: vec2f,
}

struct Point {
    @builtin(position) position: vec4f,
    @location(0) place: vec3f,
    @location(1) normal: vec3f,
    // How far below the top of the column.
    @location(2) depth: f32,
    // How strong the waves are here, and how high now: both from the middle of the column.
    @location(3) @interpolate(flat) waves: vec2f,
}

@vertex
fn lift(vertex: Vertex, column: Column) -> Point {
    let slope = vec2f(dot(column.slope_x, view.turn), dot(column.slope_y, view.turn));
    let height = dot(column.height, view.turn);
    let offset = RADIUS * vertex.corner.xy;
    let top = height + dot(slope, offset);
    let z = mix(BOTTOM, top, vertex.corner.z);

    var point: Point;
    point.place = vec3f(column.centre + offset, z);
    point.position = view.clip_from_world * vec4f(point.place, 1.0);
    // The top is normal to (0, 0, 1) before it leans; sides stay upright.
    point.normal = vec3f(vertex.normal.xy - vertex.normal.z * slope, vertex.normal.z);
    point.depth = top - z;
    point.waves = vec2f(length(column.height), height);
    return point;
}

// Blue where the waves cancel, gold where they add up. Linear light, as all colours here.
fn paint(strength: f32) -> vec3f {
    let calm = vec3f(0.006, 0.022, 0.100);
    let lively = vec3f(0.300, 0.040, 0.190);
    let wild = vec3f(1.000, 0.340, 0.040);
    let t = clamp(strength, 0.0, 1.0);
    return mix(mix(calm, lively, t), wild, t * t * t);
}

// What is behind all columns, by the height in the picture: 0 is the upper edge.
fn sky(down: f32) -> vec3f {
    let night = vec3f(0.004, 0.007, 0.022);
    let haze = vec3f(0.045, 0.042, 0.115);
    return mix(night, haze, exp(-8.0 * down * down));
}

// Any brightness becomes one below 1.
fn expose(light: vec3f) -> vec4f {
    return vec4f(1.0 - exp(-1.3 * light), 1.0);
}

@fragment
fn shade(point: Point) -> @location(0) vec4f {
    let normal = normalize(point.normal);
    let to_eye = view.eye - point.place;
    let half_way = normalize(normalize(to_eye) + view.light);

    let colour = paint(0.65 * point.waves.x);
    let sun = vec3f(1.60, 1.40, 1.20) * max(dot(normal, view.light), 0.0);
    let ambient = vec3f(0.16, 0.22, 0.34) * (0.6 + 0.4 * normal.z);
    let glow = 0.7 * max(point.waves.y, 0.0);
    let gloss = 0.5 * pow(max(dot(normal, half_way), 0.0), 50.0);
    // Between the columns it gets dark.
    let open = exp(-0.9 * point.depth);
    let light = open * (colour * (sun + ambient + glow) + gloss * vec3f(1.0, 0.95, 0.85));

    let distance = length(to_eye);
    let clear = exp(-pow(distance / 50.0, 6.0));
    return expose(mix(sky(point.position.y / view.height), light, clear));
}

// One triangle that covers the picture, as far away as can be.
@vertex
fn everywhere(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
    let corner = vec2f(f32(index & 1), f32(index >> 1));
    return vec4f(4.0 * corner - 1.0, 1.0, 1.0);
}

@fragment
fn backdrop(@builtin(position) position: vec4f) -> @location(0) vec4f {
    return expose(sky(position.y / view.height));
}
