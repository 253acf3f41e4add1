//! The commands of render passes.

use wasi_webgpu::raw::{
    self, GpuBufferUsage, GpuTextureFormat as Format, GpuTextureUsage as Usage,
};

use crate::checks::Checks;
use crate::gpu::{Gpu, color_attachment, render_pass};

const RGBA: Format = Format::Rgba8unorm;
const ATTACHED: Usage = Usage::RENDER_ATTACHMENT;

/// Records a pass and finishes.
pub(crate) fn record(
    gpu: &Gpu,
    descriptor: &raw::GpuRenderPassDescriptor,
    commands: impl FnOnce(&raw::GpuRenderPassEncoder),
) -> raw::GpuCommandBuffer {
    let encoder = gpu.encoder();
    let pass = encoder.begin_render_pass(descriptor);
    commands(&pass);
    pass.end();
    encoder.finish(None)
}

#[wasi_webgpu::test]
async fn state_of_a_pass() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let color = gpu.texture(RGBA, ATTACHED).create_view(None);
    let buffer = gpu.buffer(
        64,
        GpuBufferUsage::all() - GpuBufferUsage::MAP_READ - GpuBufferUsage::MAP_WRITE,
    );
    let storage = gpu.buffer(64, GpuBufferUsage::STORAGE);
    let pipeline = gpu.render_pipeline(RGBA);
    let other = gpu.render_pipeline(Format::Rgba16float);
    let queries = gpu.queries(2);
    type Command<'a> = &'a dyn Fn(&raw::GpuRenderPassEncoder);
    let (u16, u32) = (raw::GpuIndexFormat::Uint16, raw::GpuIndexFormat::Uint32);
    let wrong: [(&str, Command); 43] = [
        ("a scissor outside", &|it| it.set_scissor_rect(1, 0, 16, 16)),
        ("a scissor far outside", &|it| {
            it.set_scissor_rect(u32::MAX, 0, u32::MAX, 1)
        }),
        ("a scissor of u32::MAX", &|it| {
            it.set_scissor_rect(0, 0, u32::MAX, u32::MAX)
        }),
        ("a negative width", &|it| {
            it.set_viewport(0.0, 0.0, -1.0, 1.0, 0.0, 1.0)
        }),
        ("a huge viewport", &|it| {
            it.set_viewport(0.0, 0.0, f32::MAX, 1.0, 0.0, 1.0)
        }),
        ("a viewport far away", &|it| {
            it.set_viewport(-f32::MAX, 0.0, 1.0, 1.0, 0.0, 1.0)
        }),
        ("a NaN", &|it| {
            it.set_viewport(f32::NAN, 0.0, 1.0, 1.0, 0.0, 1.0)
        }),
        ("a NaN width", &|it| {
            it.set_viewport(0.0, 0.0, f32::NAN, 1.0, 0.0, 1.0)
        }),
        ("an infinite height", &|it| {
            it.set_viewport(0.0, 0.0, 1.0, f32::INFINITY, 0.0, 1.0)
        }),
        ("depths in the wrong order", &|it| {
            it.set_viewport(0.0, 0.0, 1.0, 1.0, 1.0, 0.0)
        }),
        ("a depth below 0", &|it| {
            it.set_viewport(0.0, 0.0, 1.0, 1.0, -0.1, 1.0)
        }),
        ("a depth above 1", &|it| {
            it.set_viewport(0.0, 0.0, 1.0, 1.0, 0.0, 1.1)
        }),
        ("a NaN depth", &|it| {
            it.set_viewport(0.0, 0.0, 1.0, 1.0, f32::NAN, 1.0)
        }),
        ("a query without a set", &|it| it.begin_occlusion_query(0)),
        ("the end of no query", &|it| it.end_occlusion_query()),
        ("a draw without a pipeline", &|it| {
            it.draw(3, None, None, None)
        }),
        ("a pipeline for another target", &|it| {
            it.set_pipeline(&other)
        }),
        ("an indexed draw without an index", &|it| {
            it.set_pipeline(&pipeline);
            it.draw_indexed(3, None, None, None, None);
        }),
        ("indices beyond the buffer", &|it| {
            it.set_pipeline(&pipeline);
            it.set_index_buffer(&buffer, u32, None, None);
            it.draw_indexed(17, None, None, None, None);
        }),
        ("the largest count", &|it| {
            it.set_pipeline(&pipeline);
            it.set_index_buffer(&buffer, u16, None, None);
            it.draw_indexed(
                u32::MAX,
                None,
                Some(u32::MAX),
                Some(i32::MIN),
                Some(u32::MAX),
            );
        }),
        ("an index buffer without the usage", &|it| {
            it.set_index_buffer(&storage, u16, None, None)
        }),
        ("an odd index offset", &|it| {
            it.set_index_buffer(&buffer, u32, Some(2), None)
        }),
        ("an index offset beyond", &|it| {
            it.set_index_buffer(&buffer, u32, Some(68), None)
        }),
        ("an index size beyond", &|it| {
            it.set_index_buffer(&buffer, u32, Some(4), Some(64))
        }),
        ("an index range that overflows", &|it| {
            it.set_index_buffer(&buffer, u32, Some(u64::MAX - 3), Some(8))
        }),
        ("an index size of u64::MAX", &|it| {
            it.set_index_buffer(&buffer, u32, None, Some(u64::MAX))
        }),
        ("a vertex buffer without the usage", &|it| {
            it.set_vertex_buffer(0, Some(&storage), None, None)
        }),
        ("a slot too far", &|it| {
            it.set_vertex_buffer(8, Some(&buffer), None, None)
        }),
        ("the slot u32::MAX", &|it| {
            it.set_vertex_buffer(u32::MAX, Some(&buffer), None, None)
        }),
        ("unset the slot u32::MAX", &|it| {
            it.set_vertex_buffer(u32::MAX, None, None, None)
        }),
        ("unset with an offset", &|it| {
            it.set_vertex_buffer(0, None, Some(4), None)
        }),
        ("an odd vertex offset", &|it| {
            it.set_vertex_buffer(0, Some(&buffer), Some(2), None)
        }),
        ("a vertex range that overflows", &|it| {
            it.set_vertex_buffer(0, Some(&buffer), Some(u64::MAX - 3), Some(8))
        }),
        ("a vertex size of u64::MAX", &|it| {
            it.set_vertex_buffer(0, Some(&buffer), None, Some(u64::MAX))
        }),
        ("an odd indirect offset", &|it| {
            it.set_pipeline(&pipeline);
            it.draw_indirect(&buffer, 2);
        }),
        ("an indirect offset beyond", &|it| {
            it.set_pipeline(&pipeline);
            it.draw_indirect(&buffer, 52);
        }),
        ("the largest indirect offset", &|it| {
            it.set_pipeline(&pipeline);
            it.draw_indirect(&buffer, u64::MAX - 3);
        }),
        ("indirect from elsewhere", &|it| {
            it.set_pipeline(&pipeline);
            it.draw_indirect(&storage, 0);
        }),
        ("indexed, indirect and beyond", &|it| {
            it.set_pipeline(&pipeline);
            it.set_index_buffer(&buffer, u16, None, None);
            it.draw_indexed_indirect(&buffer, u64::MAX - 19);
        }),
        ("immediates beyond", &|it| {
            it.set_immediates(u32::MAX - 3, &[0; 8], None, None)
        }),
        ("a group too far", &|it| {
            it.set_bind_group(u32::MAX, None, None, None, None)
                .expect("no offsets")
        }),
        ("a pop without a push", &|it| it.pop_debug_group()),
        ("a push without a pop", &|it| it.push_debug_group("open")),
    ];
    for (what, command) in wrong {
        let descriptor = render_pass(vec![Some(color_attachment(&color))]);
        checks
            .invalid(what, || record(&gpu, &descriptor, command))
            .await;
    }
    let right: [(&str, Command); 9] = [
        ("an empty scissor", &|it| it.set_scissor_rect(16, 16, 0, 0)),
        ("an empty viewport", &|it| {
            it.set_viewport(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        }),
        ("a viewport partly outside", &|it| {
            it.set_viewport(-8.0, -8.0, 32.0, 32.0, 0.0, 1.0)
        }),
        ("a constant that is not finite", &|it| {
            it.set_blend_constant(raw::GpuColor {
                r: f64::NAN,
                g: f64::INFINITY,
                b: f64::MAX,
                a: -0.0,
            })
        }),
        ("the largest reference", &|it| {
            it.set_stencil_reference(u32::MAX)
        }),
        ("nothing drawn", &|it| {
            it.set_pipeline(&pipeline);
            it.draw(0, Some(0), Some(u32::MAX), Some(0));
        }),
        ("few instances from far on", &|it| {
            it.set_pipeline(&pipeline);
            it.draw(3, Some(1), Some(u32::MAX), Some(u32::MAX));
        }),
        ("an unset slot", &|it| {
            it.set_vertex_buffer(7, None, None, None)
        }),
        ("no bundles", &|it| it.execute_bundles(&[])),
    ];
    for (what, command) in right {
        let descriptor = render_pass(vec![Some(color_attachment(&color))]);
        let commands = checks
            .fine(what, || record(&gpu, &descriptor, command))
            .await;
        checks.fine(what, || gpu.queue.submit(&[&commands])).await;
    }
    for (what, color_value) in [
        ("NaN", f64::NAN),
        ("infinity", f64::INFINITY),
        ("f64::MAX", f64::MAX),
        ("-1", -1.0),
    ] {
        let clear = raw::GpuColor {
            r: color_value,
            g: color_value,
            b: color_value,
            a: color_value,
        };
        let attachment = raw::GpuRenderPassColorAttachment {
            clear_value: Some(clear),
            ..color_attachment(&color)
        };
        let descriptor = render_pass(vec![Some(attachment)]);
        let commands = checks
            .fine(what, || record(&gpu, &descriptor, |_| ()))
            .await;
        checks.fine(what, || gpu.queue.submit(&[&commands])).await;
    }
    let wrong: [(&str, Command); 5] = [
        ("a query too far", &|it| it.begin_occlusion_query(2)),
        ("the query u32::MAX", &|it| {
            it.begin_occlusion_query(u32::MAX)
        }),
        ("a query in a query", &|it| {
            it.begin_occlusion_query(0);
            it.begin_occlusion_query(1);
        }),
        ("a query that does not end", &|it| {
            it.begin_occlusion_query(0)
        }),
        ("a query twice", &|it| {
            for _ in 0..2 {
                it.begin_occlusion_query(0);
                it.end_occlusion_query();
            }
        }),
    ];
    for (what, command) in wrong {
        let descriptor = raw::GpuRenderPassDescriptor {
            occlusion_query_set: Some(&queries),
            ..render_pass(vec![Some(color_attachment(&color))])
        };
        checks
            .invalid(what, || record(&gpu, &descriptor, command))
            .await;
    }
    checks.end();
}
