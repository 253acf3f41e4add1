//! Doubles four numbers on the GPU.

use wasi_webgpu::{compute::Gpu, wgsl};

wgsl! {
    mod kernels {
        @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

        @compute @workgroup_size(64)
        fn double(@builtin(global_invocation_id) id: vec3u) {
            if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
        }
    }
}

#[wasi_webgpu::main]
async fn main() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    let mut numbers = gpu.upload(&[1, 2, 3, 4])?;
    let bindings = kernels::Group0 {
        numbers: &mut numbers,
    };
    kernels::double(&gpu, bindings).dispatch_for(4).await?;
    println!("{:?}", numbers.read().await?);
    Ok(())
}
