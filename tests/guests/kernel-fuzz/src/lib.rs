//! Random kernels: the GPU and the CPU compute the same.
//!
//! `KERNELS=10000 SEED=0 cargo test --target wasm32-wasip2 -p guest-kernel-fuzz` tries more than the
//! default, and others.

#[cfg(test)]
mod kernels {
    use wasi_webgpu::compute::{Gpu, Launch, TypedBuffer};

    const COUNT: u32 = 64;
    /// The scalar that every kernel takes.
    const S: i32 = -7;

    /// What is written at random has more parentheses and names than it needs.
    #[allow(warnings)]
    mod generated {
        use wasi_webgpu::{compute::Gpu, gpu, kernel, kernel::GlobalIndex};

        use super::{COUNT, S, compare};

        include!(concat!(env!("OUT_DIR"), "/kernels.rs"));
    }

    /// Runs a kernel on both; a failure says the seed and the shader.
    async fn compare(
        gpu: &Gpu,
        seed: u64,
        wgsl: &str,
        cpu: fn(&[u32], &mut [u32]),
        launch: fn(&Gpu, &TypedBuffer<u32>, &mut TypedBuffer<u32>) -> wasi_webgpu::Result<Launch>,
    ) -> wasi_webgpu::Result<()> {
        let number = |i: u32| match i % 8 {
            0 => i,
            1 => u32::MAX - i,
            2 => 1 << (i % 32),
            _ => i.wrapping_mul(0x9E37_79B9).rotate_left(i),
        };
        let input: Vec<u32> = (0..COUNT).map(number).collect();
        let mut twin = vec![0; input.len()];
        cpu(&input, &mut twin);
        let input = gpu.upload(&input)?;
        let mut out = gpu.zeroed::<u32>(input.len())?;
        launch(gpu, &input, &mut out)?.dispatch_for(COUNT).await?;
        let out = out.read().await?;
        assert!(
            out == twin,
            "seed {seed}\n{wgsl}\nGPU {out:?}\nCPU {twin:?}"
        );
        Ok(())
    }

    #[wasi_webgpu::test]
    async fn kernels_are_equal_to_their_twins() -> wasi_webgpu::Result<()> {
        generated::run_all(&Gpu::request().await?).await
    }
}
