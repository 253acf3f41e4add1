use wasi_webgpu::{compute::Gpu, wgsl};

wgsl! {
    mod kernel {
        override size: u32;
        override factor: f32 = 1.0;
        @compute @workgroup_size(size) fn look() { _ = factor; }
    }
}

fn launch(gpu: &Gpu) {
    let _ = kernel::look(gpu, kernel::Overrides { factor: 2.0, ..Default::default() });
    let _ = kernel::look(gpu, kernel::Overrides { factor: 2.0 });
}

fn main() {}
