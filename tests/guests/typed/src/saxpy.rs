//! The program of the README, from a file and inline.

use wasi_webgpu::{compute::Gpu, include_wgsl, wgsl};

include_wgsl!(mod file, "saxpy.wgsl");

wgsl! {
    pub(crate) mod inline {
        struct Params { a: f32 }
        @group(0) @binding(0) var<uniform> params: Params;
        @group(0) @binding(1) var<storage> x: array<f32>;
        @group(0) @binding(2) var<storage, read_write> y: array<f32>;

        @compute @workgroup_size(64)
        fn main(@builtin(global_invocation_id) id: vec3u) {
            let i = id.x;
            if i < arrayLength(&y) {
                y[i] += params.a * x[i];
            }
        }
    }
}

macro_rules! saxpy {
    ($module:ident) => {{
        let gpu = Gpu::request().await?;
        let x = gpu.upload(&[1.0, 2.0, 3.0])?;
        let mut y = gpu.upload(&[0.5; 3])?;
        let params = gpu.upload(&[$module::Params { a: 2.0 }])?;
        let group = $module::Group0 {
            params: &params,
            x: &x,
            y: &mut y,
        };
        $module::main(&gpu, group).dispatch_for(3).await?;
        assert_eq!(y.read().await?, [2.5, 4.5, 6.5]);
        Ok(())
    }};
}

#[wasi_webgpu::test]
async fn of_a_file() -> wasi_webgpu::Result<()> {
    saxpy!(file)
}

#[wasi_webgpu::test]
async fn inline_in_rust() -> wasi_webgpu::Result<()> {
    saxpy!(inline)
}
