use wasi_webgpu::{
    compute::{Gpu, TypedBuffer},
    wgsl,
};

wgsl! {
    mod saxpy {
        struct Params { a: f32 }
        @group(0) @binding(0) var<uniform> params: Params;
        @group(0) @binding(1) var<storage> x: array<f32>;
        @group(1) @binding(0) var<storage, read_write> y: array<f32>;

        @compute @workgroup_size(64)
        fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] += params.a * x[id.x]; }
    }
}

fn launch(gpu: &Gpu, params: &TypedBuffer<saxpy::Params>, x: &TypedBuffer<f32>) {
    let _ = saxpy::main(gpu, saxpy::Group0 { params, x });
}

fn main() {}
