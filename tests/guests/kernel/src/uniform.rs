//! Barriers in loops that all invocations of a workgroup leave together.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasi_webgpu::{
    compute::Gpu,
    kernel,
    kernel::{LocalIndex, WorkgroupIndex, barrier, workgroup_uniform_load},
};

/// Sorts each part of 64 numbers: neighbours change places until none has to. How many rounds that
/// takes comes out, too.
#[kernel(workgroup_size = 64)]
fn sort(local: LocalIndex, group: WorkgroupIndex, all: &mut [i32], rounds: &mut [u32]) {
    #[workgroup]
    let part: [i32; 64];
    #[workgroup]
    let swaps: AtomicU32;
    #[workgroup]
    let last: [u32; 2];
    part[local] = all[group * 64 + local];
    barrier();
    let mut round = 0;
    loop {
        for odd in 0..2 {
            let left = local / 2 * 2 + odd;
            if local % 2 == 0 && left + 1 < 64 && part[left] > part[left + 1] {
                let x = part[left];
                part[left] = part[left + 1];
                part[left + 1] = x;
                swaps.fetch_add(1, Relaxed);
            }
            barrier();
        }
        round += 1;
        if local == 0 {
            last[1] = swaps.load(Relaxed);
            swaps.store(0, Relaxed);
        }
        if workgroup_uniform_load(last[1]) == 0 {
            break;
        }
    }
    all[group * 64 + local] = part[local];
    if local == 0 {
        rounds[group] = round;
    }
}

#[wasi_webgpu::test]
async fn loops_end_for_all_at_once() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    let numbers: Vec<i32> = (0..256)
        .map(|i| if i < 64 { i } else { i * 7919 % 211 })
        .collect();
    let (mut twin, mut twin_rounds) = (numbers.clone(), vec![0; 4]);
    sort::cpu(&mut twin, &mut twin_rounds).dispatch_groups([4, 1, 1]);
    let mut expected = numbers.clone();
    expected.chunks_mut(64).for_each(<[i32]>::sort_unstable);
    assert_eq!(twin, expected);
    assert_eq!(twin_rounds[0], 1);
    assert!(twin_rounds[1] > 5, "{twin_rounds:?}");
    let mut all = gpu.upload(&numbers)?;
    let mut rounds = gpu.zeroed::<u32>(4)?;
    sort::launch(&gpu, &mut all, &mut rounds)?
        .dispatch_groups([4, 1, 1])
        .await?;
    assert_eq!(all.read().await?, expected);
    assert_eq!(rounds.read().await?, twin_rounds);
    Ok(())
}
