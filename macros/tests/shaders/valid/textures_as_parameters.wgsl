@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var filtering: sampler;

fn fetch(t: texture_2d<f32>, s: sampler, at: vec2f) -> vec4f {
    return textureSampleLevel(t, s, at, 0.0);
}

@fragment
fn main(@location(0) uv: vec2f) -> @location(0) vec4f {
    return fetch(image, filtering, uv);
}
