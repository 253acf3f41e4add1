@group(0) @binding(0) var image: texture_depth_2d;
@group(0) @binding(1) var filtering: sampler;
@fragment fn main() -> @location(0) vec4f { return vec4f(textureSampleCompare(image, filtering, vec2f(), 0.5)); }
