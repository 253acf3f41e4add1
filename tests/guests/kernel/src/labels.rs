//! Jumps to loops further out.

use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, barrier},
};

/// Out of three loops, by both ways to each.
#[gpu]
fn of_three(n: u32) -> u32 {
    let mut hash = n;
    'rows: for y in (1..=n % 7).rev() {
        let mut x = 0;
        'columns: while x < 6 {
            x += 1;
            for z in (x..20).step_by(3) {
                hash = hash * 31 + z;
                match (hash ^ y) % 11 {
                    0 => continue 'columns,
                    1 => continue 'rows,
                    2 => break 'columns,
                    3 | 4 => break 'rows,
                    5 => break,
                    6 => continue,
                    _ => hash += y,
                }
                hash ^= 3;
            }
            hash += 5;
        }
        hash = hash * 33 + x;
    }
    hash
}

/// The value of a `loop`, from within others.
#[gpu]
fn of_values(n: u32) -> u32 {
    let found = 'search: loop {
        for x in 2..30 {
            for y in x..30 {
                if x * y == n {
                    break 'search x * 100 + y;
                }
            }
        }
        break ('small: loop {
            if n > 40 {
                break 'small 7;
            }
            break n;
        });
    };
    found + 1
}

/// What comes to its end by a jump only.
#[gpu]
fn of_endless_loops(mut n: u32) -> u32 {
    let mut turns = 0;
    'outer: loop {
        turns += 1;
        loop {
            n = n * 5 + 3;
            if turns > 20 {
                return n;
            }
            if n % 7 == 0 {
                continue 'outer;
            }
            if n % 11 == 0 {
                break 'outer;
            }
        }
    }
    n + turns
}

/// Loops within the arms of a `match`, of which some leave the loop around it.
#[gpu]
fn of_arms(n: u32) -> u32 {
    let mut sum = 0;
    'outer: for i in 0..12_u32 {
        match (i + n) % 4 {
            0 => {
                for j in 0..n % 5 {
                    if j * i == 6 {
                        continue 'outer;
                    }
                    sum += j;
                }
            }
            1 => sum *= 3,
            _ => sum += i,
        }
        sum ^= 1;
        match (sum + n) % 5 {
            2 => {
                'inner: for j in 0..9 {
                    while sum % 3 != 0 {
                        sum += j;
                        if sum > 2000 {
                            break 'outer;
                        }
                        if sum % 8 == j {
                            break 'inner;
                        }
                        if j == 0 {
                            continue 'inner;
                        }
                    }
                }
            }
            _ => sum += 2,
        }
    }
    sum
}

/// A name of two loops, and jumps of a condition and of bounds.
#[gpu]
#[allow(clippy::blocks_in_conditions)]
fn of_heads(n: u32) -> u32 {
    let mut sum = 0;
    'a: for i in 0..9_u32 {
        let mut j = 0;
        while {
            j += 1;
            if (i * j + n) % 10 == 9 {
                continue 'a;
            }
            j < 5
        } {
            sum += j;
        }
        for k in i..(if (sum ^ n) % 13 == 0 { break 'a } else { n % 6 }) {
            sum += k * 3;
        }
        sum += 100;
    }
    sum
}

#[kernel(workgroup_size = 64)]
fn labels(i: GlobalIndex, out: &mut [[u32; 5]]) {
    if i < out.len() {
        let n = i as u32;
        out[i] = [
            of_three(n),
            of_values(n),
            of_endless_loops(n),
            of_arms(n),
            of_heads(n),
        ];
    }
}

#[wasi_webgpu::test]
async fn jumps_to_loops_further_out_are_equal() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 500;
    let mut twin = vec![[0; 5]; COUNT];
    labels::cpu(&mut twin).dispatch_for(COUNT as u32);
    // 5 · 7, none, and a prime.
    assert_eq!([twin[35][1], twin[3][1], twin[41][1]], [508, 4, 8]);
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<[u32; 5]>(COUNT)?;
    labels::launch(&gpu, &mut out)?.dispatch_for(COUNT).await?;
    for (i, (found, expected)) in out.read().await?.iter().zip(&twin).enumerate() {
        assert_eq!(found, expected, "invocation {i}:\n{}", labels::WGSL);
    }
    Ok(())
}

/// All come to the barriers, since they decide by scalars and by the elements of a `&[T]`.
#[kernel(workgroup_size = 32)]
fn meetings(i: GlobalIndex, local: LocalIndex, last: u32, all: &[u32], out: &mut [u32]) {
    #[workgroup]
    let tile: [u32; 32];
    let mut sum = local as u32;
    'rounds: for round in 0..6 {
        for step in 1..4 {
            tile[local] = sum;
            barrier();
            sum += tile[(local + step) % 32];
            barrier();
            if all[step] > 2 {
                continue 'rounds;
            }
            if round == last {
                break 'rounds;
            }
        }
        barrier();
        sum *= 3;
    }
    if i < out.len() {
        out[i] = sum;
    }
}

#[wasi_webgpu::test]
async fn barriers_between_such_jumps_meet() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    for (last, all) in [(3, [0; 4]), (9, [1; 4]), (4, [0, 1, 5, 1]), (0, [2; 4])] {
        let mut twin = [0; 64];
        meetings::cpu(last, &all, &mut twin).dispatch_for(64);
        let mut out = gpu.zeroed::<u32>(64)?;
        meetings::launch(&gpu, last, &gpu.upload(&all)?, &mut out)?
            .dispatch_for(64)
            .await?;
        assert_eq!(
            out.read().await?,
            twin,
            "{last} {all:?}:\n{}",
            meetings::WGSL
        );
    }
    Ok(())
}
