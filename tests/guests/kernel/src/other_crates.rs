//! Functions and constants of another crate.

use guest_kernel_items::{OFFSET, hash, scrambling};
use wasi_webgpu::{compute::Gpu, kernel, kernel::GlobalIndex};

#[kernel(workgroup_size = 64)]
fn hashes(i: GlobalIndex, out: &mut [u32]) {
    if i < out.len() {
        out[i] = hash(i as u32) + scrambling::mixed(OFFSET) * guest_kernel_items::OFFSET;
    }
}

#[wasi_webgpu::test]
async fn functions_of_other_crates_are_equal() -> wasi_webgpu::Result<()> {
    let mut twin = vec![0; 100];
    hashes::cpu(&mut twin).dispatch_for(100);
    assert_eq!(
        twin[5],
        hash(5).wrapping_add(scrambling::mixed(7).wrapping_mul(7))
    );
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<u32>(twin.len())?;
    hashes::launch(&gpu, &mut out)?.dispatch_for(100).await?;
    assert_eq!(out.read().await?, twin);
    Ok(())
}
