//! Handles: labels, raw resources and back, facts by name.

use futures::future::join_all;
use wasi_webgpu as wgpu;
use wgpu::raw;
use wgpu::util::DownloadBuffer;

use crate::gpu::Gpu;

const DOUBLE: &str = "
    override factor: u32 = 2;
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

    @compute @workgroup_size(1)
    fn main(@builtin(global_invocation_id) id: vec3u) { numbers[id.x] *= factor; }
";

fn label(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A device of the raw bindings, wrapped: all that a guest can be given from elsewhere.
#[wasi_webgpu::test]
async fn raw_adapter_and_device_are_wrapped() -> wgpu::Result<()> {
    let gpu = wgpu::Instance::from_raw(raw::get_gpu());
    let adapter = gpu.as_raw().request_adapter(None).expect("an adapter");
    let adapter = wgpu::Adapter::from_raw(adapter);
    let descriptor = raw::GpuDeviceDescriptor {
        required_features: None,
        required_limits: None,
        default_queue: None,
        label: label("from raw"),
    };
    let device = adapter.as_raw().request_device(Some(descriptor));
    let (device, queue) = wgpu::Device::from_raw(device.map_err(|e| e.message).expect("a device"));
    assert_eq!(device.label(), "from raw");
    assert_eq!(device.adapter_info(), adapter.get_info());
    let defaults = wgpu::Limits::default();
    let maximum = defaults.max_storage_buffer_binding_size;
    assert_eq!(device.limits().max_storage_buffer_binding_size, maximum);

    // It reports errors and does work as any other.
    let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let gpu = Gpu { device, queue };
    let numbers = gpu.storage("numbers", &[1, 2, 3]);
    let second = wgpu::Queue::from_raw(&gpu.device, gpu.device.as_raw().queue());
    second.write_buffer(&numbers, 4, &7_u32.to_le_bytes());
    let bytes = DownloadBuffer::read_buffer(&gpu.device, &gpu.queue, &numbers.slice(..)).await?;
    assert_eq!(bytemuck::cast_slice::<u8, u32>(&bytes), [1, 7, 3]);
    second.write_buffer(&numbers, 1, &[0; 4]);
    let error = scope.pop().await.expect("an error").to_string();
    assert!(error.contains("numbers"), "{error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn raw_buffers_and_textures_bring_their_state() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let device = gpu.device.as_raw();
    let buffer = device.create_buffer(&raw::GpuBufferDescriptor {
        size: 24,
        usage: raw::GpuBufferUsage::COPY_SRC | raw::GpuBufferUsage::VERTEX,
        mapped_at_creation: Some(true),
        label: label("raw buffer"),
    });
    let buffer = wgpu::Buffer::from_raw(&gpu.device, buffer);
    assert_eq!((buffer.size(), buffer.label()), (24, "raw buffer"));
    let usage = wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::VERTEX;
    assert_eq!(buffer.usage(), usage);
    // It knows that it is mapped.
    let mut view = buffer.get_mapped_range_mut(8..16)?;
    view.copy_from_slice(&[1, 2, 3, 4, 5, 6, 7, 8]);
    drop(view);
    buffer.unmap();
    let bytes = DownloadBuffer::read_buffer(&gpu.device, &gpu.queue, &buffer.slice(8..12)).await?;
    assert_eq!(bytes[..], [1, 2, 3, 4]);

    let texture = device.create_texture(&raw::GpuTextureDescriptor {
        size: raw::GpuExtent3D {
            width: 16,
            height: Some(8),
            depth_or_array_layers: Some(3),
        },
        mip_level_count: Some(2),
        sample_count: None,
        dimension: None,
        format: raw::GpuTextureFormat::Rg16float,
        usage: raw::GpuTextureUsage::COPY_DST | raw::GpuTextureUsage::TEXTURE_BINDING,
        view_formats: None,
        texture_binding_view_dimension: None,
        label: label("raw texture"),
    });
    let texture = wgpu::Texture::from_raw(&gpu.device, texture);
    assert_eq!(texture.label(), "raw texture");
    let size = (texture.width(), texture.height());
    assert_eq!((size, texture.depth_or_array_layers()), ((16, 8), 3));
    assert_eq!((texture.mip_level_count(), texture.sample_count()), (2, 1));
    assert_eq!(texture.dimension(), wgpu::TextureDimension::D2);
    assert_eq!(texture.format(), wgpu::TextureFormat::Rg16Float);
    let usage = wgpu::TextureUsages::COPY_DST | wgpu::TextureUsages::TEXTURE_BINDING;
    assert_eq!(texture.usage(), usage);
    // Only devices in compatibility mode are so restricted.
    assert_eq!(texture.texture_binding_view_dimension(), None);
    let view = texture.as_raw().create_view(None);
    view.set_label("raw view");
    let view = wgpu::TextureView::from_raw(&texture, view);
    assert_eq!((view.label(), view.texture()), ("raw view", &texture));

    let queries = device.create_query_set(&raw::GpuQuerySetDescriptor {
        type_: raw::GpuQueryType::Occlusion,
        count: 5,
        label: label("raw queries"),
    });
    let queries = wgpu::QuerySet::from_raw(queries.map_err(|e| e.message).expect("queries"));
    assert!(matches!(queries.ty(), wgpu::QueryType::Occlusion));
    assert_eq!(queries.count(), 5);
    assert_eq!(queries.label(), "raw queries");
    Ok(())
}

/// Recorders from raw resources record, and end when they are dropped.
#[wasi_webgpu::test]
async fn raw_recorders_record() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let numbers = gpu.storage("numbers", &[1, 2, 3]);
    let pipeline = gpu.pipeline("double", DOUBLE);
    let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("group"),
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[wgpu::BindGroupEntry {
            binding: 0,
            resource: numbers.as_entire_binding(),
        }],
    });

    let encoder = gpu.device.as_raw().create_command_encoder(None);
    encoder.set_label("raw encoder");
    let mut encoder = wgpu::CommandEncoder::from_raw(&gpu.device, encoder);
    assert_eq!(encoder.label(), "raw encoder");
    let pass = encoder.as_raw().begin_compute_pass(None);
    pass.set_label("raw pass");
    let mut pass = wgpu::ComputePass::from_raw(&gpu.device, pass);
    assert_eq!(pass.label(), "raw pass");
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.dispatch_workgroups(3, 1, 1);
    drop(pass);
    encoder.set_label("another");
    assert_eq!(encoder.as_raw().label(), "another");
    let commands = wgpu::CommandBuffer::from_raw(encoder.as_raw().finish(Some(
        &raw::GpuCommandBufferDescriptor {
            label: label("raw commands"),
        },
    )));
    assert_eq!(commands.label(), "raw commands");
    gpu.queue.submit([commands]);
    let bytes = DownloadBuffer::read_buffer(&gpu.device, &gpu.queue, &numbers.slice(..)).await?;
    assert_eq!(bytemuck::cast_slice::<u8, u32>(&bytes), [2, 4, 6]);
    assert_eq!(scope.pop().await, None);
    Ok(())
}

#[wasi_webgpu::test]
async fn recorders_keep_their_labels() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let mut encoder = gpu
        .device
        .create_command_encoder(&wgpu::CommandEncoderDescriptor {
            label: Some("encoder"),
        });
    assert_eq!(
        (encoder.label(), &*encoder.as_raw().label()),
        ("encoder", "encoder")
    );
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
        label: Some("pass"),
        timestamp_writes: None,
    });
    assert_eq!((pass.label(), &*pass.as_raw().label()), ("pass", "pass"));
    pass.set_label("renamed");
    assert_eq!(
        (pass.label(), &*pass.as_raw().label()),
        ("renamed", "renamed")
    );
    drop(pass);
    let mut commands = encoder.finish();
    assert_eq!(commands.label(), "encoder");
    commands.set_label("commands");
    assert_eq!(commands.as_raw().label(), "commands");

    let bundle = gpu
        .device
        .create_render_bundle_encoder(&wgpu::RenderBundleEncoderDescriptor {
            label: Some("bundle encoder"),
            color_formats: &[Some(wgpu::TextureFormat::Rgba8Unorm)],
            sample_count: 1,
            ..Default::default()
        });
    assert_eq!(bundle.label(), "bundle encoder");
    let bundle = bundle.finish(&wgpu::RenderBundleDescriptor {
        label: Some("bundle"),
    });
    assert_eq!(
        (bundle.label(), &*bundle.as_raw().label()),
        ("bundle", "bundle")
    );
    Ok(())
}

/// By name, an adapter says what it says by flags and fields, and more.
#[wasi_webgpu::test]
async fn features_and_limits_by_name() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (features, limits) = (adapter.features(), adapter.limits());
    assert!(adapter.has_feature("core-features-and-limits"));
    for (name, flag) in [
        ("timestamp-query", wgpu::Features::TIMESTAMP_QUERY),
        ("shader-f16", wgpu::Features::SHADER_F16),
        ("subgroups", wgpu::Features::SUBGROUP),
        ("depth-clip-control", wgpu::Features::DEPTH_CLIP_CONTROL),
    ] {
        assert_eq!(adapter.has_feature(name), features.contains(flag), "{name}");
    }
    assert!(!adapter.has_feature("no such feature"));
    let by_name = adapter.limit("maxStorageBufferBindingSize");
    assert_eq!(by_name, Some(limits.max_storage_buffer_binding_size));
    let by_name = adapter.limit("minUniformBufferOffsetAlignment");
    assert_eq!(
        by_name,
        Some(limits.min_uniform_buffer_offset_alignment.into())
    );
    for stage in ["Vertex", "Fragment"] {
        let buffers = adapter.limit(&format!("maxStorageBuffersIn{stage}Stage"));
        assert!(buffers <= Some(limits.max_storage_buffers_per_shader_stage.into()));
        let textures = adapter.limit(&format!("maxStorageTexturesIn{stage}Stage"));
        assert!(textures <= Some(limits.max_storage_textures_per_shader_stage.into()));
        assert!(buffers.is_some() && textures.is_some(), "{stage}");
    }
    assert_eq!(adapter.limit("maxNothing"), None);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_device_can_be_asked_for_by_names() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let best = adapter.limit("maxBufferSize").expect("a limit");
    let limits = [
        ("maxBufferSize", best),
        ("maxStorageBuffersInVertexStage", 2),
    ];
    let names = ["core-features-and-limits"];
    let descriptor = wgpu::DeviceDescriptor {
        label: Some("by names"),
        ..Default::default()
    };
    let request = adapter.request_device_with(&descriptor, &names, limits.into_iter().collect());
    let (device, _queue) = request.await?;
    assert_eq!(device.limits().max_buffer_size, best);
    assert!(device.limit("maxStorageBuffersInVertexStage") >= Some(2));

    let none = wgpu::RequiredLimits::new();
    let request = adapter.request_device_with(&descriptor, &["warp-drive"], none);
    let error = wgpu::Error::from(request.await.expect_err("no such feature"));
    assert!(
        matches!(error, wgpu::Error::UnsupportedFeature { .. }),
        "{error}"
    );
    let text = error.to_string();
    assert!(
        text.contains("warp-drive") && text.contains("by names"),
        "{text}"
    );

    let impossible = [("maxBufferSize", best + 4)].into_iter().collect();
    let request = adapter.request_device_with(&descriptor, &[], impossible);
    let error = wgpu::Error::from(request.await.expect_err("no such limit"));
    assert!(
        matches!(error, wgpu::Error::LimitExceeded { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("by names"), "{error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn records_are_maps() {
    let mut limits: wgpu::RequiredLimits = [("a", 1), ("b", 2)].into_iter().collect();
    limits.insert("c", 3);
    limits.insert("a", 4);
    limits.remove("b");
    assert_eq!((limits.get("a"), limits.get("b")), (Some(4), None));
    assert!(limits.contains_key("c") && !limits.contains_key("b"));
    let mut entries = limits.entries();
    entries.sort();
    assert_eq!(entries, [("a".to_owned(), 4), ("c".to_owned(), 3)]);
    let pairs: Vec<_> = limits.keys().into_iter().zip(limits.values()).collect();
    assert_eq!(pairs, limits.entries());

    let constants: wgpu::PipelineConstants = [("x", 0.5)].into_iter().collect();
    assert_eq!(constants.get("x"), Some(0.5));
    assert_eq!(format!("{constants:?}"), r#"{"x": 0.5}"#);
}

/// A map begins at the call, belongs to no borrow, and several can be awaited at once.
#[wasi_webgpu::test]
async fn maps_begin_at_the_call() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffers: Vec<_> = (0..4)
        .map(|i| gpu.readable(&format!("buffer {i}"), 16))
        .collect();
    let maps = buffers
        .iter()
        .map(|it| it.slice(..).map_async(wgpu::MapMode::Read));
    let maps: Vec<_> = maps.collect();
    assert_eq!(
        buffers[3].as_raw().map_state(),
        raw::GpuBufferMapState::Pending
    );
    for result in join_all(maps).await {
        result?;
    }
    for buffer in &buffers {
        assert_eq!(buffer.get_mapped_range(..)?[..], [0; 16]);
    }
    let done = gpu.queue.on_submitted_work_done();
    wgpu::spawn(done).await;
    Ok(())
}

#[wasi_webgpu::test]
async fn an_invalid_shader_is_an_error_with_its_places() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let module = |code: &str| {
        gpu.device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some("wrong"),
                source: wgpu::ShaderSource::Wgsl(code.to_owned().into()),
            })
    };
    module(DOUBLE).check().await?;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let checked = module("fn f() -> u32 {\n    return missing;\n}")
        .check()
        .await;
    drop(scope.pop().await);
    let wgpu::Error::ShaderCompilation(error) = checked.expect_err("it is invalid").into() else {
        panic!("another error");
    };
    assert_eq!(error.label, "wrong");
    assert_eq!(error.messages[0].location.expect("a place").line_number, 2);
    let text = error.to_string();
    assert!(
        text.starts_with("the shader \"wrong\" does not compile\n  2:12: "),
        "{text}"
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn queries_that_no_device_has_are_an_unsupported_feature() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let kind = wgpu::QueryType::PipelineStatistics(wgpu::PipelineStatisticsTypes::all());
    let queries = gpu.device.create_query_set(&wgpu::QuerySetDescriptor {
        label: Some("statistics"),
        ty: kind,
        count: 1,
    });
    let error = queries.expect_err("WebGPU has none");
    assert!(
        matches!(error, wgpu::Error::UnsupportedFeature { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("statistics"), "{error}");
    Ok(())
}
