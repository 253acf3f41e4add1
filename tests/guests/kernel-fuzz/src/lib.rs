//! Random kernels: the GPU and the CPU compute the same.

#[cfg(test)]
#[allow(warnings)]
mod kernels {
    use wasi_webgpu::{compute::Gpu, gpu, kernel, kernel::GlobalIndex};

    const COUNT: usize = 64;

    /// Fails with the seed, and the shader.
    macro_rules! compare {
        ($name:ident, $seed:expr) => {
            let input: Vec<u32> = (0..COUNT as u32)
                .map(|i| match i % 8 {
                    0 => i,
                    1 => u32::MAX - i,
                    2 => 1 << (i % 32),
                    _ => i.wrapping_mul(0x9E37_79B9).rotate_left(i),
                })
                .collect();
            let mut twin = vec![0; COUNT];
            $name::cpu(-7, &input, &mut twin).dispatch_for(COUNT as u32);
            let input = gpu.upload(&input)?;
            let mut out = gpu.zeroed::<u32>(COUNT)?;
            $name::launch(gpu, -7, &input, &mut out)?
                .dispatch_for(COUNT)
                .await?;
            let out = out.read().await?;
            assert!(
                out == twin,
                "seed {}\n{}\n{out:?}\n{twin:?}",
                $seed,
                $name::WGSL
            );
        };
    }

    include!(concat!(env!("OUT_DIR"), "/kernels.rs"));

    #[wasi_webgpu::test]
    async fn kernels_are_equal_to_their_twins() -> wasi_webgpu::Result<()> {
        run_all(&Gpu::request().await?).await
    }
}
