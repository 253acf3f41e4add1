//! The objects that the rows work with.

use wgpu::{
    BindGroup, BindGroupDescriptor, BindGroupEntry, BindGroupLayout, BindGroupLayoutDescriptor,
    BindGroupLayoutEntry, BindingType, Buffer, BufferBindingType, BufferDescriptor, BufferUsages,
    ComputePipeline, ComputePipelineDescriptor, Extent3d, PipelineLayout, PipelineLayoutDescriptor,
    ShaderModule, ShaderStages, Texture, TextureDescriptor, TextureDimension, TextureFormat,
    TextureUsages,
};

use crate::gpu::Gpu;
use crate::{Result, platform};

/// Numbers in a buffer, as many as a workgroup has invocations.
const NUMBERS: u64 = 64;
pub(crate) const BYTES: u64 = NUMBERS * 4;

/// A kernel and its data, twice: setting what is set already would be no call in a guest.
pub(crate) struct Scene {
    module: ShaderModule,
    pub(crate) group_layout: BindGroupLayout,
    pipeline_layout: PipelineLayout,
    pub(crate) numbers: [Buffer; 2],
    pub(crate) groups: [BindGroup; 2],
    pub(crate) pipelines: [ComputePipeline; 2],
    pub(crate) texture: Texture,
}

impl Scene {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let device = &gpu.device;
        let module = device.create_shader_module(wgpu::include_wgsl!("increment.wgsl"));
        let group_layout = device.create_bind_group_layout(&BindGroupLayoutDescriptor {
            label: None,
            entries: &[BindGroupLayoutEntry {
                binding: 0,
                visibility: ShaderStages::COMPUTE,
                ty: BindingType::Buffer {
                    ty: BufferBindingType::Storage { read_only: false },
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let pipeline_layout = device.create_pipeline_layout(&PipelineLayoutDescriptor {
            label: None,
            bind_group_layouts: &[Some(&group_layout)],
            immediate_size: 0,
        });
        let numbers = [(); 2].map(|()| create_numbers(gpu));
        let texture = device.create_texture(&TextureDescriptor {
            label: None,
            size: Extent3d {
                width: 4,
                height: 4,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: TextureDimension::D2,
            format: TextureFormat::Rgba8Unorm,
            usage: TextureUsages::TEXTURE_BINDING,
            view_formats: &[],
        });
        Self {
            groups: [0, 1].map(|i| create_group(gpu, &group_layout, &numbers[i])),
            pipelines: [(); 2].map(|()| create_pipeline(gpu, &pipeline_layout, &module)),
            module,
            group_layout,
            pipeline_layout,
            numbers,
            texture,
        }
    }

    pub(crate) fn create_pipeline(&self, gpu: &Gpu) -> ComputePipeline {
        create_pipeline(gpu, &self.pipeline_layout, &self.module)
    }

    /// Has the GPU count to one, and reads that back.
    pub(crate) async fn first_result(&self, gpu: &Gpu) -> Result<()> {
        let staging = gpu.device.create_buffer(&BufferDescriptor {
            label: None,
            size: BYTES,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = gpu.encoder();
        let mut pass = encoder.begin_compute_pass(&Default::default());
        pass.set_pipeline(&self.pipelines[0]);
        pass.set_bind_group(0, &self.groups[0], &[]);
        pass.dispatch_workgroups(1, 1, 1);
        drop(pass);
        encoder.copy_buffer_to_buffer(&self.numbers[0], 0, &staging, 0, BYTES);
        gpu.queue.submit([encoder.finish()]);

        let all = staging.slice(..);
        platform::map_to_read(&gpu.device, all).await?;
        let bytes = platform::copy_out(all, vec![0; BYTES as usize])?;
        if bytes != [1, 0, 0, 0].repeat(NUMBERS as usize) {
            return Err(format!("this GPU computes wrong: {bytes:?} is not all ones").into());
        }
        Ok(())
    }
}

pub(crate) fn create_numbers(gpu: &Gpu) -> Buffer {
    gpu.device.create_buffer(&BufferDescriptor {
        label: None,
        size: BYTES,
        usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    })
}

pub(crate) fn create_group(gpu: &Gpu, layout: &BindGroupLayout, numbers: &Buffer) -> BindGroup {
    gpu.device.create_bind_group(&BindGroupDescriptor {
        label: None,
        layout,
        entries: &[BindGroupEntry {
            binding: 0,
            resource: numbers.as_entire_binding(),
        }],
    })
}

fn create_pipeline(gpu: &Gpu, layout: &PipelineLayout, module: &ShaderModule) -> ComputePipeline {
    gpu.device
        .create_compute_pipeline(&ComputePipelineDescriptor {
            label: None,
            layout: Some(layout),
            module,
            entry_point: Some("increment"),
            compilation_options: Default::default(),
            cache: None,
        })
}
