//! What the safe layer costs beside the raw bindings. The program makes the host calls that
//! `tests/costs.rs` counts; its tests count allocations.

#[cfg(test)]
mod allocations;

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

const INCREMENT: &str = "
    @group(0) @binding(0) var<storage, read_write> number: array<atomic<u32>>;

    @compute @workgroup_size(1)
    fn increment() { atomicAdd(&number[0], 1u); }
";

const DISPATCHES: u32 = 1000;

/// A device, a pipeline, and what it works on.
struct Work {
    device: wgpu::Device,
    queue: wgpu::Queue,
    number: wgpu::Buffer,
    pipeline: wgpu::ComputePipeline,
    bind_group: wgpu::BindGroup,
}

impl Work {
    async fn new() -> wgpu::Result<Self> {
        let instance = wgpu::Instance::default();
        let adapter = instance.request_adapter(&Default::default()).await?;
        let (device, queue) = adapter.request_device(&Default::default()).await?;
        let number = device.create_buffer_init(&BufferInitDescriptor {
            label: Some("number"),
            contents: &[0; 4],
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
        });
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("increment"),
            source: wgpu::ShaderSource::Wgsl(INCREMENT.into()),
        });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some("increment"),
            layout: None,
            module: &module,
            entry_point: None,
            compilation_options: Default::default(),
            cache: None,
        });
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("increment"),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: number.as_entire_binding(),
            }],
        });
        Ok(Self {
            device,
            queue,
            number,
            pipeline,
            bind_group,
        })
    }

    /// A pass as careless code records it: everything is set for every dispatch.
    fn record(&self) -> wgpu::CommandBuffer {
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&Default::default());
        for _ in 0..DISPATCHES {
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, &self.bind_group, &[]);
            pass.dispatch_workgroups(1, 1, 1);
        }
        drop(pass);
        encoder.finish()
    }
}

#[wasi_webgpu::main]
async fn main() -> wgpu::Result<()> {
    let work = Work::new().await?;
    work.queue.submit([work.record()]);
    // What was known at creation, or has been asked for, is no call.
    for _ in 0..2 {
        assert!(work.device.limits().max_bind_groups >= 4);
        let _ = (work.device.features(), work.device.adapter_info());
        assert_eq!((work.number.size(), work.number.label()), (4, "number"));
        assert!(work.number.usage().contains(wgpu::BufferUsages::STORAGE));
    }
    let slice = work.number.slice(..);
    let bytes = wgpu::util::DownloadBuffer::read_buffer(&work.device, &work.queue, &slice).await?;
    println!(
        "{}",
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    );
    Ok(())
}
