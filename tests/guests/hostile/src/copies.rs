//! Commands that copy, clear and resolve, and `write-texture`.

use wasi_webgpu::raw::{
    self, GpuBufferUsage, GpuTextureAspect as Aspect, GpuTextureFormat as Format,
    GpuTextureUsage as Usage,
};

use crate::checks::Checks;
use crate::gpu::{Gpu, extent, rows, texels, texture};

const COPY: GpuBufferUsage = GpuBufferUsage::COPY_SRC.union(GpuBufferUsage::COPY_DST);

/// Records one command and finishes.
fn record(gpu: &Gpu, command: impl FnOnce(&raw::GpuCommandEncoder)) -> raw::GpuCommandBuffer {
    let encoder = gpu.encoder();
    command(&encoder);
    encoder.finish(None)
}

#[wasi_webgpu::test]
async fn between_buffers() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let (a, b) = (gpu.buffer(64, COPY), gpu.buffer(32, COPY));
    let source = gpu.buffer(64, GpuBufferUsage::COPY_SRC);
    let target = gpu.buffer(64, GpuBufferUsage::COPY_DST);
    let huge = u64::MAX - 3;
    for (what, from, from_offset, to, to_offset, size) in [
        ("from what is no source", &target, 0, &a, 0, Some(4)),
        ("to what is no target", &a, 0, &source, 0, Some(4)),
        ("inside one buffer", &a, 0, &a, 32, Some(4)),
        ("an odd size", &a, 0, &b, 0, Some(3)),
        ("an odd source offset", &a, 2, &b, 0, Some(4)),
        ("an odd target offset", &a, 0, &b, 2, Some(4)),
        ("more than the source", &b, 0, &a, 0, Some(36)),
        ("more than the target", &a, 0, &b, 0, Some(36)),
        ("the whole of a larger source", &a, 0, &b, 0, None),
        ("from beyond", &a, 68, &b, 0, Some(0)),
        ("from beyond, the rest", &a, 68, &b, 0, None),
        ("to beyond", &a, 0, &b, 36, Some(0)),
        ("the largest size", &a, 0, &b, 0, Some(huge)),
        ("the largest source offset", &a, huge, &b, 0, Some(4)),
        ("the largest target offset", &a, 0, &b, huge, Some(4)),
        ("sums that overflow", &a, huge, &b, huge, Some(8)),
    ] {
        let copy = |encoder: &raw::GpuCommandEncoder| {
            encoder.copy_buffer_to_buffer(from, Some(from_offset), to, Some(to_offset), size);
        };
        checks.invalid(what, || record(&gpu, copy)).await;
    }
    for (what, from_offset, to_offset, size) in [
        ("nothing", 64, 32, Some(0)),
        ("the rest", 32, 0, None),
        ("the end", 60, 28, Some(4)),
    ] {
        let copy = |encoder: &raw::GpuCommandEncoder| {
            encoder.copy_buffer_to_buffer(&a, Some(from_offset), &b, Some(to_offset), size);
        };
        let commands = checks.fine(what, || record(&gpu, copy)).await;
        checks.fine(what, || gpu.queue.submit(&[&commands])).await;
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn clearing_and_resolving() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let (buffer, source) = (
        gpu.buffer(64, COPY),
        gpu.buffer(64, GpuBufferUsage::COPY_SRC),
    );
    for (what, buffer, offset, size) in [
        ("what is no target", &source, None, None),
        ("an odd offset", &buffer, Some(2), None),
        ("an odd size", &buffer, None, Some(6)),
        ("beyond", &buffer, Some(68), None),
        ("too much", &buffer, Some(4), Some(64)),
        ("a sum that overflows", &buffer, Some(u64::MAX - 3), Some(8)),
        ("the largest size", &buffer, None, Some(u64::MAX - 3)),
    ] {
        checks
            .invalid(what, || {
                record(&gpu, |it| it.clear_buffer(buffer, offset, size))
            })
            .await;
    }
    for (offset, size) in [(Some(64), None), (Some(64), Some(0)), (None, None)] {
        checks
            .fine("clear", || {
                record(&gpu, |it| it.clear_buffer(&buffer, offset, size))
            })
            .await;
    }
    let queries = gpu.queries(8);
    let results = gpu.buffer(320, GpuBufferUsage::QUERY_RESOLVE);
    for (what, first, count, buffer, offset) in [
        ("no such query", 8, 1, &results, 0),
        ("too many", 1, 8, &results, 0),
        ("a sum that overflows", u32::MAX, 2, &results, 0),
        ("the largest count", 0, u32::MAX, &results, 0),
        ("to where it may not", 0, 1, &buffer, 0),
        ("an offset that is no multiple of 256", 0, 1, &results, 8),
        ("too little room", 0, 8, &results, 512),
        ("the largest offset", 0, 8, &results, u64::MAX - 255),
    ] {
        checks
            .invalid(what, || {
                record(&gpu, |it| {
                    it.resolve_query_set(&queries, first, count, buffer, offset)
                })
            })
            .await;
    }
    let commands = checks
        .fine("queries that nobody wrote", || {
            record(&gpu, |it| {
                it.resolve_query_set(&queries, 0, 8, &results, 256)
            })
        })
        .await;
    checks
        .fine("queries that nobody wrote", || {
            gpu.queue.submit(&[&commands])
        })
        .await;
    checks
        .fine("no queries", || {
            record(&gpu, |it| it.resolve_query_set(&queries, 8, 0, &results, 0))
        })
        .await;
    for (what, count) in [
        ("more than 4096 queries", 4097),
        ("u32::MAX queries", u32::MAX),
    ] {
        checks.invalid(what, || gpu.queries(count)).await;
    }
    checks.end();
}

/// A change to a copy between a buffer and a texture that is otherwise right.
type Change =
    fn(&mut raw::GpuTexelCopyBufferLayout, &mut raw::GpuOrigin3D, &mut raw::GpuExtent3D, &mut u32);

const WRONG: [(&str, Change); 17] = [
    ("rows of 4 bytes", |layout, _, _, _| {
        layout.bytes_per_row = Some(4)
    }),
    ("no bytes-per-row", |layout, _, _, _| {
        layout.bytes_per_row = None
    }),
    ("rows that overlap", |layout, _, _, _| {
        layout.bytes_per_row = Some(0)
    }),
    ("u32::MAX bytes per row", |layout, _, _, _| {
        layout.bytes_per_row = Some(u32::MAX)
    }),
    ("the largest multiple of 256", |layout, _, _, _| {
        layout.bytes_per_row = Some(u32::MAX - 255)
    }),
    ("fewer rows than an image has", |layout, _, _, _| {
        layout.rows_per_image = Some(8)
    }),
    ("an odd offset", |layout, _, _, _| layout.offset = Some(2)),
    ("an offset behind the data", |layout, _, _, _| {
        layout.offset = Some(1 << 20)
    }),
    ("u64::MAX - 3", |layout, _, _, _| {
        layout.offset = Some(u64::MAX - 3)
    }),
    ("too wide", |_, _, size, _| size.width = 17),
    ("too high", |_, _, size, _| size.height = Some(17)),
    ("too deep", |_, _, size, _| {
        size.depth_or_array_layers = Some(2)
    }),
    ("u32::MAX texels", |_, _, size, _| {
        *size = extent(u32::MAX, u32::MAX, u32::MAX)
    }),
    ("beyond the right", |_, origin, _, _| origin.x = Some(1)),
    ("beyond the bottom", |_, origin, _, _| {
        origin.y = Some(u32::MAX)
    }),
    ("beyond the last layer", |_, origin, _, _| {
        origin.z = Some(u32::MAX)
    }),
    ("no such level", |_, _, _, level| *level = 1),
];

fn changed(
    change: Change,
) -> (
    raw::GpuTexelCopyBufferLayout,
    raw::GpuOrigin3D,
    raw::GpuExtent3D,
    u32,
) {
    let mut layout = raw::GpuTexelCopyBufferLayout {
        offset: None,
        bytes_per_row: Some(256),
        rows_per_image: None,
    };
    let mut origin = raw::GpuOrigin3D {
        x: None,
        y: None,
        z: None,
    };
    let (mut size, mut level) = (extent(16, 16, 1), 0);
    change(&mut layout, &mut origin, &mut size, &mut level);
    (layout, origin, size, level)
}

#[wasi_webgpu::test]
async fn between_buffers_and_textures() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(4096, COPY);
    let image = gpu.texture(Format::Rgba8unorm, Usage::COPY_SRC | Usage::COPY_DST);
    let copy = |change, upload: bool| {
        let (layout, origin, size, level) = changed(change);
        let place = raw::GpuTexelCopyTextureInfo {
            origin: Some(origin),
            mip_level: Some(level),
            ..texels(&image)
        };
        let bytes = raw::GpuTexelCopyBufferInfo {
            buffer: &buffer,
            offset: layout.offset,
            bytes_per_row: layout.bytes_per_row,
            rows_per_image: layout.rows_per_image,
        };
        record(&gpu, |it| match upload {
            true => it.copy_buffer_to_texture(&bytes, &place, size),
            false => it.copy_texture_to_buffer(&place, &bytes, size),
        })
    };
    for upload in [true, false] {
        for (what, change) in WRONG {
            checks.invalid(what, || copy(change, upload)).await;
        }
        let commands = checks
            .fine("all of it", || copy(|_, _, _, _| (), upload))
            .await;
        checks
            .fine("all of it", || gpu.queue.submit(&[&commands]))
            .await;
        let nothing: Change = |_, origin, size, _| {
            *size = extent(0, 0, 0);
            origin.x = Some(16);
        };
        checks.fine("nothing", || copy(nothing, upload)).await;
    }

    let depth = gpu.texture(Format::Depth24plus, Usage::COPY_SRC | Usage::COPY_DST);
    let depth32 = gpu.texture(Format::Depth32float, Usage::COPY_SRC | Usage::COPY_DST);
    let part = gpu.texture(Format::Depth16unorm, Usage::COPY_SRC | Usage::COPY_DST);
    let samples = gpu.device.create_texture(&raw::GpuTextureDescriptor {
        sample_count: Some(4),
        ..texture(
            Format::Rgba8unorm,
            Usage::RENDER_ATTACHMENT | Usage::TEXTURE_BINDING,
        )
    });
    for (what, image, size) in [
        ("depth24plus", &depth, extent(16, 16, 1)),
        ("depth32float", &depth32, extent(16, 16, 1)),
        ("a part of a depth texture", &part, extent(8, 16, 1)),
        ("a multisampled texture", &samples, extent(16, 16, 1)),
    ] {
        checks
            .invalid(what, || {
                record(&gpu, |it| {
                    it.copy_buffer_to_texture(&rows(&buffer, 256), &texels(image), size)
                })
            })
            .await;
    }
    let wrong_aspect = || raw::GpuTexelCopyTextureInfo {
        aspect: Some(Aspect::DepthOnly),
        ..texels(&image)
    };
    checks
        .invalid("the depth of a colour", || {
            record(&gpu, |it| {
                it.copy_texture_to_buffer(&wrong_aspect(), &rows(&buffer, 256), extent(16, 16, 1))
            })
        })
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn writing_textures() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let image = gpu.texture(Format::Rgba8unorm, Usage::COPY_DST);
    let data = vec![1; 4096];
    let write = |change| {
        let (layout, origin, size, level) = changed(change);
        let place = raw::GpuTexelCopyTextureInfo {
            origin: Some(origin),
            mip_level: Some(level),
            ..texels(&image)
        };
        gpu.queue
            .write_texture_with_copy(&place, &data, layout, size);
    };
    let allowed = ["an odd offset"];
    for (what, change) in WRONG {
        if allowed.contains(&what) {
            continue;
        }
        checks.invalid(what, || write(change)).await;
    }
    checks
        .fine("rows of 64 bytes", || {
            write(|layout, _, _, _| layout.bytes_per_row = Some(64))
        })
        .await;
    checks
        .fine("an odd offset", || {
            write(|layout, _, _, _| {
                layout.offset = Some(1);
                layout.bytes_per_row = Some(65);
            })
        })
        .await;
    checks
        .fine("nothing", || write(|_, _, size, _| *size = extent(0, 0, 0)))
        .await;
    checks
        .invalid("nothing, outside", || {
            write(|_, origin, size, _| {
                *size = extent(0, 0, 0);
                origin.x = Some(17);
            })
        })
        .await;
    let source = gpu.texture(Format::Rgba8unorm, Usage::COPY_SRC);
    let layout = || changed(|_, _, _, _| ()).0;
    let put = |image, size| {
        gpu.queue
            .write_texture_with_copy(&texels(image), &data, layout(), size)
    };
    checks
        .invalid("what is no target", || put(&source, extent(16, 16, 1)))
        .await;
    image.destroy();
    checks
        .invalid("what is destroyed", || put(&image, extent(16, 16, 1)))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn between_textures() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let both = Usage::COPY_SRC | Usage::COPY_DST;
    let (a, b) = (
        gpu.texture(Format::Rgba8unorm, both),
        gpu.texture(Format::Rgba8unorm, both),
    );
    let srgb = gpu.texture(Format::Rgba8unormSrgb, both);
    let other = gpu.texture(Format::R32uint, both);
    let depth = gpu.texture(Format::Depth32float, both);
    let sampled = gpu.texture(Format::Rgba8unorm, Usage::TEXTURE_BINDING);
    let all = extent(16, 16, 1);
    for (what, from, to, size) in [
        ("other formats", &a, &other, all),
        ("a colour and a depth", &a, &depth, all),
        ("no source", &sampled, &a, all),
        ("no target", &a, &sampled, all),
        ("onto itself", &a, &a, all),
        ("too wide", &a, &b, extent(17, 1, 1)),
        ("too deep", &a, &b, extent(16, 16, u32::MAX)),
        ("u32::MAX", &a, &b, extent(u32::MAX, u32::MAX, u32::MAX)),
    ] {
        checks
            .invalid(what, || {
                record(&gpu, |it| {
                    it.copy_texture_to_texture(&texels(from), &texels(to), size)
                })
            })
            .await;
    }
    for (what, from, to, size) in [
        ("all of it", &a, &b, all),
        ("to the sRGB form", &a, &srgb, all),
        ("nothing", &a, &b, extent(0, 16, 1)),
    ] {
        let copy = |it: &raw::GpuCommandEncoder| {
            it.copy_texture_to_texture(&texels(from), &texels(to), size)
        };
        let commands = checks.fine(what, || record(&gpu, copy)).await;
        checks.fine(what, || gpu.queue.submit(&[&commands])).await;
    }
    let corner = |texture, at| raw::GpuTexelCopyTextureInfo {
        origin: Some(raw::GpuOrigin3D {
            x: Some(at),
            y: Some(at),
            z: Some(0),
        }),
        ..texels(texture)
    };
    for at in [9, 16, 17, u32::MAX - 7, u32::MAX] {
        checks
            .invalid("from outside", || {
                record(&gpu, |it| {
                    it.copy_texture_to_texture(&corner(&a, at), &texels(&b), extent(8, 8, 1))
                })
            })
            .await;
        checks
            .invalid("to outside", || {
                record(&gpu, |it| {
                    it.copy_texture_to_texture(&texels(&a), &corner(&b, at), extent(8, 8, 1))
                })
            })
            .await;
    }
    checks.end();
}
