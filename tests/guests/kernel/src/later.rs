//! Loops that have a value, variables that get theirs later, and ranges backwards by steps.

use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, Vec2, barrier},
};

#[gpu]
fn divisor(n: u32) -> u32 {
    let mut d = 2;
    let found = loop {
        if d * d > n {
            break NONE;
        }
        if n % d == 0 {
            break d;
        }
        d += 1;
    };
    found
        + loop {
            d += 3;
            match d % 7 {
                1 => break d * 2,
                2 | 3 => {
                    let half = loop {
                        if d > 9 {
                            break Vec2::new(d as f32, 0.5);
                        }
                        d += 1;
                    };
                    break half.dot(Vec2::new(1.0, 2.0)) as u32;
                }
                _ => {}
            }
        }
}

#[gpu]
const NONE: u32 = 0;

#[gpu]
fn root(n: u32) -> u32 {
    let mut low = 0;
    let mut high = 1000;
    loop {
        let middle = (low + high) / 2;
        if middle * middle > n {
            high = middle;
        } else {
            low = middle;
        }
        if high - low <= 1 {
            break low;
        }
    }
}

#[gpu]
fn later(n: u32) -> i32 {
    let kind: i32;
    let mut sums: [i32; 2];
    if n % 3 == 0 {
        kind = 4;
        sums = [1, 2];
    } else {
        kind = if n % 3 == 1 { 5 } else { 6 };
        sums = [n as i32; 2];
        sums[1] *= -7;
    }
    for i in 0..n % 4 {
        let doubled: i32;
        doubled = (i * 2) as i32;
        sums[(i % 2) as usize] += doubled;
    }
    kind * sums[0] + sums[1]
}

#[gpu]
fn backwards(n: u32) -> u32 {
    let mut hash = n;
    for i in (3..n % 29).rev().step_by(4) {
        hash = hash * 31 + i;
    }
    for i in (0..=n % 5).rev().step_by((n % 3 + 1) as usize) {
        hash = hash * 33 + i;
    }
    for i in (0..7_u32).rev().step_by(100) {
        hash = hash * 35 + i;
    }
    for i in (-9..=n as i32 % 6).rev().step_by(3) {
        hash = hash * 37 + i as u32;
    }
    for i in (i32::MIN..i32::MIN + 5).rev().step_by(2) {
        hash = hash * 39 + i as u32;
    }
    for mut i in (u32::MAX - 7..=u32::MAX).rev().step_by(3) {
        if i % 2 == n % 2 {
            continue;
        }
        i /= 2;
        hash = hash * 41 + i;
    }
    for i in (5..3_u32).rev().step_by(2) {
        hash += i;
    }
    hash
}

#[kernel(workgroup_size = 64)]
fn of_all(i: GlobalIndex, local: LocalIndex, rounds: u32, out: &mut [[u32; 5]]) {
    // Its value is the same for all, so that there may be a barrier under it.
    let mut round = 0;
    let all = loop {
        if round * round >= rounds {
            break round;
        }
        round += 1;
    };
    #[workgroup]
    let shared: [u32; 64];
    for k in 0..all {
        shared[(local + k as usize) % 64] = i as u32 + k;
        barrier();
    }
    let n = i as u32;
    out[i] = [
        divisor(n),
        root(n),
        later(n) as u32,
        backwards(n),
        shared[local] + all,
    ];
}

#[wasi_webgpu::test]
async fn values_that_come_later_are_equal() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 320;
    let mut twin = vec![[0; 5]; COUNT];
    of_all::cpu(10, &mut twin).dispatch_for(COUNT);
    assert_eq!(twin[143][1], 11);
    // Of invocation 66 in the last round.
    assert_eq!(twin[69][4], 66 + 3 + 4);
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<[u32; 5]>(COUNT)?;
    of_all::launch(&gpu, 10, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    for (i, (found, expected)) in out.read().await?.iter().zip(&twin).enumerate() {
        assert_eq!(found, expected, "invocation {i}:\n{}", of_all::WGSL);
    }
    Ok(())
}
