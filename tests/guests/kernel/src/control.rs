//! Loops, branches, scopes, and the order in which Rust computes.

use wasi_webgpu::{compute::Gpu, gpu, kernel, kernel::GlobalIndex};

#[gpu]
fn collatz(mut n: u32) -> u32 {
    let mut steps = 0;
    while n > 1 && steps < 1000 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

#[gpu]
fn first_divisor(n: u32) -> u32 {
    let mut divisor = 2;
    loop {
        if n % divisor == 0 || divisor >= n {
            return divisor;
        }
        divisor += 1;
    }
}

#[gpu]
fn of_a_match(n: u32) -> i32 {
    let mut sum = 0;
    for i in 0..20 {
        match i + n % 7 {
            3 => continue,
            4..=6 | 9 => sum += 10,
            12 => break,
            15 => return -1,
            _ => {
                let i = i as i32;
                sum -= i;
            }
        }
    }
    sum
}

#[gpu]
fn ranges(n: u32) -> u32 {
    let mut hash = n;
    for i in (3..n % 9).rev() {
        hash = hash * 31 + i;
    }
    for i in (2..=n % 5).rev() {
        hash = hash * 33 + i;
    }
    for i in u32::MAX - 3..=u32::MAX {
        if i % 2 == n % 2 {
            continue;
        }
        hash = hash * 35 + i;
    }
    for i in (u32::MAX - 10 - n % 4..u32::MAX).step_by(4) {
        hash = hash * 37 + i;
    }
    for i in (-7..=n as i32 % 6).step_by(3) {
        hash = hash * 39 + i as u32;
    }
    for mut i in 0..n % 5 {
        i *= 2;
        hash = hash * 41 + i;
    }
    for i in 5..3 {
        hash += i;
    }
    hash
}

#[gpu]
#[allow(unused_assignments)]
fn order(n: u32) -> u32 {
    let mut x = n;
    let a =
        x + {
            x *= 3;
            x
        } + x;
    let b = n > 5 && {
        x += 1;
        x % 2 == 0
    };
    let mut all = [1; 5];
    all[{
        x += 1;
        (x % 5) as usize
    }] = {
        x += 10;
        x
    };
    x += {
        x = 7;
        x * 2
    };
    let x = if b { x } else { x + 100 };
    let x = {
        let x = x * 2;
        x + 1
    };
    let max = x.max(a);
    while {
        all[0] += 1;
        all[0] % 4 != 0
    } {
        all[1] += 2;
    }
    all[0] + all[1] * 3 + all[2] * 5 + all[3] * 7 + all[4] * 11 + x * 13 + a * 17 + max
}

#[kernel(workgroup_size = 64)]
fn control(i: GlobalIndex, is_on: bool, out: &mut [[u32; 6]]) {
    if i >= out.len() {
        return;
    }
    let n = i as u32;
    out[i] = [
        collatz(n),
        first_divisor(n + 2),
        of_a_match(n) as u32,
        ranges(n),
        order(n),
        if is_on { n } else { 0 },
    ];
}

#[wasi_webgpu::test]
async fn control_flow_is_equal() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 300;
    let mut twin = vec![[0; 6]; COUNT];
    control::cpu(true, &mut twin).dispatch_for(COUNT as u32);
    assert_eq!(twin[27][0], 111);
    assert_eq!(twin[33][1], 5);
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<[u32; 6]>(COUNT)?;
    control::launch(&gpu, true, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    for (i, (found, expected)) in out.read().await?.iter().zip(&twin).enumerate() {
        assert_eq!(found, expected, "invocation {i}:\n{}", control::WGSL);
    }
    Ok(())
}
