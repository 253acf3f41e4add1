@group(0) @binding(0) var image: texture_2d<f32>;
@fragment fn main() -> @location(0) vec4f { return textureLoad(image, vec2i()); }
