use wasi_webgpu::{compute::TypedBuffer, wgsl};

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

fn launch(params: &TypedBuffer<saxpy::Params>, integers: &TypedBuffer<u32>) {
    let _ = saxpy::Group0 {
        params,
        x: integers,
    };
}

fn main() {}
