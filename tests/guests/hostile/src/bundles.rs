//! Render bundles.

use wasi_webgpu::raw::{
    self, GpuBufferUsage, GpuTextureFormat as Format, GpuTextureUsage as Usage,
};

use crate::checks::Checks;
use crate::gpu::{Gpu, color_attachment, render_pass, view};
use crate::rendering::record;

const RGBA: Format = Format::Rgba8unorm;
const ATTACHED: Usage = Usage::RENDER_ATTACHMENT;

#[wasi_webgpu::test]
async fn bundles() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let color = gpu.texture(RGBA, ATTACHED).create_view(Some(&view()));
    let buffer = gpu.buffer(
        64,
        GpuBufferUsage::INDEX | GpuBufferUsage::VERTEX | GpuBufferUsage::INDIRECT,
    );
    let pipeline = gpu.render_pipeline(RGBA);
    let bundle = |color_formats: Vec<Option<Format>>, depth_stencil_format, sample_count| {
        gpu.device
            .create_render_bundle_encoder(&raw::GpuRenderBundleEncoderDescriptor {
                depth_read_only: None,
                stencil_read_only: None,
                color_formats,
                depth_stencil_format,
                sample_count: Some(sample_count),
                label: None,
            })
    };
    for (what, colors, depth, samples) in [
        ("nothing", vec![], None, 1),
        ("a gap", vec![None], None, 1),
        ("9 formats", vec![Some(Format::R8unorm); 9], None, 1),
        (
            "10,000 formats",
            vec![Some(Format::R8unorm); 10_000],
            None,
            1,
        ),
        (
            "a depth as a color",
            vec![Some(Format::Depth32float)],
            None,
            1,
        ),
        ("a color as a depth", vec![], Some(RGBA), 1),
        (
            "too many bytes a sample",
            vec![Some(Format::Rgba32float); 8],
            None,
            1,
        ),
        ("no samples", vec![Some(RGBA)], None, 0),
        ("3 samples", vec![Some(RGBA)], None, 3),
        ("u32::MAX samples", vec![Some(RGBA)], None, u32::MAX),
    ] {
        let encoder = checks
            .invalid(what, || bundle(colors, depth, samples))
            .await;
        let made = checks.invalid(what, || encoder.finish(None)).await;
        let descriptor = render_pass(vec![Some(color_attachment(&color))]);
        checks
            .invalid(what, || {
                record(&gpu, &descriptor, |pass| pass.execute_bundles(&[&made]))
            })
            .await;
    }
    type Command<'a> = &'a dyn Fn(&raw::GpuRenderBundleEncoder);
    let u32 = raw::GpuIndexFormat::Uint32;
    let wrong: [(&str, Command); 10] = [
        ("a draw without a pipeline", &|it| {
            it.draw(3, None, None, None)
        }),
        ("indices beyond", &|it| {
            it.set_pipeline(&pipeline);
            it.set_index_buffer(&buffer, u32, None, None);
            it.draw_indexed(17, None, None, None, None);
        }),
        ("the largest count", &|it| {
            it.set_pipeline(&pipeline);
            it.set_index_buffer(&buffer, u32, None, None);
            it.draw_indexed(u32::MAX, None, Some(u32::MAX), None, None);
        }),
        ("an index range that overflows", &|it| {
            it.set_index_buffer(&buffer, u32, Some(u64::MAX - 3), Some(8))
        }),
        ("an index offset beyond", &|it| {
            it.set_index_buffer(&buffer, u32, Some(68), None)
        }),
        ("a slot too far", &|it| {
            it.set_vertex_buffer(u32::MAX, Some(&buffer), None, None)
        }),
        ("a vertex range that overflows", &|it| {
            it.set_vertex_buffer(0, Some(&buffer), Some(u64::MAX - 3), Some(8))
        }),
        ("a vertex offset beyond", &|it| {
            it.set_vertex_buffer(0, Some(&buffer), Some(1 << 40), None)
        }),
        ("immediates beyond", &|it| {
            it.set_immediates(u32::MAX - 3, &[0; 4], None, None)
        }),
        ("a group too far", &|it| {
            it.set_bind_group(u32::MAX, None, None, None, None)
                .expect("no offsets")
        }),
    ];
    for (what, command) in wrong {
        let encoder = bundle(vec![Some(RGBA)], None, 1);
        command(&encoder);
        let made = checks.invalid(what, || encoder.finish(None)).await;
        let descriptor = render_pass(vec![Some(color_attachment(&color))]);
        checks
            .invalid(what, || {
                record(&gpu, &descriptor, |pass| pass.execute_bundles(&[&made]))
            })
            .await;
    }
    let encoder = bundle(vec![Some(RGBA)], None, 1);
    encoder.set_pipeline(&pipeline);
    encoder.draw(3, None, None, None);
    let made = checks.fine("finish", || encoder.finish(None)).await;
    let again = checks
        .invalid("finish again", || encoder.finish(None))
        .await;
    checks
        .invalid("draw", || encoder.draw(3, None, None, None))
        .await;
    checks
        .invalid("bind", || {
            drop(encoder.set_bind_group(0, None, None, None, None))
        })
        .await;
    checks
        .invalid("mark", || encoder.insert_debug_marker("late"))
        .await;
    for (what, bundles, fine) in [
        ("one", vec![&made], true),
        ("often", vec![&made; 1000], true),
        ("an invalid one", vec![&made, &again], false),
    ] {
        let descriptor = render_pass(vec![Some(color_attachment(&color))]);
        let execute = || record(&gpu, &descriptor, |pass| pass.execute_bundles(&bundles));
        if fine {
            let commands = checks.fine(what, execute).await;
            checks.fine(what, || gpu.queue.submit(&[&commands])).await;
        } else {
            checks.invalid(what, execute).await;
        }
    }
    let float = gpu.texture(Format::Rgba16float, ATTACHED).create_view(None);
    let descriptor = render_pass(vec![Some(color_attachment(&float))]);
    checks
        .invalid("for another target", || {
            record(&gpu, &descriptor, |pass| pass.execute_bundles(&[&made]))
        })
        .await;
    checks.end();
}
