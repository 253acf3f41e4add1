//! Takes more than the runner's options allow, in the way that its first argument names, and prints what
//! came of it.

mod memory;
mod time;

use wasi_webgpu::raw::{
    self, GpuDevice, GpuErrorFilter as Filter, GpuErrorKind, GpuFeatureName,
    GpuShaderModuleDescriptor, RecordOptionGpuSize64,
};

#[wasi_webgpu::main]
async fn main() {
    let case = std::env::args().nth(1).unwrap_or_default();
    match &*case {
        "gpu-memory" => memory::all(&device()).await,
        "textures" => memory::textures().await,
        "typed-buffers" => memory::typed_buffers().await,
        "buffer-size" => memory::buffer_size(&device()).await,
        "linear-memory" => memory::linear_memory(),
        "objects" => objects(&device()),
        "objects-in-turn" => objects_in_turn(&device()),
        "devices" => devices(),
        "scopes" => scopes(&device()),
        "label" => device().set_label(&"x".repeat(5000)),
        "commands" => commands(&device()),
        "record" => record(),
        "shader" => shader(&device()).await,
        "adapter" => adapter(),
        "compute" => time::compute(),
        "wait" => time::wait(&device()).await,
        "gpu-loop" => time::gpu_loop(&device()).await,
        "gpu-loop-and-exit" => time::start_gpu_loop(&device()),
        other => panic!("no case {other:?}"),
    }
    println!("the end");
}

fn device() -> GpuDevice {
    let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
    adapter.request_device(None).expect("a device")
}

/// Does `make` and prints which error it caused.
async fn attempt<T>(what: &str, device: &GpuDevice, make: impl FnOnce() -> T) -> T {
    let filters = [Filter::OutOfMemory, Filter::Validation];
    for filter in filters {
        device.push_error_scope(filter);
    }
    let made = make();
    let mut result = "fine".to_owned();
    for _ in filters {
        if let Some(error) = device.pop_error_scope().await.expect("a scope") {
            let kind = match error.kind() {
                GpuErrorKind::OutOfMemoryError => "out of memory",
                GpuErrorKind::ValidationError => "invalid",
                GpuErrorKind::InternalError => "internal",
            };
            result = format!("{kind}: {}", error.message());
        }
    }
    println!("{what}: {result}");
    made
}

fn objects(device: &GpuDevice) {
    let all: Vec<_> = (0..100).map(|_| device.create_sampler(None)).collect();
    println!("{} samplers", all.len());
}

fn objects_in_turn(device: &GpuDevice) {
    for _ in 0..100 {
        let encoder = device.create_command_encoder(None);
        encoder.begin_compute_pass(None).end();
        device.queue().submit(&[&encoder.finish(None)]);
    }
}

fn devices() {
    let mut devices = Vec::new();
    loop {
        let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
        match adapter.request_device(None) {
            Ok(device) => devices.push(device),
            Err(error) => {
                println!("after {}: {}", devices.len(), error.message);
                break;
            }
        }
    }
    devices.clear();
    let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
    let again = adapter.request_device(None).map(|_| "fine");
    println!(
        "again: {}",
        again.unwrap_or_else(|error| panic!("{}", error.message))
    );
}

/// Records 100 MB, more often than all of it would fit, and then without an end.
fn commands(device: &GpuDevice) {
    let text = "x".repeat(4000);
    let record = |commands: usize| {
        let encoder = device.create_command_encoder(None);
        let pass = encoder.begin_compute_pass(None);
        (0..commands).for_each(|_| pass.insert_debug_marker(&text));
        pass.end();
        encoder
    };
    for _ in 0..12 {
        device.queue().submit(&[&record(25_000).finish(None)]);
    }
    println!("in turn: fine");
    record(usize::MAX);
}

fn scopes(device: &GpuDevice) {
    loop {
        device.push_error_scope(Filter::Validation);
    }
}

fn record() {
    let record = RecordOptionGpuSize64::new();
    let key = "x".repeat(4000);
    loop {
        record.add(&key, None);
    }
}

async fn shader(device: &GpuDevice) {
    let descriptor = GpuShaderModuleDescriptor {
        code: "// WGSL\n".repeat(1 << 20),
        compilation_hints: None,
        label: Some("endless".to_owned()),
    };
    let module = attempt("shader", device, || {
        device.create_shader_module(&descriptor)
    })
    .await;
    let messages = module.get_compilation_info().await.messages();
    println!("compiler: {}", messages[0].message());
}

fn adapter() {
    let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
    let info = adapter.info();
    let texts = [
        info.vendor(),
        info.architecture(),
        info.device(),
        info.description(),
    ];
    println!("identity: {texts:?}");
    let sizes = (info.subgroup_min_size(), info.subgroup_max_size());
    println!("subgroups: {sizes:?}");
    println!(
        "depth clip: {}",
        adapter.features().has("depth-clip-control")
    );
    let limits = adapter.limits();
    println!("bind groups: {}", limits.max_bind_groups());
    println!(
        "alignment: {}",
        limits.min_uniform_buffer_offset_alignment()
    );
    println!(
        "more than there is: {}",
        limits.max_buffer_size() == 1 << 60
    );

    let request = |features: Vec<GpuFeatureName>, limits: &[(&str, u64)]| {
        let record = RecordOptionGpuSize64::new();
        for (name, value) in limits {
            record.add(name, Some(*value));
        }
        let requested = adapter.request_device(Some(raw::GpuDeviceDescriptor {
            required_features: Some(features),
            required_limits: Some(record),
            default_queue: None,
            label: None,
        }));
        match requested {
            Ok(device) => {
                let (info, limits) = (device.adapter_info(), device.limits());
                println!(
                    "device: {:?}, {}",
                    info.description(),
                    limits.max_bind_groups()
                );
            }
            Err(error) => println!("refused: {}", error.message),
        }
    };
    request(vec![], &[]);
    request(vec![GpuFeatureName::DepthClipControl], &[]);
    request(vec![], &[("maxBindGroups", 4)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[wasi_webgpu::test]
    fn has_its_own_objects() {
        objects(&device());
    }

    #[wasi_webgpu::test]
    fn has_its_own_objects_too() {
        objects(&device());
    }

    #[wasi_webgpu::test]
    #[ignore = "never ends: tests/quotas.rs runs it with a limit of time"]
    fn takes_too_long() {
        time::compute();
    }
}
