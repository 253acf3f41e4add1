use wasi_webgpu::wgsl;

wgsl! {
    mod kernel {
        @group(0) @binding(0) var pictures: binding_array<texture_2d<f32>, 4>;
        @fragment fn look() -> @location(0) vec4f { return textureLoad(pictures[0], vec2u(), 0); }
    }
}

fn main() {}
