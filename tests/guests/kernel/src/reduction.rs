//! The sum of many numbers: a tree in workgroup memory, and one atomic for each workgroup.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, WorkgroupCount, barrier},
};

#[gpu]
const SIZE: usize = 128;

#[kernel(workgroup_size = 128)]
pub(crate) fn sum(
    i: GlobalIndex,
    local: LocalIndex,
    workgroups: WorkgroupCount,
    numbers: &[u32],
    total: &[AtomicU32],
) {
    #[workgroup]
    let parts: [u32; SIZE];
    let mut part = 0;
    for at in (i..numbers.len()).step_by(workgroups * SIZE) {
        part += numbers[at];
    }
    parts[local] = part;
    barrier();
    let mut half = SIZE / 2;
    while half > 0 {
        if local < half {
            parts[local] += parts[local + half];
        }
        barrier();
        half /= 2;
    }
    if local == 0 {
        total[0].fetch_add(parts[0], Relaxed);
    }
}

#[wasi_webgpu::test]
async fn sums_are_equal() -> wasi_webgpu::Result<()> {
    let numbers: Vec<u32> = (0..10_000).map(|i: u32| i.wrapping_mul(i)).collect();
    let expected = numbers.iter().fold(0_u32, |a, b| a.wrapping_add(*b));
    let twin = [AtomicU32::new(0)];
    sum::cpu(&numbers, &twin).dispatch_groups([7, 1, 1]);
    assert_eq!(twin[0].load(Relaxed), expected);
    let gpu = Gpu::request().await?;
    let numbers = gpu.upload(&numbers)?;
    let mut total = gpu.zeroed::<u32>(1)?;
    sum::launch(&gpu, &numbers, &mut total)?
        .dispatch_groups([7, 1, 1])
        .await?;
    assert_eq!(total.read().await?, [expected]);
    Ok(())
}
