//! Each kernel on the GPU, in Rust and by hand, against the same Rust on the CPU.

use kernels::Kernel;
use wasi_webgpu::{Result, compute::Gpu};

async fn agrees(kernel: Kernel, sizes: &[usize]) -> Result<()> {
    let gpu = Gpu::request().await?;
    for &size in sizes {
        let checked = kernel.check(&gpu, size).await?;
        assert!(checked.agrees(), "{kernel} of {size}: {checked:?}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn mandelbrot() -> Result<()> {
    agrees(Kernel::Mandelbrot, &[7, 128]).await
}

#[wasi_webgpu::test]
async fn nbody() -> Result<()> {
    agrees(Kernel::Nbody, &[1, 64, 200]).await
}

#[wasi_webgpu::test]
async fn matmul() -> Result<()> {
    agrees(Kernel::Matmul, &[8, 40]).await
}

#[wasi_webgpu::test]
async fn reduction() -> Result<()> {
    agrees(Kernel::Reduction, &[1, 128, 10_001]).await
}

#[wasi_webgpu::test]
async fn histogram() -> Result<()> {
    agrees(Kernel::Histogram, &[1, 256, 5000]).await
}

#[wasi_webgpu::test]
async fn life() -> Result<()> {
    agrees(Kernel::Life, &[3, 37]).await
}

#[wasi_webgpu::test]
async fn ray_marcher() -> Result<()> {
    agrees(Kernel::RayMarcher, &[5, 96]).await
}

#[wasi_webgpu::test]
async fn sha256() -> Result<()> {
    agrees(Kernel::Sha256, &[1, 1000]).await
}

#[wasi_webgpu::test]
async fn times_are_of_some_work() -> Result<()> {
    let gpu = Gpu::request().await?;
    let times = Kernel::Mandelbrot.time(&gpu, 64).await?;
    assert!(times.seconds.iter().all(|it| *it > 0.0), "{times}");
    Ok(())
}
