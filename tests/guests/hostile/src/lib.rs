//! A component that makes one of each object, and then ends in the way that its caller asks for.

#[allow(dead_code)] // The program uses the other parts.
mod gpu;

use std::mem::forget;

use wasi_webgpu::raw::{
    self, GpuBindingResource, GpuBufferUsage as Usage, GpuMapMode, GpuTextureFormat as Format,
    GpuTextureUsage,
};

use bindings::Ending;
use gpu::{COUNT, Gpu, bind, color_attachment, render_pass};

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]
mod bindings {
    use super::Component;

    wit_bindgen::generate!({
        inline: "
            package test:hostile;

            world ends {
                enum ending {
                    drop-all,
                    keep-all,
                    trap,
                    wait-for-nothing,
                }

                export end: async func(ending: ending);
            }
        ",
    });

    export!(Component with_types_in self);
}

struct Component;

impl bindings::Guest for Component {
    async fn end(ending: Ending) {
        wasi_webgpu::run(live(ending)).await;
    }
}

async fn live(ending: Ending) {
    let gpu = Gpu::new();
    let buffer = gpu.buffer(1 << 16, Usage::STORAGE | Usage::COPY_SRC);
    let commands = gpu.count_in(&buffer);
    gpu.queue.submit(&[&commands]);
    let read = gpu.buffer(1 << 16, Usage::MAP_READ | Usage::COPY_DST);
    let encoder = gpu.encoder();
    encoder.copy_buffer_to_buffer(&buffer, None, &read, None, None);
    gpu.queue.submit(&[&encoder.finish(None)]);
    let mapped = read.map_async(GpuMapMode::READ, None, None).await;
    mapped.expect("a mapping");

    let invalid = gpu.buffer(u64::MAX, Usage::STORAGE);
    let (lost, errors) = (gpu.device.lost(), gpu.device.on_uncaptured_error());
    gpu.device.push_error_scope(raw::GpuErrorFilter::Validation);
    let queries = gpu.queries(8);
    let texture = gpu.texture(Format::Rgba8unorm, GpuTextureUsage::RENDER_ATTACHMENT);
    let view = texture.create_view(None);
    let (sampler, pipeline) = (gpu.sampler(), gpu.render_pipeline(Format::Rgba8unorm));
    let counter = gpu.compute_pipeline(COUNT);
    let layout = counter.get_bind_group_layout(0);
    let group = gpu.bind_group(&layout, vec![GpuBindingResource::GpuBuffer(&buffer)]);
    let ended = gpu.encoder();
    let bundle = gpu
        .device
        .create_render_bundle_encoder(&raw::GpuRenderBundleEncoderDescriptor {
            depth_read_only: None,
            stencil_read_only: None,
            color_formats: vec![Some(Format::Rgba8unorm)],
            depth_stencil_format: None,
            sample_count: None,
            label: None,
        });
    bundle.set_pipeline(&pipeline);
    let open = ended.begin_render_pass(&render_pass(vec![Some(color_attachment(&view))]));
    open.set_pipeline(&pipeline);
    let counting = gpu.encoder();
    let pass = counting.begin_compute_pass(None);
    pass.set_pipeline(&counter);
    bind(&pass, 0, Some(&group));
    pass.dispatch_workgroups(1, None, None);

    let objects = (
        (gpu, buffer, commands, read, encoder, invalid, lost, errors),
        (
            queries, texture, view, sampler, pipeline, counter, layout, group,
        ),
        (ended, bundle, open, counting, pass),
    );
    match ending {
        Ending::DropAll => drop(objects),
        Ending::KeepAll => forget(objects),
        Ending::Trap => panic!("in the middle of two passes"),
        Ending::WaitForNothing => {
            objects.0.0.device.lost().await;
        }
    }
}
