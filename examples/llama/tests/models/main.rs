//! Models on the GPU against their definition, in f64.

mod files;
mod generation;
mod large;
mod mistakes;
mod random;
mod sampling;
mod shapes;
mod texts;

use wasi_webgpu::compute::Gpu;

type Result<T = ()> = std::result::Result<T, llama::Error>;

/// The largest difference of two vectors of logits, as a part of the largest logit. The kernels work in
/// f32, with sums in an order of their own.
fn difference(gpu: &[f32], cpu: &[f64]) -> f64 {
    assert_eq!(gpu.len(), cpu.len());
    assert!(gpu.iter().all(|logit| logit.is_finite()));
    let pairs = gpu.iter().zip(cpu);
    let largest = cpu.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    let difference = pairs.fold(0.0, |most: f64, (&a, b)| most.max((f64::from(a) - b).abs()));
    difference / largest
}

/// What [`difference`] is at most.
const BOUND: f64 = 1e-5;

async fn gpu() -> Result<Gpu> {
    Ok(Gpu::request().await?)
}

/// The first of the largest.
fn argmax(logits: &[f32]) -> u32 {
    let better = |&best: &usize, &other: &usize| match logits[other] > logits[best] {
        true => other,
        false => best,
    };
    (0..logits.len())
        .reduce(|best, other| better(&best, &other))
        .unwrap() as u32
}
