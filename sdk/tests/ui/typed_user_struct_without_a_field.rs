use bytemuck::{Pod, Zeroable};
use wasi_webgpu::wgsl;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Light {
    position: [f32; 4],
}

wgsl! {
    mod lights {
        types(Light = Light, Lihgt = Light, vec3f = [f32; 4]);
        struct Light { position: vec3f, power: f32 }
    }
}

fn main() {}
