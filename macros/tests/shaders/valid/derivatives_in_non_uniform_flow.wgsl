diagnostic(off, derivative_uniformity);

@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var filtering: sampler;

@fragment
fn main(@location(0) uv: vec2f) -> @location(0) vec4f {
    if uv.x > 0.5 {
        return textureSample(image, filtering, uv);
    }
    return vec4f(0);
}
