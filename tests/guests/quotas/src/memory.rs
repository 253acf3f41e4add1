//! Memory: the GPU's and the guest's own.

use wasi_webgpu::compute::Gpu;
use wasi_webgpu::raw::{self, GpuBufferUsage as Usage, GpuDevice};

use crate::attempt;

const KB: u64 = 1000;

fn buffer(device: &GpuDevice, size: u64) -> raw::GpuBuffer {
    device.create_buffer(&raw::GpuBufferDescriptor {
        size,
        usage: Usage::COPY_SRC | Usage::COPY_DST | Usage::STORAGE,
        mapped_at_creation: None,
        label: Some(format!("{size} bytes")),
    })
}

async fn is_full(what: &str, device: &GpuDevice) {
    attempt(what, device, || buffer(device, 600 * KB)).await;
}

/// For 1 MB of GPU memory.
pub(crate) async fn all(device: &GpuDevice) {
    let _invalid = attempt("of no use", device, || {
        device.create_buffer(&raw::GpuBufferDescriptor {
            size: 600 * KB,
            usage: Usage::MAP_READ | Usage::STORAGE,
            mapped_at_creation: None,
            label: Some("invalid".to_owned()),
        })
    })
    .await;
    let first = attempt("first", device, || buffer(device, 600 * KB)).await;
    let second = attempt("second", device, || buffer(device, 600 * KB)).await;
    let encoder = device.create_command_encoder(None);
    encoder.clear_buffer(&second, None, None);
    attempt("its use", device, || encoder.finish(None)).await;
    first.destroy();
    let third = attempt("after destroy", device, || buffer(device, 600 * KB)).await;
    drop(first);
    is_full("destroy and drop count once", device).await;
    drop(third);
    let fourth = attempt("after drop", device, || buffer(device, 600 * KB)).await;

    let bind_group = bind_group(device, &fourth);
    drop(fourth);
    is_full("kept by a bind group", device).await;
    drop(bind_group);
    let fifth = attempt("without it", device, || buffer(device, 600 * KB)).await;

    let encoder = device.create_command_encoder(None);
    encoder.clear_buffer(&fifth, None, None);
    drop(fifth);
    is_full("kept by an encoder", device).await;
    let commands = encoder.finish(None);
    drop(encoder);
    is_full("kept by a command buffer", device).await;
    device.queue().submit(&[&commands]);
    device.queue().on_submitted_work_done().await;
    let sixth = attempt("after the submission", device, || buffer(device, 600 * KB)).await;

    let write = |size: u64| {
        let data = vec![1; size as usize];
        let written = (device.queue()).write_buffer_with_copy(&sixth, 0, &data, None, None);
        written.expect("a good range");
    };
    attempt("upload", device, || write(300 * KB)).await;
    attempt("upload again", device, || write(300 * KB)).await;
    attempt("too large an upload", device, || write(500 * KB)).await;
    sixth.destroy();

    let _texture = attempt("texture", device, || texture(device, 200, 1)).await;
    let _samples = attempt("texture with samples", device, || texture(device, 200, 4)).await;
    let another = "texture with samples and another";
    attempt(another, device, || texture(device, 250, 1)).await;
    let invalid = attempt("larger than the device's limit", device, || {
        buffer(device, 1 << 40)
    });
    invalid.await;
    let _rest = buffer(device, 190 * KB);
    attempt("queries", device, || queries(device, 4096)).await;
}

/// For buffers of 64 KiB.
pub(crate) async fn buffer_size(device: &GpuDevice) {
    attempt("small", device, || buffer(device, 64 << 10)).await;
    attempt("large", device, || buffer(device, (64 << 10) + 4)).await;
}

fn bind_group(device: &GpuDevice, buffer: &raw::GpuBuffer) -> raw::GpuBindGroup {
    let layout = device.create_bind_group_layout(&raw::GpuBindGroupLayoutDescriptor {
        entries: vec![raw::GpuBindGroupLayoutEntry {
            binding: 0,
            visibility: raw::GpuShaderStage::COMPUTE,
            buffer: Some(raw::GpuBufferBindingLayout {
                type_: Some(raw::GpuBufferBindingType::Storage),
                has_dynamic_offset: None,
                min_binding_size: None,
            }),
            sampler: None,
            texture: None,
            storage_texture: None,
        }],
        label: None,
    });
    device.create_bind_group(&raw::GpuBindGroupDescriptor {
        layout: &layout,
        entries: vec![raw::GpuBindGroupEntry {
            binding: 0,
            resource: raw::GpuBindingResource::GpuBuffer(buffer),
        }],
        label: None,
    })
}

fn texture(device: &GpuDevice, side: u32, samples: u32) -> raw::GpuTexture {
    let format = raw::GpuTextureFormat::Rgba8unorm;
    device.create_texture(&raw::GpuTextureDescriptor {
        sample_count: Some(samples),
        usage: raw::GpuTextureUsage::RENDER_ATTACHMENT,
        ..layered((side, side, 1), 1, format)
    })
}

fn layered(
    (width, height, layers): (u32, u32, u32),
    levels: u32,
    format: raw::GpuTextureFormat,
) -> raw::GpuTextureDescriptor {
    raw::GpuTextureDescriptor {
        size: raw::GpuExtent3D {
            width,
            height: Some(height),
            depth_or_array_layers: Some(layers),
        },
        mip_level_count: Some(levels),
        sample_count: None,
        dimension: None,
        format,
        usage: raw::GpuTextureUsage::TEXTURE_BINDING,
        view_formats: None,
        texture_binding_view_dimension: None,
        label: None,
    }
}

/// Textures that take what is left of 1 MB, and a byte more than that.
pub(crate) async fn textures() {
    use raw::GpuTextureFormat as Format;
    let rgba = Format::Rgba8unorm;
    let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
    let device = adapter.request_device(Some(raw::GpuDeviceDescriptor {
        required_features: Some(vec![
            raw::GpuFeatureName::TextureCompressionBc,
            raw::GpuFeatureName::Depth32floatStencil8,
        ]),
        required_limits: None,
        default_queue: None,
        label: None,
    }));
    let device = device.expect("a device");
    let cubes = raw::GpuTextureDescriptor {
        dimension: Some(raw::GpuTextureDimension::D3),
        ..layered((4, 4, 4), 2, rgba)
    };
    for (what, descriptor, bytes) in [
        ("layers", layered((16, 8, 3), 1, rgba), 512 * 3),
        ("levels", layered((4, 4, 1), 3, rgba), 64 + 16 + 4),
        ("levels of three dimensions", cubes, 256 + 32),
        (
            "blocks",
            layered((8, 8, 1), 4, Format::Bc1RgbaUnorm),
            8 * (4 + 1 + 1 + 1),
        ),
        (
            "depth",
            layered((2, 2, 1), 1, Format::Depth32floatStencil8),
            4 * 8,
        ),
    ] {
        for (extra, fits) in [(0, "fits"), (1, "does not fit")] {
            let rest = buffer(&device, 1000 * KB - bytes + extra);
            let what = format!("{what}, {fits}");
            attempt(&what, &device, || device.create_texture(&descriptor)).await;
            rest.destroy();
        }
    }
}

fn queries(device: &GpuDevice, count: u32) -> raw::GpuQuerySet {
    let created = device.create_query_set(&raw::GpuQuerySetDescriptor {
        type_: raw::GpuQueryType::Occlusion,
        count,
        label: None,
    });
    created.expect("a query set")
}

pub(crate) fn linear_memory() {
    let mut memory = Vec::<u8>::new();
    for megabytes in 0.. {
        memory.resize(megabytes << 20, 1);
    }
}

/// A typed buffer that does not fit is an error of the call that makes it.
pub(crate) async fn typed_buffers() {
    let gpu = Gpu::request().await.expect("a GPU");
    let first = gpu.buffer("first").zeroed::<u8>(400_000);
    let second = gpu.buffer("second").upload(&vec![1_u8; 400_000]);
    let third = gpu.buffer("third").zeroed::<u8>(700_000);
    for buffer in [first, second, third] {
        match buffer {
            Ok(buffer) => println!("{}: fine", buffer.label()),
            Err(error) => println!("{error}"),
        }
    }
}
