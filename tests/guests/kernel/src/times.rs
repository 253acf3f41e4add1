//! Each kernel beside its WGSL written by hand: the length of the text, and the GPU's time.
//!
//! `cargo test --target wasm32-wasip2 -p guest-kernel -- --ignored --nocapture` says them; the work is for
//! a GPU, and long for a software one.

use wasi_webgpu::{
    compute::{Dispatch, Gpu, Module},
    include_wgsl,
};

use crate::{histogram, life, mandelbrot, matmul, nbody, ray_marcher, reduction, sha256};

include_wgsl!(mod mandelbrot_wgsl, "wgsl/mandelbrot.wgsl");
include_wgsl!(mod life_wgsl, "wgsl/life.wgsl");
include_wgsl!(mod matmul_wgsl, "wgsl/matmul.wgsl");
include_wgsl!(mod nbody_wgsl, "wgsl/nbody.wgsl");
include_wgsl!(mod ray_marcher_wgsl, "wgsl/ray_marcher.wgsl");
include_wgsl!(mod reduction_wgsl, "wgsl/reduction.wgsl");
include_wgsl!(mod histogram_wgsl, "wgsl/histogram.wgsl");
include_wgsl!(mod sha256_wgsl, "wgsl/sha256.wgsl");

/// How often each is run; the fastest counts.
const RUNS: usize = 10;

async fn compare(
    gpu: &Gpu,
    (rust, ours): (&str, &Dispatch),
    (wgsl, theirs): (&Module, &Dispatch),
) -> wasi_webgpu::Result<()> {
    let mut best = [f64::MAX; 2];
    for _ in 0..RUNS {
        for (best, dispatch) in best.iter_mut().zip([ours, theirs]) {
            let time = gpu.time([dispatch]).await?.duration.as_secs_f64();
            *best = best.min(time);
        }
    }
    let [ours, theirs] = best.map(|seconds| 1e3 * seconds);
    let (label, more) = (wgsl.label, 100.0 * (ours / theirs - 1.0));
    let (long, short) = (rust.len(), wgsl.source.len());
    println!(
        "{label}: {ours:.3} ms, by hand {theirs:.3} ms ({more:+.1} %); {long} bytes of WGSL, by hand {short}"
    );
    Ok(())
}

#[wasi_webgpu::test]
#[ignore = "it is a measurement"]
async fn times() -> wasi_webgpu::Result<()> {
    let gpu = &Gpu::request().await?;
    pictures(gpu).await?;
    bodies(gpu).await?;
    rays(gpu).await?;
    products(gpu).await?;
    sums(gpu).await
}

async fn pictures(gpu: &Gpu) -> wasi_webgpu::Result<()> {
    const WIDTH: usize = 4096;
    let size = WIDTH as u32;
    let mut out = gpu.zeroed::<u32>(WIDTH * WIDTH)?;
    let ours = mandelbrot::mandelbrot::launch(gpu, WIDTH, &mut out)?.dispatch_for_2d([WIDTH; 2]);
    let params = gpu.upload(&[mandelbrot_wgsl::Params { width: size }])?;
    let group = mandelbrot_wgsl::Group0 {
        params: &params,
        out: &mut out,
    };
    let theirs = mandelbrot_wgsl::mandelbrot(gpu, group).dispatch_for_2d([WIDTH; 2]);
    let rust = mandelbrot::mandelbrot::WGSL;
    compare(gpu, (rust, &ours), (&mandelbrot_wgsl::MODULE, &theirs)).await?;
    let now = gpu.zeroed::<u32>(WIDTH * WIDTH)?;
    let ours = life::life::launch(gpu, WIDTH, WIDTH, &now, &mut out)?.dispatch_for_2d([WIDTH; 2]);
    let params = gpu.upload(&[life_wgsl::Params {
        width: size,
        height: size,
    }])?;
    let group = life_wgsl::Group0 {
        params: &params,
        now: &now,
        next: &mut out,
    };
    let theirs = life_wgsl::life(gpu, group).dispatch_for_2d([WIDTH; 2]);
    compare(
        gpu,
        (life::life::WGSL, &ours),
        (&life_wgsl::MODULE, &theirs),
    )
    .await
}

async fn products(gpu: &Gpu) -> wasi_webgpu::Result<()> {
    const N: usize = 2048;
    let (a, b) = (gpu.zeroed::<f32>(N * N)?, gpu.zeroed::<f32>(N * N)?);
    let mut c = gpu.zeroed::<f32>(N * N)?;
    let ours = matmul::matmul::launch(gpu, N, &a, &b, &mut c)?.dispatch_for_2d([N; 2]);
    let params = gpu.upload(&[matmul_wgsl::Params { n: N as u32 }])?;
    let group = matmul_wgsl::Group0 {
        params: &params,
        a: &a,
        b: &b,
        c: &mut c,
    };
    let theirs = matmul_wgsl::matmul(gpu, group).dispatch_for_2d([N; 2]);
    compare(
        gpu,
        (matmul::matmul::WGSL, &ours),
        (&matmul_wgsl::MODULE, &theirs),
    )
    .await
}

async fn sums(gpu: &Gpu) -> wasi_webgpu::Result<()> {
    const COUNT: usize = 1 << 22;
    let numbers = gpu.zeroed::<u32>(COUNT)?;
    let mut total = gpu.zeroed::<u32>(256)?;
    let ours = reduction::sum::launch(gpu, &numbers, &mut total)?.dispatch_groups([1024, 1, 1]);
    let group = reduction_wgsl::Group0 {
        numbers: &numbers,
        total: &mut total,
    };
    let theirs = reduction_wgsl::sum(gpu, group).dispatch_groups([1024, 1, 1]);
    compare(
        gpu,
        (reduction::sum::WGSL, &ours),
        (&reduction_wgsl::MODULE, &theirs),
    )
    .await?;
    let ours = histogram::histogram::launch(gpu, &numbers, &mut total)?.dispatch_for(COUNT);
    let group = histogram_wgsl::Group0 {
        bytes: &numbers,
        counts: &mut total,
    };
    let theirs = histogram_wgsl::histogram(gpu, group).dispatch_for(COUNT);
    let rust = histogram::histogram::WGSL;
    compare(gpu, (rust, &ours), (&histogram_wgsl::MODULE, &theirs)).await?;
    let mut hashes = gpu.zeroed::<[u32; 8]>(COUNT)?;
    let ours = sha256::sha256::launch(gpu, &numbers, &mut hashes)?.dispatch_for(COUNT);
    let group = sha256_wgsl::Group0 {
        numbers: &numbers,
        hashes: &mut hashes,
    };
    let theirs = sha256_wgsl::sha256(gpu, group).dispatch_for(COUNT);
    compare(
        gpu,
        (sha256::sha256::WGSL, &ours),
        (&sha256_wgsl::MODULE, &theirs),
    )
    .await
}

async fn bodies(gpu: &Gpu) -> wasi_webgpu::Result<()> {
    const COUNT: usize = 1 << 15;
    let now = gpu.zeroed::<[f32; 4]>(COUNT)?;
    let mut velocities = gpu.zeroed::<[f32; 4]>(COUNT)?;
    let mut next = gpu.zeroed::<[f32; 4]>(COUNT)?;
    let ours =
        nbody::step::launch(gpu, 0.01, &now, &mut velocities, &mut next)?.dispatch_for(COUNT);
    let params = gpu.upload(&[nbody_wgsl::Params { dt: 0.01 }])?;
    let group = nbody_wgsl::Group0 {
        params: &params,
        now: &now,
        velocities: &mut velocities,
        next: &mut next,
    };
    let theirs = nbody_wgsl::step_(gpu, group).dispatch_for(COUNT);
    compare(
        gpu,
        (nbody::step::WGSL, &ours),
        (&nbody_wgsl::MODULE, &theirs),
    )
    .await
}

async fn rays(gpu: &Gpu) -> wasi_webgpu::Result<()> {
    const WIDTH: usize = 4096;
    let mut out = gpu.zeroed::<f32>(WIDTH * WIDTH)?;
    let ours = ray_marcher::march::launch(gpu, WIDTH, &mut out)?.dispatch_for_2d([WIDTH; 2]);
    let params = gpu.upload(&[ray_marcher_wgsl::Params {
        width: WIDTH as u32,
    }])?;
    let group = ray_marcher_wgsl::Group0 {
        params: &params,
        out: &mut out,
    };
    let theirs = ray_marcher_wgsl::march(gpu, group).dispatch_for_2d([WIDTH; 2]);
    let rust = ray_marcher::march::WGSL;
    compare(gpu, (rust, &ours), (&ray_marcher_wgsl::MODULE, &theirs)).await
}
