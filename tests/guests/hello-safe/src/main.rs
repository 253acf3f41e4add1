//! `examples/hello-compute` on the safe layer, wgpu's API, with nothing of the typed one.

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _, DownloadBuffer};

const SHADER: &str = "
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

    @compute @workgroup_size(64)
    fn double(@builtin(global_invocation_id) id: vec3u) {
        if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
    }
";

#[wasi_webgpu::main]
async fn main() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;

    let numbers = device.create_buffer_init(&BufferInitDescriptor {
        label: Some("numbers"),
        contents: bytemuck::cast_slice(&[1u32, 2, 3, 4]),
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some("double"),
        layout: None,
        module: &device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("double"),
            source: wgpu::ShaderSource::Wgsl(SHADER.into()),
        }),
        entry_point: None,
        compilation_options: Default::default(),
        cache: None,
    });
    let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[wgpu::BindGroupEntry {
            binding: 0,
            resource: numbers.as_entire_binding(),
        }],
    });

    let mut encoder = device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &bind_group, &[]);
    pass.dispatch_workgroups(1, 1, 1);
    drop(pass);
    queue.submit([encoder.finish()]);

    let result = DownloadBuffer::read_buffer(&device, &queue, &numbers.slice(..)).await?;
    println!("{:?}", bytemuck::cast_slice::<u8, u32>(&result));
    Ok(())
}
