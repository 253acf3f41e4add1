//! Doubles four numbers on the GPU.

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

const SHADER: &str = "
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

    @compute @workgroup_size(64)
    fn double(@builtin(global_invocation_id) id: vec3u) {
        if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
    }
";

#[wasi_webgpu::main]
async fn main() -> wgpu::Result<()> {
    let adapter = wgpu::Instance::default()
        .request_adapter(&Default::default())
        .await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;

    let numbers = device.create_buffer_init(&BufferInitDescriptor {
        label: Some("numbers"),
        contents: bytemuck::cast_slice(&[1u32, 2, 3, 4]),
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    });
    let result = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("result"),
        size: numbers.size(),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
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
    encoder.copy_buffer_to_buffer(&numbers, 0, &result, 0, None);
    queue.submit([encoder.finish()]);

    result.slice(..).map_async(wgpu::MapMode::Read).await?;
    let view = result.slice(..).get_mapped_range()?;
    println!(
        "{:?} on {}",
        bytemuck::cast_slice::<u8, u32>(&view),
        adapter.get_info().name
    );
    Ok(())
}
