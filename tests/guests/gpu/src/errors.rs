//! Errors: that they arrive, as values, and say which object, call and rule.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
};

use futures::{StreamExt as _, channel::oneshot};

use wasi_webgpu as wgpu;

use crate::gpu::Gpu;

#[wasi_webgpu::test]
async fn a_validation_error_has_the_label() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("impossible usage"),
        size: 16,
        usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    match scope.pop().await {
        Some(error @ wgpu::Error::Validation { .. }) => {
            assert!(error.to_string().contains("impossible usage"), "{error}");
            Ok(())
        }
        other => panic!("expected a validation error, got {other:?}"),
    }
}

#[wasi_webgpu::test]
async fn an_unaligned_write_is_an_error_and_writes_nothing() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.storage("aligned", &[1, 2, 3]);
    for (offset, data) in [
        (0, &[9; 3][..]),
        (2, &[9; 4]),
        (8, &[9; 8]),
        (u64::MAX, &[9; 4]),
    ] {
        let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
        gpu.queue.write_buffer(&buffer, offset, data);
        let error = scope.pop().await.expect("an error").to_string();
        assert!(error.contains("aligned"), "{error}");
    }
    assert_eq!(gpu.read(&buffer).await?, [1, 2, 3]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_shader_error_says_where() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    gpu.pipeline(
        "broken",
        "@compute @workgroup_size(1)\nfn main() { let x = missing; }",
    );
    let error = scope.pop().await.expect("an error").to_string();
    assert!(
        error.contains("broken") && error.contains("missing"),
        "{error}"
    );
    assert!(error.contains(":2:"), "the line is missing: {error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn scopes_nest_and_the_inner_one_captures() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let outer = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let inner = gpu.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let innermost = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    gpu.pipeline("first", "syntax error");
    assert!(innermost.pop().await.is_some());
    gpu.pipeline("second", "syntax error");
    assert_eq!(inner.pop().await, None);
    let error = outer.pop().await.expect("an error").to_string();
    assert!(error.contains("second"), "{error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn a_scope_is_closed_when_pop_is_called() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let seen = collect_uncaptured(&gpu.device);
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let popped = scope.pop();
    gpu.pipeline("late", "syntax error");
    assert_eq!(popped.await, None);
    gpu.queue.on_submitted_work_done().await;
    assert!(seen.lock().unwrap().iter().any(|e| e.contains("late")));
    Ok(())
}

#[wasi_webgpu::test]
async fn a_scope_out_of_order_is_an_error() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let outer = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let inner = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let error = outer.pop().await.expect("an error").to_string();
    assert!(error.contains("innermost"), "{error}");
    drop(inner.pop().await);
    Ok(())
}

fn collect_uncaptured(device: &wgpu::Device) -> Arc<Mutex<Vec<String>>> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = seen.clone();
    device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        sink.lock().unwrap().push(error.to_string());
    }));
    seen
}

#[wasi_webgpu::test]
async fn uncaptured_errors_reach_the_handler_in_order() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let seen = collect_uncaptured(&gpu.device);
    for label in ["one", "two", "three"] {
        gpu.pipeline(label, "syntax error");
    }
    gpu.queue.on_submitted_work_done().await;
    let seen = seen.lock().unwrap();
    let first = |label: &str| {
        seen.iter()
            .position(|e| e.contains(&format!("\"{label}\"")))
    };
    assert!(first("one").is_some(), "{seen:?}");
    assert!(
        first("one") < first("two") && first("two") < first("three"),
        "{seen:?}"
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn errors_of_a_dropped_scope_are_not_lost() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let seen = collect_uncaptured(&gpu.device);
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    gpu.pipeline("dropped", "syntax error");
    drop(scope);
    gpu.queue.on_submitted_work_done().await;
    gpu.queue.on_submitted_work_done().await;
    assert!(seen.lock().unwrap().iter().any(|e| e.contains("dropped")));
    Ok(())
}

#[wasi_webgpu::test]
async fn an_error_is_contagious() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let broken = gpu.pipeline("broken", "syntax error");
    drop(scope.pop().await);

    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let buffer = gpu.storage("untouched", &[5]);
    gpu.run(&broken, &[&buffer], 1);
    assert!(scope.pop().await.is_some());
    assert_eq!(gpu.read(&buffer).await?, [5]);
    Ok(())
}

#[wasi_webgpu::test]
async fn an_asynchronous_pipeline_returns_its_error() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let wgsl = "@compute @workgroup_size(1) fn main() {}";
    let module = gpu
        .device
        .create_shader_module(wgpu::ShaderModuleDescriptor {
            label: None,
            source: wgpu::ShaderSource::Wgsl(wgsl.into()),
        });
    let mut descriptor = wgpu::ComputePipelineDescriptor {
        label: Some("async"),
        layout: None,
        module: &module,
        entry_point: Some("no such function"),
        compilation_options: Default::default(),
        cache: None,
    };
    let made = gpu.device.create_compute_pipeline_async(&descriptor).await;
    let error = made.unwrap_err();
    assert!(error.to_string().contains("\"async\""), "{error}");
    descriptor.entry_point = Some("main");
    gpu.device
        .create_compute_pipeline_async(&descriptor)
        .await?;
    Ok(())
}

#[wasi_webgpu::test]
async fn a_device_beyond_the_adapter_is_refused() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let required_limits = wgpu::Limits {
        max_compute_workgroup_size_x: u32::MAX,
        ..Default::default()
    };
    let descriptor = wgpu::DeviceDescriptor {
        label: Some("greedy"),
        required_limits,
        ..Default::default()
    };
    let error = adapter.request_device(&descriptor).await.unwrap_err();
    assert!(error.to_string().contains("\"greedy\""), "{error}");
    let descriptor = wgpu::DeviceDescriptor {
        label: Some("native"),
        required_features: wgpu::Features::MULTI_DRAW_INDIRECT_COUNT,
        ..Default::default()
    };
    let error = adapter.request_device(&descriptor).await.unwrap_err();
    assert!(error.to_string().contains("\"native\""), "{error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn a_stream_gives_uncaptured_errors_as_they_come() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let mut errors = pin!(gpu.device.uncaptured_errors());
    gpu.pipeline("host's", "syntax error");
    let error = errors.next().await.expect("an error").to_string();
    assert!(error.contains("\"host's\""), "{error}");
    // An error that the guest's side finds comes on the same stream.
    let buffer = gpu.storage("guest's", &[1]);
    gpu.queue.write_buffer(&buffer, 0, &[1, 2, 3]);
    while !errors
        .next()
        .await
        .expect("an error")
        .to_string()
        .contains("\"guest's\"")
    {}
    Ok(())
}

#[wasi_webgpu::test]
async fn a_destroyed_device_is_lost() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let (sender, receiver) = oneshot::channel();
    gpu.device
        .set_device_lost_callback(move |reason, _| sender.send(reason).expect("waiting"));
    let lost = gpu.device.lost();
    gpu.device.destroy();
    assert_eq!(lost.await.reason, wgpu::DeviceLostReason::Destroyed);
    assert_eq!(receiver.await, Ok(wgpu::DeviceLostReason::Destroyed));
    Ok(())
}

#[wasi_webgpu::test]
async fn compilation_info_points_to_the_place() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let module = |wgsl: &'static str| {
        gpu.device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some("info"),
                source: wgpu::ShaderSource::Wgsl(wgsl.into()),
            })
    };
    let right = module("@compute @workgroup_size(1) fn main() {}");
    assert!(right.get_compilation_info().await.messages.is_empty());

    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let wrong = module("fn f() -> u32 {\n    return missing;\n}");
    drop(scope.pop().await);
    let info = wrong.get_compilation_info().await;
    let message = info.messages.first().expect("a message");
    assert_eq!(message.message_type, wgpu::CompilationMessageType::Error);
    let place = message.location.expect("a place");
    assert_eq!((place.line_number, place.line_position), (2, 12));
    assert_eq!((place.offset, place.length), (27, 7));
    Ok(())
}

#[wasi_webgpu::test]
async fn a_new_label_is_the_hosts() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.storage("old", &[1]);
    assert_eq!(buffer.label(), "old");
    buffer.set_label("new");
    assert_eq!(buffer.as_raw().label(), "new");
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    gpu.queue.write_buffer(&buffer, 1 << 20, &[0; 4]);
    let error = scope.pop().await.expect("an error").to_string();
    assert!(error.contains("new"), "{error}");
    Ok(())
}
