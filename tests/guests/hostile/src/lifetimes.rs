//! Objects that go in any order, or never; futures and streams that nobody reads.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use wasi_webgpu::raw::{
    self, GpuBindingResource as Resource, GpuBufferUsage as Usage, GpuMapMode as Mode,
    GpuTextureFormat as Format, GpuTextureUsage,
};

use crate::checks::Checks;
use crate::gpu::{COUNT, Gpu, bind, color_attachment, render_pass};

/// Polls a future once: its call is made, and is on its way.
async fn begin(future: &mut (impl Future + Unpin)) -> bool {
    let mut future = pin!(future);
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await
}

#[wasi_webgpu::test]
async fn parents_go_first() {
    for _ in 0..20 {
        let gpu = Gpu::new();
        let buffer = gpu.buffer(64, Usage::STORAGE | Usage::COPY_SRC);
        let mapped = gpu.mapped_buffer(64, Usage::COPY_SRC);
        let commands = gpu.count_in(&buffer);
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        let pipeline = gpu.compute_pipeline(COUNT);
        let layout = pipeline.get_bind_group_layout(0);
        let group = gpu.bind_group(&layout, vec![Resource::GpuBuffer(&buffer)]);
        let texture = gpu.texture(Format::Rgba8unorm, GpuTextureUsage::RENDER_ATTACHMENT);
        let view = texture.create_view(None);
        let Gpu { device, queue } = gpu;
        drop(device);
        drop(texture);
        drop((layout, buffer));
        queue.submit(&[&commands]);
        drop(queue);
        pass.set_pipeline(&pipeline);
        drop(pipeline);
        bind(&pass, 0, Some(&group));
        drop(group);
        pass.dispatch_workgroups(1, None, None);
        drop(encoder);
        pass.end();
        drop((pass, commands));
        mapped
            .get_mapped_range_set_with_copy(&[1; 64], None, None)
            .expect("it is mapped");
        mapped.unmap().expect("no error");
        drop((view, mapped));
    }
}

#[wasi_webgpu::test]
async fn passes_outlive_their_encoders() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let view = gpu
        .texture(Format::Rgba8unorm, GpuTextureUsage::RENDER_ATTACHMENT)
        .create_view(None);
    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    drop(encoder);
    checks.fine("push", || pass.push_debug_group("alone")).await;
    drop(pass);
    let encoder = gpu.encoder();
    let pass = encoder.begin_render_pass(&render_pass(vec![Some(color_attachment(&view))]));
    drop((encoder, view));
    checks.fine("draw", || pass.draw(3, None, None, None)).await;
    drop(pass);
    checks
        .fine("the device lives", || gpu.encoder().finish(None))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn buffers_go_while_they_are_mapped() {
    let gpu = Gpu::new();
    for turn in 0..100 {
        let buffer = gpu.buffer(1 << 16, Usage::MAP_READ | Usage::COPY_DST);
        let encoder = gpu.encoder();
        encoder.clear_buffer(&buffer, None, None);
        gpu.queue.submit(&[&encoder.finish(None)]);
        let mut mapping = Box::pin(buffer.map_async(Mode::READ, None, None));
        match turn % 4 {
            0 => drop(begin(&mut mapping).await),
            1 => mapping.await.expect("a mapping"),
            2 => {
                begin(&mut mapping).await;
                drop(mapping);
                buffer.unmap().expect("no error");
            }
            _ => {
                begin(&mut mapping).await;
                drop(mapping);
                buffer.destroy();
            }
        }
    }
    gpu.queue.on_submitted_work_done().await;
}

#[wasi_webgpu::test]
async fn futures_and_streams_that_nobody_reads() {
    let gpu = Gpu::new();
    let streams: Vec<_> = (0..100).map(|_| gpu.device.on_uncaptured_error()).collect();
    let futures: Vec<_> = (0..100).map(|_| gpu.device.lost()).collect();
    for _ in 0..3000 {
        drop(gpu.buffer(16, Usage::empty()));
    }
    drop(streams);
    let mut errors = gpu.device.on_uncaptured_error();
    drop(gpu.buffer(16, Usage::empty()));
    let first = errors.next().await;
    assert!(first.is_some(), "errors wait to be read");
    let mut waits: Vec<_> = (0..1000)
        .map(|_| Box::pin(gpu.queue.on_submitted_work_done()))
        .collect();
    for wait in &mut waits {
        begin(wait).await;
    }
    drop(waits);
    for _ in 0..100 {
        let mut pop = Box::pin(gpu.device.pop_error_scope());
        begin(&mut pop).await;
    }
    gpu.device.destroy();
    let mut futures = futures.into_iter();
    let lost = futures.next().expect("100 of them").await;
    assert_eq!(lost.reason(), raw::GpuDeviceLostReason::Destroyed);
}

#[wasi_webgpu::test]
async fn ninety_nine_thousand_objects() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let layout = gpu.layout(vec![]);
    let buffer = gpu.buffer(256, Usage::all() - Usage::MAP_READ - Usage::MAP_WRITE);
    let groups: Vec<_> = (0..40_000)
        .map(|_| gpu.bind_group(&layout, vec![]))
        .collect();
    let layouts: Vec<_> = (0..40_000)
        .map(|_| gpu.pipeline_layout(&[&layout]))
        .collect();
    let encoders: Vec<_> = (0..19_000).map(|_| gpu.device.limits()).collect();
    drop(layout);
    checks
        .fine("one more", || gpu.queue.submit(&[&gpu.count_in(&buffer)]))
        .await;
    drop((groups, layouts, encoders));
    checks
        .fine("and one more", || {
            gpu.queue.submit(&[&gpu.count_in(&buffer)])
        })
        .await;
    checks
        .fine_wait("done", gpu.queue.on_submitted_work_done())
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn thousands_of_passes_are_open() {
    let gpu = Gpu::new();
    let encoders: Vec<_> = (0..2000).map(|_| gpu.encoder()).collect();
    let passes: Vec<_> = encoders
        .iter()
        .map(|encoder| encoder.begin_compute_pass(None))
        .collect();
    drop(encoders);
    drop(passes);
    let mut checks = Checks::new(&gpu.device);
    checks
        .fine("the device lives", || gpu.encoder().finish(None))
        .await;
    checks.end();
}
