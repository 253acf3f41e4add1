//! How often each byte comes: counters of a workgroup, and these added to all.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasi_webgpu::{
    compute::Gpu,
    kernel,
    kernel::{GlobalIndex, LocalIndex, barrier},
};

#[kernel(workgroup_size = 256)]
pub(crate) fn histogram(i: GlobalIndex, local: LocalIndex, bytes: &[u32], counts: &[AtomicU32]) {
    #[workgroup]
    let own: [AtomicU32; 256];
    if i < bytes.len() {
        let four = bytes[i];
        for shift in (0..32_u32).step_by(8) {
            own[(four >> shift & 0xff) as usize].fetch_add(1, Relaxed);
        }
    }
    barrier();
    let count = own[local].load(Relaxed);
    if count > 0 {
        counts[local].fetch_add(count, Relaxed);
    }
}

#[wasi_webgpu::test]
async fn counts_are_equal() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 5000;
    let bytes: Vec<u32> = (0..COUNT as u32)
        .map(|i| i.wrapping_mul(i) ^ i << 16)
        .collect();
    let twin: Vec<_> = (0..256).map(|_| AtomicU32::new(0)).collect();
    histogram::cpu(&bytes, &twin).dispatch_for(COUNT as u32);
    let twin: Vec<u32> = twin.iter().map(|it| it.load(Relaxed)).collect();
    assert_eq!(twin.iter().sum::<u32>() as usize, 4 * COUNT);
    let gpu = Gpu::request().await?;
    let bytes = gpu.upload(&bytes)?;
    let mut counts = gpu.zeroed::<u32>(256)?;
    histogram::launch(&gpu, &bytes, &mut counts)?
        .dispatch_for(COUNT)
        .await?;
    assert_eq!(counts.read().await?, twin);
    Ok(())
}
