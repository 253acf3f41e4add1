@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var filtering: sampler;
@fragment fn main() -> @location(0) vec4f { return textureSample(image, filtering, vec3f()); }
