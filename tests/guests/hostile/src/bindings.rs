//! Bind group layouts, bind groups, and how passes use them.

use wasi_webgpu::raw::{
    self, GpuBindingResource as Resource, GpuBufferBindingType as Type, GpuBufferUsage as Usage,
    GpuTextureFormat as Format, GpuTextureUsage,
};

use crate::checks::Checks;
use crate::gpu::{Gpu, bind, buffer_entry, entry};

fn sampled(
    sample_type: raw::GpuTextureSampleType,
    multisampled: bool,
) -> raw::GpuTextureBindingLayout {
    raw::GpuTextureBindingLayout {
        sample_type: Some(sample_type),
        view_dimension: None,
        multisampled: Some(multisampled),
    }
}

fn stored(format: Format) -> raw::GpuStorageTextureBindingLayout {
    raw::GpuStorageTextureBindingLayout {
        access: None,
        format,
        view_dimension: None,
    }
}

#[wasi_webgpu::test]
async fn layouts() {
    let gpu = Gpu::new();
    let limits = gpu.device.limits();
    let mut checks = Checks::new(&gpu.device);
    let storage = |binding| buffer_entry(binding, Type::Storage);
    let dynamic = |binding, type_| raw::GpuBindGroupLayoutEntry {
        buffer: Some(raw::GpuBufferBindingLayout {
            type_: Some(type_),
            has_dynamic_offset: Some(true),
            min_binding_size: None,
        }),
        ..entry(binding)
    };
    let texture = |layout| raw::GpuBindGroupLayoutEntry {
        texture: Some(layout),
        ..entry(0)
    };
    let store = |layout| raw::GpuBindGroupLayoutEntry {
        storage_texture: Some(layout),
        ..entry(0)
    };
    let float = raw::GpuTextureSampleType::Float;
    let cube = Some(raw::GpuTextureViewDimension::Cube);
    let vertex = raw::GpuShaderStage::VERTEX;
    for (what, entries) in [
        ("nothing bound", vec![entry(0)]),
        (
            "two kinds",
            vec![raw::GpuBindGroupLayoutEntry {
                sampler: Some(raw::GpuSamplerBindingLayout { type_: None }),
                ..storage(0)
            }],
        ),
        ("the same binding twice", vec![storage(0), storage(0)]),
        (
            "a binding too far",
            vec![storage(limits.max_bindings_per_bind_group())],
        ),
        ("u32::MAX", vec![storage(u32::MAX)]),
        (
            "more than a stage may have",
            (0..=limits.max_storage_buffers_per_shader_stage())
                .map(storage)
                .collect(),
        ),
        ("more than there can be", (0..10_000).map(storage).collect()),
        (
            "more dynamic uniform buffers",
            (0..=limits.max_dynamic_uniform_buffers_per_pipeline_layout())
                .map(|it| dynamic(it, Type::Uniform))
                .collect(),
        ),
        (
            "writing in the vertex stage",
            vec![raw::GpuBindGroupLayoutEntry {
                visibility: vertex,
                ..storage(0)
            }],
        ),
        ("filtered samples", vec![texture(sampled(float, true))]),
        (
            "a cube of samples",
            vec![texture(raw::GpuTextureBindingLayout {
                view_dimension: cube,
                ..sampled(raw::GpuTextureSampleType::UnfilterableFloat, true)
            })],
        ),
        (
            "storing to sRGB",
            vec![store(stored(Format::Rgba8unormSrgb))],
        ),
        (
            "storing to a depth",
            vec![store(stored(Format::Depth32float))],
        ),
        (
            "storing to a cube",
            vec![store(raw::GpuStorageTextureBindingLayout {
                view_dimension: cube,
                ..stored(Format::Rgba8unorm)
            })],
        ),
        (
            "reading and writing rgba8",
            vec![store(raw::GpuStorageTextureBindingLayout {
                access: Some(raw::GpuStorageTextureAccess::ReadWrite),
                ..stored(Format::Rgba8unorm)
            })],
        ),
        (
            "storing in the vertex stage",
            vec![raw::GpuBindGroupLayoutEntry {
                visibility: vertex,
                ..store(stored(Format::Rgba8unorm))
            }],
        ),
    ] {
        let layout = checks.invalid(what, || gpu.layout(entries)).await;
        checks
            .invalid(what, || gpu.pipeline_layout(&[&layout]))
            .await;
        checks
            .invalid(what, || gpu.bind_group(&layout, vec![]))
            .await;
    }
    for (what, entries) in [
        ("nothing", vec![]),
        (
            "for no stage",
            vec![raw::GpuBindGroupLayoutEntry {
                visibility: raw::GpuShaderStage::empty(),
                ..storage(0)
            }],
        ),
        (
            "the last binding",
            vec![storage(limits.max_bindings_per_bind_group() - 1)],
        ),
        (
            "a huge least size",
            vec![raw::GpuBindGroupLayoutEntry {
                buffer: Some(raw::GpuBufferBindingLayout {
                    type_: None,
                    has_dynamic_offset: None,
                    min_binding_size: Some(u64::MAX),
                }),
                ..entry(0)
            }],
        ),
    ] {
        checks.fine(what, || gpu.layout(entries)).await;
    }
    let many = limits.max_bind_groups() + 1;
    let empty = gpu.layout(vec![]);
    checks
        .invalid("too many groups", || {
            gpu.pipeline_layout(&vec![&empty; many as usize])
        })
        .await;
    checks
        .invalid("10,000 groups", || {
            gpu.pipeline_layout(&vec![&empty; 10_000])
        })
        .await;
    let full = gpu.layout(
        (0..limits.max_storage_buffers_per_shader_stage())
            .map(storage)
            .collect(),
    );
    checks
        .invalid("too many in all", || gpu.pipeline_layout(&[&full, &full]))
        .await;
    for size in [1, limits.max_immediate_size() + 4, u32::MAX - 3, u32::MAX] {
        checks
            .invalid("immediates", || {
                gpu.device
                    .create_pipeline_layout(&raw::GpuPipelineLayoutDescriptor {
                        bind_group_layouts: vec![],
                        immediate_size: Some(size),
                        label: None,
                    })
            })
            .await;
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn bind_groups() {
    let gpu = Gpu::new();
    let limits = gpu.device.limits();
    let mut checks = Checks::new(&gpu.device);
    let storage = gpu.buffer(1024, Usage::STORAGE);
    let uniform = gpu.buffer(1024, Usage::UNIFORM);
    let large = gpu.buffer(
        limits.max_uniform_buffer_binding_size() + 16,
        Usage::UNIFORM,
    );
    let odd = gpu.buffer(1022, Usage::STORAGE);
    let empty = gpu.buffer(0, Usage::STORAGE);
    let image = gpu.texture(Format::Rgba8unorm, GpuTextureUsage::RENDER_ATTACHMENT);
    let view = image.create_view(None);
    let sampler = gpu.sampler();
    let stores = gpu.layout(vec![buffer_entry(0, Type::Storage)]);
    let reads = gpu.layout(vec![buffer_entry(0, Type::Uniform)]);
    let both = gpu.layout(vec![
        buffer_entry(0, Type::Storage),
        buffer_entry(1, Type::Storage),
    ]);
    let samples = gpu.layout(vec![raw::GpuBindGroupLayoutEntry {
        texture: Some(sampled(raw::GpuTextureSampleType::Float, false)),
        ..entry(0)
    }]);
    let least = gpu.layout(vec![raw::GpuBindGroupLayoutEntry {
        buffer: Some(raw::GpuBufferBindingLayout {
            type_: None,
            has_dynamic_offset: None,
            min_binding_size: Some(2048),
        }),
        ..entry(0)
    }]);
    let part = |buffer, offset, size| {
        Resource::GpuBufferBinding(raw::GpuBufferBinding {
            buffer,
            offset,
            size,
        })
    };
    for (what, layout, resources) in [
        (
            "too few entries",
            &both,
            vec![Resource::GpuBuffer(&storage)],
        ),
        (
            "too many entries",
            &stores,
            vec![Resource::GpuBuffer(&storage), Resource::GpuBuffer(&storage)],
        ),
        (
            "a sampler for a buffer",
            &stores,
            vec![Resource::GpuSampler(&sampler)],
        ),
        (
            "a view for a buffer",
            &stores,
            vec![Resource::GpuTextureView(&view)],
        ),
        (
            "a buffer for a texture",
            &samples,
            vec![Resource::GpuBuffer(&storage)],
        ),
        (
            "a texture without the usage",
            &samples,
            vec![Resource::GpuTexture(&image)],
        ),
        (
            "a view without the usage",
            &samples,
            vec![Resource::GpuTextureView(&view)],
        ),
        (
            "a buffer without the usage",
            &stores,
            vec![Resource::GpuBuffer(&uniform)],
        ),
        ("another", &reads, vec![Resource::GpuBuffer(&storage)]),
        ("no bytes", &stores, vec![Resource::GpuBuffer(&empty)]),
        ("a size of 0", &stores, vec![part(&storage, None, Some(0))]),
        (
            "an offset that is not aligned",
            &stores,
            vec![part(&storage, Some(4), None)],
        ),
        (
            "an offset at the end",
            &stores,
            vec![part(&storage, Some(1024), None)],
        ),
        (
            "an offset beyond",
            &stores,
            vec![part(&storage, Some(2048), Some(4))],
        ),
        (
            "too long",
            &stores,
            vec![part(&storage, Some(256), Some(1024))],
        ),
        (
            "a sum that overflows",
            &stores,
            vec![part(&storage, Some(u64::MAX - 255), Some(256))],
        ),
        (
            "u64::MAX",
            &stores,
            vec![part(&storage, None, Some(u64::MAX))],
        ),
        (
            "the largest multiple of 4",
            &stores,
            vec![part(&storage, None, Some(u64::MAX - 3))],
        ),
        ("an odd size", &stores, vec![Resource::GpuBuffer(&odd)]),
        (
            "more than a uniform binding",
            &reads,
            vec![Resource::GpuBuffer(&large)],
        ),
        (
            "less than the least",
            &least,
            vec![Resource::GpuBuffer(&uniform)],
        ),
    ] {
        let group = checks
            .invalid(what, || gpu.bind_group(layout, resources))
            .await;
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        bind(&pass, 0, Some(&group));
        pass.end();
        checks.invalid(what, || encoder.finish(None)).await;
    }
    let twice = |binding| raw::GpuBindGroupEntry {
        binding,
        resource: Resource::GpuBuffer(&storage),
    };
    for bindings in [[0, 0], [1, 1], [0, 2], [0, u32::MAX]] {
        let descriptor = raw::GpuBindGroupDescriptor {
            layout: &both,
            entries: bindings.map(twice).into(),
            label: None,
        };
        checks
            .invalid(&format!("{bindings:?}"), || {
                gpu.device.create_bind_group(&descriptor)
            })
            .await;
    }
    storage.destroy();
    // WebGPU lets it.
    checks
        .either("a destroyed buffer", || {
            gpu.bind_group(&stores, vec![Resource::GpuBuffer(&storage)])
        })
        .await;
    checks.end();
}
