//! Shaders from files.

use wasi_webgpu as wgpu;

use crate::gpu::Gpu;

#[wasi_webgpu::test]
async fn a_shader_is_a_file_and_bears_its_name() -> wgpu::Result<()> {
    const SHADER: wgpu::ShaderModuleDescriptor<'_> = wgpu::include_wgsl!("double.wgsl");
    let gpu = Gpu::new().await?;
    let module = gpu.device.create_shader_module(SHADER);
    assert_eq!(module.label(), "double.wgsl");
    let descriptor = wgpu::ComputePipelineDescriptor {
        label: None,
        layout: None,
        module: &module,
        entry_point: Some("double"),
        compilation_options: Default::default(),
        cache: None,
    };
    let numbers = gpu.storage("numbers", &[1, 2, 3]);
    let pipeline = gpu.device.create_compute_pipeline(&descriptor);
    gpu.run(&pipeline, &[&numbers], 1);
    assert_eq!(gpu.read(&numbers).await?, [2, 4, 6]);
    Ok(())
}
