//! `hello-compute` on the raw bindings: what the safe layer is measured against.

use wasi_webgpu::raw::{self, GpuBufferUsage as Usage};

const SHADER: &str = "
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

    @compute @workgroup_size(64)
    fn double(@builtin(global_invocation_id) id: vec3u) {
        if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
    }
";

fn buffer(device: &raw::GpuDevice, label: &str, usage: Usage, mapped: bool) -> raw::GpuBuffer {
    device.create_buffer(&raw::GpuBufferDescriptor {
        size: 16,
        usage,
        mapped_at_creation: Some(mapped),
        label: Some(label.to_owned()),
    })
}

async fn run() -> Result<(), String> {
    let adapter = raw::get_gpu().request_adapter(None).ok_or("no adapter")?;
    let device = adapter.request_device(None).map_err(|e| e.message)?;
    let queue = device.queue();

    let numbers = buffer(&device, "numbers", Usage::STORAGE | Usage::COPY_SRC, true);
    let data = bytemuck::cast_slice(&[1u32, 2, 3, 4]);
    let written = numbers.get_mapped_range_set_with_copy(data, None, None);
    written.map_err(|e| e.message)?;
    numbers.unmap().map_err(|e| e.message)?;
    let result = buffer(&device, "result", Usage::COPY_DST | Usage::MAP_READ, false);

    let module = device.create_shader_module(&raw::GpuShaderModuleDescriptor {
        code: SHADER.to_owned(),
        compilation_hints: None,
        label: Some("double".to_owned()),
    });
    let pipeline = device.create_compute_pipeline(raw::GpuComputePipelineDescriptor {
        compute: raw::GpuProgrammableStage {
            module: &module,
            entry_point: None,
            constants: None,
        },
        layout: raw::GpuLayoutMode::Auto,
        label: Some("double".to_owned()),
    });
    let bind_group = device.create_bind_group(&raw::GpuBindGroupDescriptor {
        layout: &pipeline.get_bind_group_layout(0),
        entries: vec![raw::GpuBindGroupEntry {
            binding: 0,
            resource: raw::GpuBindingResource::GpuBuffer(&numbers),
        }],
        label: None,
    });

    let encoder = device.create_command_encoder(None);
    let pass = encoder.begin_compute_pass(None);
    pass.set_pipeline(&pipeline);
    let set = pass.set_bind_group(0, Some(&bind_group), None, None, None);
    set.map_err(|e| e.message)?;
    pass.dispatch_workgroups(1, None, None);
    pass.end();
    encoder.copy_buffer_to_buffer(&numbers, None, &result, None, None);
    queue.submit(&[&encoder.finish(None)]);

    let mapped = result.map_async(raw::GpuMapMode::READ, None, None).await;
    mapped.map_err(|e| e.message)?;
    let bytes = result.get_mapped_range_get_with_copy(None, None);
    let bytes = bytes.map_err(|e| e.message)?;
    println!("{:?}", bytemuck::cast_slice::<u8, u32>(&bytes));
    Ok(())
}

#[wasi_webgpu::main]
fn main() -> Result<(), String> {
    let mut result = Ok(());
    wit_bindgen::block_on(async { result = run().await });
    result
}

#[cfg(test)]
mod tests {
    /// The entry point is exported once, although both `main` and a test ask for it.
    #[wasi_webgpu::test]
    async fn a_program_may_have_tests() -> Result<(), String> {
        super::run().await
    }
}
