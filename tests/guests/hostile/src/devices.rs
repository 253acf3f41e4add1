//! Objects of another device, lost devices, error scopes, and requests.

use futures::future::join;
use wasi_webgpu::raw::{
    self, GpuBindingResource as Resource, GpuBufferUsage as Usage, GpuErrorFilter as Filter,
    GpuFeatureName as Feature, GpuMapMode as Mode, GpuTextureFormat as Format, GpuTextureUsage,
    RequestDeviceErrorKind as RequestError,
};

use crate::checks::Checks;
use crate::gpu::{
    COUNT, Gpu, bind, buffer_entry, color_attachment, compute_pipeline, extent, render_pass, rows,
    texels,
};

/// WebGPU's features, by what a request calls them and what a set of features does.
const FEATURES: [(Feature, &str); 22] = [
    (Feature::CoreFeaturesAndLimits, "core-features-and-limits"),
    (Feature::DepthClipControl, "depth-clip-control"),
    (Feature::Depth32floatStencil8, "depth32float-stencil8"),
    (Feature::TextureCompressionBc, "texture-compression-bc"),
    (
        Feature::TextureCompressionBcSliced3d,
        "texture-compression-bc-sliced-3d",
    ),
    (Feature::TextureCompressionEtc2, "texture-compression-etc2"),
    (Feature::TextureCompressionAstc, "texture-compression-astc"),
    (
        Feature::TextureCompressionAstcSliced3d,
        "texture-compression-astc-sliced-3d",
    ),
    (Feature::TimestampQuery, "timestamp-query"),
    (Feature::IndirectFirstInstance, "indirect-first-instance"),
    (Feature::ShaderF16, "shader-f16"),
    (Feature::Rg11b10ufloatRenderable, "rg11b10ufloat-renderable"),
    (Feature::Bgra8unormStorage, "bgra8unorm-storage"),
    (Feature::Float32Filterable, "float32-filterable"),
    (Feature::Float32Blendable, "float32-blendable"),
    (Feature::ClipDistances, "clip-distances"),
    (Feature::DualSourceBlending, "dual-source-blending"),
    (Feature::Subgroups, "subgroups"),
    (Feature::TextureFormatsTier1, "texture-formats-tier1"),
    (Feature::TextureFormatsTier2, "texture-formats-tier2"),
    (Feature::PrimitiveIndex, "primitive-index"),
    (
        Feature::TextureComponentSwizzle,
        "texture-component-swizzle",
    ),
];

const COPY: Usage = Usage::COPY_SRC.union(Usage::COPY_DST);

#[wasi_webgpu::test]
async fn objects_of_another_device() {
    let (gpu, other) = (Gpu::new(), Gpu::new());
    let mut checks = Checks::new(&gpu.device);
    let (own, foreign) = (gpu.buffer(256, COPY), other.buffer(256, COPY));
    let stored = other.buffer(256, Usage::STORAGE);
    let foreign_texture = other.texture(
        Format::Rgba8unorm,
        GpuTextureUsage::all() - GpuTextureUsage::TRANSIENT_ATTACHMENT,
    );
    let own_texture = gpu.texture(Format::Rgba8unorm, GpuTextureUsage::COPY_DST);
    let (layout, foreign_layout) = [&gpu, &other]
        .map(|gpu| gpu.layout(vec![buffer_entry(0, raw::GpuBufferBindingType::Storage)]))
        .into();
    let own_pipeline = gpu.compute_pipeline(COUNT);
    let foreign_pipeline = other.compute_pipeline(COUNT);
    let foreign_group = other.bind_group(&foreign_layout, vec![Resource::GpuBuffer(&stored)]);
    let foreign_queries = other.queries(4);
    let foreign_module = other.module(COUNT);
    let commands = other.encoder().finish(None);
    let record = |command: &dyn Fn(&raw::GpuCommandEncoder)| {
        let encoder = gpu.encoder();
        command(&encoder);
        encoder.finish(None)
    };
    type Command<'a> = &'a dyn Fn(&raw::GpuCommandEncoder);
    let cases: [(&str, Command); 11] = [
        ("copy from", &|it| {
            it.copy_buffer_to_buffer(&foreign, None, &own, None, None)
        }),
        ("copy to", &|it| {
            it.copy_buffer_to_buffer(&own, None, &foreign, None, None)
        }),
        ("clear", &|it| it.clear_buffer(&foreign, None, None)),
        ("upload", &|it| {
            it.copy_buffer_to_texture(&rows(&own, 256), &texels(&foreign_texture), extent(1, 1, 1))
        }),
        ("upload from", &|it| {
            it.copy_buffer_to_texture(&rows(&foreign, 256), &texels(&own_texture), extent(1, 1, 1))
        }),
        ("copy a texture", &|it| {
            it.copy_texture_to_texture(
                &texels(&foreign_texture),
                &texels(&own_texture),
                extent(1, 1, 1),
            )
        }),
        ("resolve", &|it| {
            it.resolve_query_set(&foreign_queries, 0, 1, &own, 0)
        }),
        ("set a pipeline", &|it| {
            let pass = it.begin_compute_pass(None);
            pass.set_pipeline(&foreign_pipeline);
            pass.end();
        }),
        ("bind", &|it| {
            let pass = it.begin_compute_pass(None);
            pass.set_pipeline(&own_pipeline);
            bind(&pass, 0, Some(&foreign_group));
            pass.dispatch_workgroups(1, None, None);
            pass.end();
        }),
        ("dispatch", &|it| {
            let pass = it.begin_compute_pass(None);
            pass.dispatch_workgroups_indirect(&foreign, 0);
            pass.end();
        }),
        ("render to", &|it| {
            let view = foreign_texture.create_view(None);
            it.begin_render_pass(&render_pass(vec![Some(color_attachment(&view))]))
                .end();
        }),
    ];
    for (what, command) in cases {
        checks.invalid(what, || record(command)).await;
    }
    checks
        .invalid("a bind group", || {
            gpu.bind_group(&layout, vec![Resource::GpuBuffer(&stored)])
        })
        .await;
    checks
        .invalid("its layout", || gpu.bind_group(&foreign_layout, vec![]))
        .await;
    checks
        .invalid("a pipeline layout", || {
            gpu.pipeline_layout(&[&foreign_layout])
        })
        .await;
    checks
        .invalid("a module", || {
            gpu.device.create_compute_pipeline(compute_pipeline(
                &foreign_module,
                raw::GpuLayoutMode::Auto,
            ))
        })
        .await;
    checks
        .invalid("write a buffer", || {
            gpu.queue
                .write_buffer_with_copy(&foreign, 0, &[0; 4], None, None)
        })
        .await
        .expect("an error of the device");
    let bytes = raw::GpuTexelCopyBufferLayout {
        offset: None,
        bytes_per_row: Some(256),
        rows_per_image: None,
    };
    checks
        .invalid("write a texture", || {
            gpu.queue.write_texture_with_copy(
                &texels(&foreign_texture),
                &[0; 256],
                bytes,
                extent(1, 1, 1),
            )
        })
        .await;
    checks
        .invalid("submit", || gpu.queue.submit(&[&commands]))
        .await;
    checks.end();

    let mut checks = Checks::new(&other.device);
    checks
        .fine("the other is as it was", || {
            other.queue.submit(&[&other.count_in(&stored)])
        })
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn a_destroyed_device_says_nothing_more() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
    let mapped = gpu.mapped_buffer(64, Usage::COPY_SRC);
    let stored = gpu.buffer(64, Usage::STORAGE);
    let commands = gpu.count_in(&stored);
    let recording = gpu.encoder();
    let pass = recording.begin_compute_pass(None);
    let module = gpu.module(COUNT);
    let (lost, again) = (gpu.device.lost(), gpu.device.lost());
    let mapping = buffer.map_async(Mode::READ, None, None);
    let (pending, ()) = join(mapping, async { gpu.device.destroy() }).await;
    checks.holds(
        "a pending mapping is aborted",
        matches!(
            pending,
            Err(raw::MapAsyncError {
                kind: raw::MapAsyncErrorKind::AbortError,
                ..
            })
        ),
    );
    for lost in [lost, again, gpu.device.lost()] {
        let info = lost.await;
        checks.holds(
            "destroyed",
            info.reason() == raw::GpuDeviceLostReason::Destroyed,
        );
    }
    gpu.device.destroy();
    gpu.device.push_error_scope(Filter::Validation);
    checks.holds(
        "no range",
        mapped.get_mapped_range_get_with_copy(None, None).is_err(),
    );
    mapped.unmap().expect("no error");
    pass.dispatch_workgroups(1, None, None);
    pass.end();
    let late = recording.finish(None);
    gpu.queue.submit(&[&commands, &late]);
    let bad = gpu.buffer(u64::MAX, Usage::all());
    bad.destroy();
    drop(
        gpu.texture(Format::Rgba8unorm, GpuTextureUsage::empty())
            .create_view(None),
    );
    drop(gpu.module("not WGSL"));
    drop(gpu.compute_pipeline(COUNT).get_bind_group_layout(0));
    drop(gpu.render_pipeline(Format::Rgba8unorm));
    drop(gpu.queries(u32::MAX));
    drop(gpu.sampler());
    let written = gpu
        .queue
        .write_buffer_with_copy(&stored, 0, &[0; 4], None, None);
    checks.holds("nothing to say of the arguments", written.is_ok());
    gpu.queue.on_submitted_work_done().await;
    let aborted = buffer.map_async(Mode::READ, None, None).await;
    checks.holds(
        "a new mapping is aborted",
        matches!(
            aborted,
            Err(raw::MapAsyncError {
                kind: raw::MapAsyncErrorKind::AbortError,
                ..
            })
        ),
    );
    let pipeline = compute_pipeline(&module, raw::GpuLayoutMode::Auto);
    let made = gpu.device.create_compute_pipeline_async(pipeline).await;
    checks.holds("a pipeline that is of no use", made.is_ok());
    // One scope was open.
    for _ in 0..3 {
        let error = gpu.device.pop_error_scope().await;
        checks.holds(&format!("no error: {error:?}"), matches!(error, Ok(None)));
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn error_scopes() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    for _ in 0..3 {
        let popped = gpu.device.pop_error_scope().await;
        checks.holds("nothing to pop", popped.is_err());
    }
    (0..1000).for_each(|_| gpu.device.push_error_scope(Filter::OutOfMemory));
    gpu.device.push_error_scope(Filter::Validation);
    (0..1000).for_each(|_| gpu.device.push_error_scope(Filter::Internal));
    gpu.module("not WGSL");
    for number in 0..2001 {
        let popped = gpu.device.pop_error_scope().await;
        checks.holds(
            &format!("scope {number}"),
            popped.is_ok_and(|error| error.is_some() == (number == 1000)),
        );
    }
    checks.holds(
        "nothing to pop",
        gpu.device.pop_error_scope().await.is_err(),
    );
    checks.end();
}

#[wasi_webgpu::test]
async fn requests() {
    let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
    let request = |features: Vec<Feature>, limits: &[(&str, Option<u64>)]| {
        let record = raw::RecordOptionGpuSize64::new();
        limits
            .iter()
            .for_each(|(name, value)| record.add(name, *value));
        adapter.request_device(Some(raw::GpuDeviceDescriptor {
            required_features: Some(features),
            required_limits: Some(record),
            default_queue: None,
            label: None,
        }))
    };
    for (limit, what) in [
        (("maxCats", 1), "no limit `maxCats`"),
        (("", 1), "no limit ``"),
        (("maxBufferSize", u64::MAX), "is better than the adapter's"),
        (
            ("max-buffer-size", u64::MAX),
            "is better than the adapter's",
        ),
        (
            ("maxBindGroups", 1 << 32),
            "`maxBindGroups` = 4294967296 is better",
        ),
        (("minUniformBufferOffsetAlignment", 3), "power of 2"),
        (("minStorageBufferOffsetAlignment", 300), "power of 2"),
        (
            ("minUniformBufferOffsetAlignment", 0),
            "minUniformBufferOffsetAlignment",
        ),
        (
            ("minStorageBufferOffsetAlignment", 1 << 32),
            "minStorageBufferOffsetAlignment",
        ),
    ] {
        let error = request(vec![], &[(limit.0, Some(limit.1))]).expect_err(limit.0);
        assert!(
            matches!(error.kind, RequestError::OperationError) && error.message.contains(what),
            "{limit:?}: {error:?}"
        );
    }
    let features = adapter.features();
    for (feature, name) in FEATURES {
        let requested = request(vec![feature; 1000], &[]).map_err(|error| error.kind);
        let is_right = match requested {
            Ok(device) => features.has(name) && device.features().has(name),
            Err(kind) => !features.has(name) && matches!(kind, RequestError::TypeError),
        };
        assert!(is_right, "{name}");
    }
    for name in ["", "\0", "cats", "timestamp", "CORE-features-and-limits"] {
        assert!(!features.has(name));
    }
    let options = |level: &str| raw::GpuRequestAdapterOptions {
        feature_level: Some(level.to_owned()),
        power_preference: None,
        force_fallback_adapter: None,
        xr_compatible: Some(true),
    };
    for level in ["", "Core", "cats"] {
        assert!(
            raw::get_gpu()
                .request_adapter(Some(&options(level)))
                .is_none()
        );
    }
    let values = [
        ("maxBindGroups", None),
        ("maxBufferSize", Some(0)),
        ("maxSamplersPerShaderStage", Some(0)),
    ];
    let device = request(vec![], &values).expect("nothing is better than the default");
    assert!(device.limits().max_bind_groups() >= 4);
    let groups = adapter.limits().max_bind_groups();
    for name in ["maxBindGroups", "max-bind-groups"] {
        let device = request(vec![], &[(name, Some(groups.into()))]).expect(name);
        assert_eq!(device.limits().max_bind_groups(), groups);
    }
    // The adapter goes first.
    drop(adapter);
    device.queue().submit(&[]);
}
