//! What each advice of `docs/performance.md` is worth: the same work without it and with it, in turn, in one run.
//! `bench-advice [LOG2_OF_ELEMENTS]`, 26 by default.

mod calls;
mod measure;
mod memory;
mod report;

use wasi_webgpu::{Result, compute::Gpu, include_wgsl};

include_wgsl!(mod kernels, "kernels.wgsl");

#[wasi_webgpu::main]
async fn main() -> Result<()> {
    let log2 = std::env::args().nth(1).and_then(|it| it.parse().ok());
    let gpu = Gpu::request().await?;
    let most = gpu.limits().max_storage_buffer_binding_size.ilog2() - 2;
    let count = 1_usize << log2.unwrap_or(26).clamp(12, most);
    let mut rows = calls::rows(&gpu).await?;
    rows.extend(memory::rows(&gpu, count).await?);
    report::print(&gpu.info().name, &rows);
    Ok(())
}
