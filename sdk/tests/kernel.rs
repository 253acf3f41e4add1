//! Kernels written in Rust: their WGSL, and their twins on the CPU. No GPU is needed.

use wasi_webgpu::{gpu, kernel, kernel::GlobalIndex};

#[kernel(workgroup_size = 64)]
fn saxpy(i: GlobalIndex, a: f32, x: &[f32], y: &mut [f32]) {
    if i < y.len() {
        y[i] += a * x[i];
    }
}

mod math {
    use super::gpu;

    #[gpu]
    pub const PRIME: u32 = 16_777_619;

    #[gpu]
    pub fn hash(x: u32) -> u32 {
        let mut h = 2_166_136_261;
        for shift in (0..32).step_by(8) {
            h = (h ^ (x >> shift & 0xff)) * PRIME;
        }
        h
    }
}

#[gpu]
fn noise(x: u32, seed: u32) -> f32 {
    (math::hash(x ^ math::hash(seed)) >> 8) as f32 / 16_777_216.0
}

#[kernel(workgroup_size = 64)]
fn fill(i: GlobalIndex, seed: u32, out: &mut [f32]) {
    if i >= out.len() {
        return;
    }
    let n = noise(i as u32, seed);
    out[i] = match i % 4 {
        0 => n,
        1 | 2 => -n,
        _ => {
            let mut sum = 0.0;
            let mut k = 0;
            loop {
                if k == 5 {
                    break;
                }
                k += 1;
                sum += if k % 2 == 0 { n } else { 1.0 };
            }
            sum
        }
    };
}

#[test]
fn a_kernel_runs_on_the_cpu() {
    let mut y = [0.5; 3];
    saxpy::cpu(2.0, &[1.0, 2.0, 3.0], &mut y).dispatch_for(3);
    assert_eq!(y, [2.5, 4.5, 6.5]);
    saxpy(1, 1.0, &[1.0, 2.0, 3.0], &mut y);
    assert_eq!(y[1], 6.5);
    let mut out = [0.0; 100];
    fill::cpu(7, &mut out).dispatch_for(100);
    let n = noise(3, 7);
    assert_eq!(out[3], 3.0 + 2.0 * n);
    assert_eq!(out[2], -noise(2, 7));
}

#[test]
fn the_wgsl_is_readable() {
    println!("{}\n{}", saxpy::WGSL, fill::WGSL);
}
