//! The attachments of render passes.

use wasi_webgpu::raw::{self, GpuTextureFormat as Format, GpuTextureUsage as Usage};

use crate::checks::Checks;
use crate::gpu::{Gpu, color_attachment, depth_attachment, extent, render_pass, texture};
use crate::rendering::record;

const RGBA: Format = Format::Rgba8unorm;
const ATTACHED: Usage = Usage::RENDER_ATTACHMENT;

#[wasi_webgpu::test]
async fn attachments() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let view_of = |descriptor: &raw::GpuTextureDescriptor| {
        gpu.device.create_texture(descriptor).create_view(None)
    };
    let color = view_of(&texture(RGBA, ATTACHED));
    let sampled = view_of(&texture(RGBA, Usage::TEXTURE_BINDING));
    let small = view_of(&raw::GpuTextureDescriptor {
        size: extent(8, 8, 1),
        ..texture(RGBA, ATTACHED)
    });
    let layered = view_of(&raw::GpuTextureDescriptor {
        size: extent(16, 16, 2),
        ..texture(RGBA, ATTACHED)
    });
    let levels = view_of(&raw::GpuTextureDescriptor {
        mip_level_count: Some(2),
        ..texture(RGBA, ATTACHED)
    });
    let samples = view_of(&raw::GpuTextureDescriptor {
        sample_count: Some(4),
        ..texture(RGBA, ATTACHED)
    });
    let float = view_of(&texture(Format::Rgba16float, ATTACHED));
    let volume = view_of(&raw::GpuTextureDescriptor {
        dimension: Some(raw::GpuTextureDimension::D3),
        size: extent(16, 16, 4),
        ..texture(RGBA, ATTACHED)
    });
    let depth = view_of(&texture(Format::Depth32float, ATTACHED));
    let invalid = view_of(&texture(RGBA, Usage::empty()));
    let resolved = |view, target| raw::GpuRenderPassColorAttachment {
        resolve_target: Some(target),
        ..color_attachment(view)
    };
    let slice = |view, slice| raw::GpuRenderPassColorAttachment {
        depth_slice: Some(slice),
        ..color_attachment(view)
    };
    for (what, colors) in [
        ("nothing", vec![]),
        ("only gaps", vec![None, None]),
        (
            "an invalid view",
            vec![color_attachment(&invalid)]
                .into_iter()
                .map(Some)
                .collect(),
        ),
        (
            "a view without the usage",
            vec![Some(color_attachment(&sampled))],
        ),
        ("a depth", vec![Some(color_attachment(&depth))]),
        ("two layers", vec![Some(color_attachment(&layered))]),
        ("two levels", vec![Some(color_attachment(&levels))]),
        (
            "the same twice",
            vec![
                Some(color_attachment(&color)),
                Some(color_attachment(&color)),
            ],
        ),
        (
            "two sizes",
            vec![
                Some(color_attachment(&color)),
                Some(color_attachment(&small)),
            ],
        ),
        (
            "two sample counts",
            vec![
                Some(color_attachment(&color)),
                Some(color_attachment(&samples)),
            ],
        ),
        (
            "9 of them",
            (0..9).map(|_| Some(color_attachment(&color))).collect(),
        ),
        ("10,000 gaps", (0..10_000).map(|_| None).collect()),
        ("resolving one sample", vec![Some(resolved(&color, &color))]),
        (
            "resolving to another format",
            vec![Some(resolved(&samples, &float))],
        ),
        (
            "resolving to another size",
            vec![Some(resolved(&samples, &small))],
        ),
        (
            "resolving to samples",
            vec![Some(resolved(&samples, &samples))],
        ),
        (
            "resolving to what is sampled",
            vec![Some(resolved(&samples, &sampled))],
        ),
        (
            "a volume without a slice",
            vec![Some(color_attachment(&volume))],
        ),
        ("a slice too far", vec![Some(slice(&volume, 4))]),
        ("u32::MAX", vec![Some(slice(&volume, u32::MAX))]),
        (
            "the same slice twice",
            vec![Some(slice(&volume, 1)), Some(slice(&volume, 1))],
        ),
        ("a slice of what is flat", vec![Some(slice(&color, 0))]),
    ] {
        let descriptor = render_pass(colors);
        let commands = checks
            .invalid(what, || record(&gpu, &descriptor, |_| ()))
            .await;
        checks
            .invalid(what, || gpu.queue.submit(&[&commands]))
            .await;
    }
    for (what, colors) in [
        ("a gap", vec![None, Some(color_attachment(&color))]),
        (
            "two slices",
            vec![Some(slice(&volume, 0)), Some(slice(&volume, 3))],
        ),
        ("resolved", vec![Some(resolved(&samples, &color))]),
    ] {
        let descriptor = render_pass(colors);
        let commands = checks
            .fine(what, || record(&gpu, &descriptor, |_| ()))
            .await;
        checks.fine(what, || gpu.queue.submit(&[&commands])).await;
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn depth_and_stencil() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let color = gpu.texture(RGBA, ATTACHED).create_view(None);
    let depth = gpu
        .texture(Format::Depth32float, ATTACHED)
        .create_view(None);
    let both = gpu
        .texture(Format::Depth24plusStencil8, ATTACHED)
        .create_view(None);
    let stencil = gpu.texture(Format::Stencil8, ATTACHED).create_view(None);
    type Change = fn(&mut raw::GpuRenderPassDepthStencilAttachment);
    let nothing: Change = |_| ();
    for (what, view, change) in [
        ("a colour", &color, nothing),
        ("no load-op", &depth, |it| it.depth_load_op = None),
        ("no store-op", &depth, |it| it.depth_store_op = None),
        ("nothing to clear to", &depth, |it| {
            it.depth_clear_value = None
        }),
        ("clearing to -1", &depth, |it| {
            it.depth_clear_value = Some(-1.0)
        }),
        ("clearing to 2", &depth, |it| {
            it.depth_clear_value = Some(2.0)
        }),
        ("clearing to NaN", &depth, |it| {
            it.depth_clear_value = Some(f32::NAN)
        }),
        ("clearing to infinity", &depth, |it| {
            it.depth_clear_value = Some(f32::INFINITY)
        }),
        ("storing what is only read", &depth, |it| {
            it.depth_read_only = Some(true)
        }),
        ("a stencil that is not there", &depth, |it| {
            it.stencil_load_op = Some(raw::GpuLoadOp::Load);
            it.stencil_store_op = Some(raw::GpuStoreOp::Store);
        }),
        ("a stencil without ops", &both, nothing),
        ("a depth that is not there", &stencil, nothing),
    ] {
        let mut attachment = depth_attachment(view);
        change(&mut attachment);
        let descriptor = raw::GpuRenderPassDescriptor {
            depth_stencil_attachment: Some(attachment),
            ..render_pass(vec![])
        };
        checks
            .invalid(what, || record(&gpu, &descriptor, |_| ()))
            .await;
    }
    for value in [0, 255, 256, u32::MAX] {
        let attachment = raw::GpuRenderPassDepthStencilAttachment {
            depth_clear_value: None,
            depth_load_op: None,
            depth_store_op: None,
            stencil_clear_value: Some(value),
            stencil_load_op: Some(raw::GpuLoadOp::Clear),
            stencil_store_op: Some(raw::GpuStoreOp::Store),
            ..depth_attachment(&stencil)
        };
        let descriptor = raw::GpuRenderPassDescriptor {
            depth_stencil_attachment: Some(attachment),
            ..render_pass(vec![])
        };
        let commands = checks
            .fine("a stencil", || {
                record(&gpu, &descriptor, |pass| pass.set_stencil_reference(value))
            })
            .await;
        checks
            .fine("a stencil", || gpu.queue.submit(&[&commands]))
            .await;
    }
    checks.end();
}
