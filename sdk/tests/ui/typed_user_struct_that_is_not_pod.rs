use wasi_webgpu::wgsl;

#[repr(C)]
struct Light {
    power: f32,
}

wgsl! {
    mod lights {
        types(Light = Light);
        struct Light { power: f32 }
    }
}

fn main() {}
