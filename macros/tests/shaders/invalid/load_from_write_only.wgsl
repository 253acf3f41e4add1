@group(0) @binding(0) var image: texture_storage_2d<rgba8unorm, write>;
@compute @workgroup_size(1) fn main() { _ = textureLoad(image, vec2i()); }
