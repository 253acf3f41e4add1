//! `const` parameters: the size of a workgroup, the length of its memory, a factor and a switch.

use wasi_webgpu::{
    compute::Gpu,
    kernel,
    kernel::{GlobalIndex, LocalIndex, WorkgroupIndex, barrier},
};

#[kernel(workgroup_size = SIZE)]
fn sums<const SIZE: usize, const FACTOR: i32, const IS_NEGATIVE: bool>(
    i: GlobalIndex,
    local: LocalIndex,
    group: WorkgroupIndex,
    numbers: &[i32],
    sums: &mut [i32],
) {
    #[workgroup]
    let parts: [i32; SIZE];
    parts[local] = if i < numbers.len() { numbers[i] } else { 0 };
    let mut half = parts.len() / 2;
    barrier();
    while half > 0 {
        if local < half {
            parts[local] += parts[local + half];
        }
        barrier();
        half /= 2;
    }
    if local == 0 {
        let sum = parts[0] * FACTOR / (SIZE as i32 - 3);
        sums[group] = if IS_NEGATIVE { -sum } else { sum };
    }
}

async fn compare<const SIZE: usize, const FACTOR: i32, const IS_NEGATIVE: bool>(
    gpu: &Gpu,
) -> wasi_webgpu::Result<()> {
    const COUNT: usize = 1000;
    let numbers: Vec<i32> = (0..COUNT as i32).map(|i| i * 7919 % 1013 - 400).collect();
    let mut twin = vec![0; COUNT.div_ceil(SIZE)];
    sums::cpu::<SIZE, FACTOR, IS_NEGATIVE>(&numbers, &mut twin).dispatch_for(COUNT as u32);
    let input = gpu.upload(&numbers)?;
    let mut out = gpu.zeroed::<i32>(twin.len())?;
    sums::launch::<SIZE, FACTOR, IS_NEGATIVE>(gpu, &input, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    assert_eq!(out.read().await?, twin, "{SIZE} {FACTOR} {IS_NEGATIVE}");
    Ok(())
}

#[wasi_webgpu::test]
async fn const_parameters_are_equal() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    compare::<64, 3, false>(&gpu).await?;
    compare::<16, -5, true>(&gpu).await?;
    // Its arithmetic wraps, and it divides by 1.
    compare::<4, { i32::MAX }, false>(&gpu).await
}

#[wasi_webgpu::test]
async fn a_workgroup_of_no_invocations_is_an_error() -> wasi_webgpu::Result<()> {
    let gpu = Gpu::request().await?;
    let input = gpu.upload(&[1])?;
    let mut out = gpu.zeroed::<i32>(1)?;
    let launch = sums::launch::<0, 1, false>(&gpu, &input, &mut out)?;
    let error = launch.dispatch_groups([1, 1, 1]).await.unwrap_err();
    assert!(error.to_string().contains("sums"), "{error}");
    Ok(())
}
