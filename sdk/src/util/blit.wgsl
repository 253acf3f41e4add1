// Draws one triangle that covers the target, and samples the source at the same place.

struct Place {
    @builtin(position) position: vec4f,
    // From (0, 0), the upper left corner, to (1, 1).
    @location(0) at: vec2f,
}

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var filtering: sampler;

@vertex
fn cover(@builtin(vertex_index) index: u32) -> Place {
    let corners = array(vec2f(0.0, 0.0), vec2f(0.0, 2.0), vec2f(2.0, 0.0));
    let at = corners[index];
    return Place(vec4f(2.0 * at.x - 1.0, 1.0 - 2.0 * at.y, 0.0, 1.0), at);
}

@fragment
fn sample(place: Place) -> @location(0) vec4f {
    return textureSample(source, filtering, place.at);
}
