//! Beside the plain layer.

use wasi_webgpu::{
    self as wgpu,
    compute::{Gpu, TypedBuffer},
    util::{BufferInitDescriptor, DeviceExt as _, DownloadBuffer},
};

use crate::kernels::counts::{self, Group1};

#[wasi_webgpu::test]
async fn device_and_buffers_come_from_the_plain_layer_and_go_there() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;
    let buffer = device.create_buffer_init(&BufferInitDescriptor {
        label: Some("plain"),
        contents: &[0; 16],
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    });

    let gpu = Gpu::from_parts(device.clone(), queue.clone());
    assert_eq!(*gpu.limits(), device.limits());
    let mut numbers = TypedBuffer::<u32>::from_buffer(&gpu, buffer);
    assert_eq!((numbers.len(), numbers.label()), (4, "plain"));
    let mut sizes = gpu.zeroed(3)?;
    let count = counts::invocations(&gpu, Group1 { out: &mut numbers }).dispatch_for(4);
    let nothing = counts::invocations(&gpu, Group1 { out: &mut numbers }).dispatch_for(0);
    let size = counts::groups_2d(&gpu, Group1 { out: &mut sizes }).dispatch_for_2d([8, 8]);

    let mut encoder = device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    count.record(&mut pass)?;
    nothing.record(&mut pass)?;
    size.record(&mut pass)?;
    count.record(&mut pass)?;
    drop(pass);
    queue.submit([encoder.finish()]);

    let bytes = DownloadBuffer::read_buffer(&device, &queue, &numbers.as_slice()).await?;
    assert_eq!(bytemuck::pod_collect_to_vec::<u8, u32>(&bytes), [2; 4]);
    assert_eq!(sizes.read().await?, [1, 2, 1]);
    let tail = numbers.slice(3..);
    assert_eq!(
        (tail.offset(), tail.as_slice().offset(), tail.size()),
        (12, 12, 4)
    );
    Ok(())
}
