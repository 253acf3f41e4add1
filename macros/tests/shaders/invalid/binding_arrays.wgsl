enable wgpu_binding_array;
@group(0) @binding(0) var images: binding_array<texture_2d<f32>, 4>;
