//! Time: the guest's own, and the GPU's.

use wasi_webgpu::raw::{self, GpuDevice};

/// A kernel that no GPU comes to the end of.
const ENDLESS: &str = "
    @group(0) @binding(0) var<storage, read_write> number: atomic<u32>;

    @compute @workgroup_size(1)
    fn endless() {
        loop {
            if atomicAdd(&number, 0u) == 1u { break; }
        }
    }
";

/// Never returns, and never calls the host.
pub(crate) fn compute() {
    let mut number = 0u64;
    loop {
        number = std::hint::black_box(number.wrapping_add(1));
    }
}

/// Waits for what never comes.
pub(crate) async fn wait(device: &GpuDevice) {
    device.lost().await;
}

pub(crate) async fn gpu_loop(device: &GpuDevice) {
    start_gpu_loop(device);
    device.queue().on_submitted_work_done().await;
    let lost = device.lost().await;
    println!("lost: {}", lost.message());
}

pub(crate) fn start_gpu_loop(device: &GpuDevice) {
    let number = device.create_buffer(&raw::GpuBufferDescriptor {
        size: 4,
        usage: raw::GpuBufferUsage::STORAGE,
        mapped_at_creation: None,
        label: None,
    });
    let module = device.create_shader_module(&raw::GpuShaderModuleDescriptor {
        code: ENDLESS.to_owned(),
        compilation_hints: None,
        label: None,
    });
    let pipeline = device.create_compute_pipeline(raw::GpuComputePipelineDescriptor {
        compute: raw::GpuProgrammableStage {
            module: &module,
            entry_point: None,
            constants: None,
        },
        layout: raw::GpuLayoutMode::Auto,
        label: None,
    });
    let bind_group = device.create_bind_group(&raw::GpuBindGroupDescriptor {
        layout: &pipeline.get_bind_group_layout(0),
        entries: vec![raw::GpuBindGroupEntry {
            binding: 0,
            resource: raw::GpuBindingResource::GpuBuffer(&number),
        }],
        label: None,
    });
    let encoder = device.create_command_encoder(None);
    let pass = encoder.begin_compute_pass(None);
    pass.set_pipeline(&pipeline);
    let bound = pass.set_bind_group(0, Some(&bind_group), None, None, None);
    bound.expect("no offsets");
    pass.dispatch_workgroups(1, None, None);
    pass.end();
    device.queue().submit(&[&encoder.finish(None)]);
}
