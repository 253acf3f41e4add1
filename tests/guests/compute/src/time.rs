//! How long dispatches take.

use std::time::Duration;

use wasi_webgpu::{
    Features,
    compute::{Gpu, TimeSource},
};

use crate::{
    checks::{fails, gpu},
    kernels::{
        counts::{self, Group1},
        misspelt,
    },
};

#[wasi_webgpu::test]
async fn timestamps_measure_what_runs() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    assert!(gpu.features().contains(Features::TIMESTAMP_QUERY));
    let mut out = gpu.zeroed::<u32>(1 << 20)?;
    let dispatch = counts::invocations(&gpu, Group1 { out: &mut out }).dispatch_for(1 << 20);
    (&dispatch).await?;
    let once = gpu.time([&dispatch]).await?;
    let often = gpu.time([&dispatch; 20]).await?;
    for time in [once, often] {
        assert_eq!(time.source, TimeSource::TimestampQuery);
        assert!(time.duration > Duration::ZERO);
    }
    assert_eq!(out.read().await?, vec![22; 1 << 20]);
    Ok(())
}

#[wasi_webgpu::test]
async fn without_timestamps_the_wall_clock_says_so() -> wasi_webgpu::Result<()> {
    let adapter = wasi_webgpu::Instance::default();
    let adapter = adapter.request_adapter(&Default::default()).await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;
    let gpu = Gpu::from_parts(device, queue);
    let mut out = gpu.zeroed::<u32>(1 << 20)?;
    let time = gpu
        .time([counts::invocations(&gpu, Group1 { out: &mut out }).dispatch_for(1 << 20)])
        .await?;
    assert_eq!(time.source, TimeSource::WallClock);
    assert!(time.duration > Duration::ZERO);
    assert!(time.to_string().ends_with("s (wall clock)"), "{time}");
    Ok(())
}

#[wasi_webgpu::test]
async fn an_error_is_not_a_time() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed::<u32>(1)?;
    let wrong = misspelt(&gpu, &mut out).dispatch_groups([1; 3]);
    fails(gpu.time([&wrong]).await, &["misspelt main"]);
    // Nor is no dispatch at all an error.
    gpu.time([counts::invocations(&gpu, Group1 { out: &mut out }).dispatch_for(0)])
        .await?;
    Ok(())
}
