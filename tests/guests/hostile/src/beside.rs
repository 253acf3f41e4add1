//! Tests that trap, and tests that run beside them in the same process.

use wasi_webgpu::raw::{GpuBufferUsage as Usage, GpuMapMode as Mode};

use crate::gpu::Gpu;

#[wasi_webgpu::test]
#[ignore = "traps, as it should"]
async fn traps() {
    let gpu = Gpu::new();
    let _pass = gpu.encoder().begin_compute_pass(None);
    panic!("in the middle of a pass");
}

#[wasi_webgpu::test]
#[ignore = "traps, as it should"]
async fn traps_while_mapped() {
    let gpu = Gpu::new();
    let buffer = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
    buffer
        .map_async(Mode::READ, None, None)
        .await
        .expect("a mapping");
    panic!("while a buffer is mapped");
}

#[wasi_webgpu::test]
#[ignore = "traps, as it should"]
async fn traps_in_the_host() {
    Gpu::new().device.set_label(&"x".repeat(1 << 20));
}

async fn count() {
    let gpu = Gpu::new();
    let buffer = gpu.buffer(64, Usage::STORAGE | Usage::COPY_SRC);
    let read = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
    for _ in 0..100 {
        gpu.queue.submit(&[&gpu.count_in(&buffer)]);
    }
    let encoder = gpu.encoder();
    encoder.copy_buffer_to_buffer(&buffer, None, &read, None, None);
    gpu.queue.submit(&[&encoder.finish(None)]);
    read.map_async(Mode::READ, None, None)
        .await
        .expect("a mapping");
    let bytes = read
        .get_mapped_range_get_with_copy(None, Some(4))
        .expect("a range");
    assert_eq!(bytes, [100, 0, 0, 0]);
}

#[wasi_webgpu::test]
async fn works() {
    count().await;
}

#[wasi_webgpu::test]
async fn works_too() {
    count().await;
}

#[wasi_webgpu::test]
async fn works_as_well() {
    count().await;
}
