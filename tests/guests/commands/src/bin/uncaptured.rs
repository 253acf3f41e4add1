//! Makes a validation error that no scope captures, and ends without waiting for anything.

use wasi_webgpu as wgpu;

#[wasi_webgpu::main]
async fn main() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (device, _queue) = adapter.request_device(&Default::default()).await?;
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("impossible buffer"),
        size: 16,
        usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    println!("the end");
    Ok(())
}
