@group(0) @binding(0) var image: texture_2d<u32>;
@group(0) @binding(1) var filtering: sampler;
@fragment fn main() -> @location(0) vec4f { return vec4f(textureSample(image, filtering, vec2f())); }
