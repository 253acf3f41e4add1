use wasi_webgpu::wgsl;

wgsl! {
    mod kernel {
        @group(0) @binding(0) var video: texture_external;
        @fragment fn look() -> @location(0) vec4f { return textureLoad(video, vec2u()); }
    }
}

fn main() {}
