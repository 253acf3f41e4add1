use wasi_webgpu::{compute::Gpu, include_wgsl, wgsl};

include_wgsl!(mod file, "shaders/type_error.wgsl");

wgsl! {
    mod inline {
        @compute @workgroup_size(1)
        fn look() { let x: f32 = 1u; }
    }
}

fn launch(gpu: &Gpu) {
    let _ = file::look(gpu);
    let _ = inline::look(gpu);
}

fn main() {}
