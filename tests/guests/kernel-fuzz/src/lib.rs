//! Random kernels: the GPU and the CPU compute the same.
//!
//! `KERNELS=10000 SEED=0 cargo test --target wasm32-wasip2 -p guest-kernel-fuzz` tries more than the
//! default, and others.

#[cfg(test)]
mod kernels {
    use std::sync::atomic::AtomicU32;

    use wasi_webgpu::compute::{Gpu, Launch, TypedBuffer};

    /// Two workgroups and a part of one.
    const COUNT: u32 = 70;
    /// The scalar that every kernel takes.
    const S: i32 = -7;

    /// What is written at random has more parentheses and names than it needs.
    #[allow(warnings)]
    mod generated {
        use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

        use wasi_webgpu::{
            GpuType,
            compute::Gpu,
            gpu, kernel,
            kernel::{
                BVec2, GlobalIndex, IVec3, LocalIndex, UVec2, Vec2, WorkgroupIndex, barrier, ivec3,
                uvec2,
            },
        };

        use super::{Buffers, COUNT, S, Slices, compare};

        include!(concat!(env!("OUT_DIR"), "/kernels.rs"));
    }

    /// What kernels work on, on the CPU.
    struct Slices<'a> {
        input: &'a [u32],
        out: &'a mut [u32],
        reals: &'a mut [f32],
        counts: &'a [AtomicU32],
    }

    /// The same on the GPU.
    struct Buffers<'a> {
        input: &'a TypedBuffer<u32>,
        out: &'a mut TypedBuffer<u32>,
        reals: &'a mut TypedBuffer<f32>,
        counts: &'a mut TypedBuffer<u32>,
    }

    /// What a kernel is given.
    fn numbers() -> Vec<u32> {
        let number = |i: u32| match i % 8 {
            0 => i,
            1 => u32::MAX - i,
            2 => 1 << (i % 32),
            _ => i.wrapping_mul(0x9E37_79B9).rotate_left(i),
        };
        (0..COUNT).map(number).collect()
    }

    /// Runs a kernel on both; a failure says the seed and the shader. Floats may differ by `error`.
    async fn compare(
        gpu: &Gpu,
        (seed, wgsl, error): (u64, &str, f64),
        cpu: fn(Slices<'_>),
        launch: fn(&Gpu, Buffers<'_>) -> wasi_webgpu::Result<Launch>,
    ) -> wasi_webgpu::Result<()> {
        let input = &numbers();
        let (mut out, mut reals) = (vec![0; input.len()], vec![0.0; input.len()]);
        let counts: Vec<_> = (0..8).map(AtomicU32::new).collect();
        cpu(Slices {
            input,
            out: &mut out,
            reals: &mut reals,
            counts: &counts,
        });
        let counts: Vec<u32> = counts.into_iter().map(AtomicU32::into_inner).collect();

        let input = &gpu.upload(input)?;
        let (mut outs, mut floats) = (gpu.zeroed(out.len())?, gpu.zeroed(reals.len())?);
        let mut tallies = gpu.upload(&Vec::from_iter(0..8))?;
        let buffers = Buffers {
            input,
            out: &mut outs,
            reals: &mut floats,
            counts: &mut tallies,
        };
        launch(gpu, buffers)?.dispatch_for(COUNT).await?;
        let said = format!("seed {seed}\n{wgsl}");
        assert_eq!(outs.read().await?, out, "{said}");
        assert_eq!(tallies.read().await?, counts, "{said}");
        for (found, expected) in floats.read().await?.iter().zip(&reals) {
            let difference = (f64::from(*found) - f64::from(*expected)).abs();
            assert!(
                difference <= error,
                "{said}\nGPU {found} CPU {expected}: {difference:e} is more than {error:e}"
            );
        }
        Ok(())
    }

    #[wasi_webgpu::test]
    async fn kernels_are_equal_to_their_twins() -> wasi_webgpu::Result<()> {
        generated::run_all(&Gpu::request().await?).await
    }
}
