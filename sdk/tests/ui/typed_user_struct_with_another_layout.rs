use bytemuck::{Pod, Zeroable};
use wasi_webgpu::wgsl;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Light {
    position: [f32; 3],
    color: [f32; 3],
    power: f32,
    more: f32,
}

wgsl! {
    mod lights {
        types(Light = Light);
        struct Light { position: vec3f, color: vec3f, power: f32 }
    }
}

fn main() {}
