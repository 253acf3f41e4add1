//! Kernels written in Rust: their WGSL, and their twins on the CPU. No GPU is needed.

use wasi_webgpu::{
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, WorkgroupIndex, barrier},
};

#[kernel(workgroup_size = 64)]
fn saxpy(i: GlobalIndex, a: f32, x: &[f32], y: &mut [f32]) {
    if i < y.len() {
        y[i] += a * x[i];
    }
}

mod math {
    use super::gpu;

    #[gpu]
    pub(super) const PRIME: u32 = 16_777_619;

    #[gpu]
    pub(super) fn hash(x: u32) -> u32 {
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
    let expected = "\
struct Params {
    a: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn saxpy(@builtin(global_invocation_id) global_invocation_id: vec3<u32>) {
    let i = global_invocation_id.x;
    if i < arrayLength(&y) {
        y[i] += params.a * x[i];
    }
}
";
    assert_eq!(saxpy::WGSL, expected);
}

#[gpu]
fn divided(a: i32, b: i32) -> i32 {
    a / b * 1000 + a % b
}

#[test]
fn integers_are_those_of_wgsl() {
    assert_eq!(divided(7, 0), 7000);
    assert_eq!(divided(-7, 2), -3001);
    assert_eq!(divided(i32::MIN, -1), i32::MIN.wrapping_mul(1000));
}

#[kernel(workgroup_size = 4)]
fn beyond(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[test]
#[should_panic(expected = "index out of bounds: the len is 6 but the index is 6")]
fn an_index_out_of_range_panics() {
    beyond::cpu(&mut [0; 6]).dispatch_for(6);
}

#[kernel(workgroup_size = 4)]
fn rotated(local: LocalIndex, group: WorkgroupIndex, x: &[u32], y: &mut [[u32; 2]]) {
    #[workgroup]
    let memory: [[u32; 2]; 4];
    #[workgroup]
    let most: u32;
    let index = 1;
    memory[local][index] = x[group * 4 + local];
    if local == 0 {
        most = 5;
    }
    barrier();
    memory[local][0] += most + memory[(local + 1) % 4][index];
    barrier();
    y[group * 4 + local] = memory[local];
}

#[test]
fn invocations_share_memory() {
    let mut y = [[0; 2]; 8];
    rotated::cpu(&[1, 2, 3, 4, 10, 20, 30, 40], &mut y).dispatch_groups([2, 1, 1]);
    let first = [[7, 1], [8, 2], [9, 3], [6, 4]];
    assert_eq!(y[..4], first);
    assert_eq!(y[4..], [[25, 10], [35, 20], [45, 30], [15, 40]]);
}
