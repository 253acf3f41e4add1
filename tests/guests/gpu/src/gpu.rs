//! What every test starts with.

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

pub(crate) struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
}

impl Gpu {
    pub(crate) async fn new() -> wgpu::Result<Self> {
        Self::with_features(wgpu::Features::empty()).await
    }

    /// A device with the adapter's own limits.
    pub(crate) async fn with_features(features: wgpu::Features) -> wgpu::Result<Self> {
        let instance = wgpu::Instance::default();
        let adapter = instance.request_adapter(&Default::default()).await?;
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("test device"),
            required_features: features,
            required_limits: adapter.limits(),
            ..Default::default()
        };
        let (device, queue) = adapter.request_device(&descriptor).await?;
        Ok(Self { device, queue })
    }

    /// A buffer that kernels write, with contents.
    pub(crate) fn storage(&self, label: &str, contents: &[u32]) -> wgpu::Buffer {
        self.device.create_buffer_init(&BufferInitDescriptor {
            label: Some(label),
            contents: bytemuck::cast_slice(contents),
            usage: wgpu::BufferUsages::STORAGE
                | wgpu::BufferUsages::COPY_SRC
                | wgpu::BufferUsages::COPY_DST,
        })
    }

    /// A buffer to copy results into and to read.
    pub(crate) fn readable(&self, label: &str, size: u64) -> wgpu::Buffer {
        self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(label),
            size,
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        })
    }

    pub(crate) fn pipeline(&self, label: &str, wgsl: &str) -> wgpu::ComputePipeline {
        self.pipeline_with(label, wgsl, Default::default())
    }

    pub(crate) fn pipeline_with(
        &self,
        label: &str,
        wgsl: &str,
        compilation_options: wgpu::PipelineCompilationOptions<'_>,
    ) -> wgpu::ComputePipeline {
        let module = self
            .device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(label),
                source: wgpu::ShaderSource::Wgsl(wgsl.into()),
            });
        self.device
            .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(label),
                layout: None,
                module: &module,
                entry_point: None,
                compilation_options,
                cache: None,
            })
    }

    /// Binds whole buffers to `@group(0)`, in the order of their bindings.
    pub(crate) fn bind(
        &self,
        pipeline: &wgpu::ComputePipeline,
        buffers: &[&wgpu::Buffer],
    ) -> wgpu::BindGroup {
        let entries: Vec<_> = (0..)
            .zip(buffers)
            .map(|(binding, buffer)| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("test bind group"),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        })
    }

    /// Runs one dispatch.
    pub(crate) fn run(
        &self,
        pipeline: &wgpu::ComputePipeline,
        buffers: &[&wgpu::Buffer],
        workgroups: u32,
    ) {
        let bind_group = self.bind(pipeline, buffers);
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&Default::default());
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, &bind_group, &[]);
        pass.dispatch_workgroups(workgroups, 1, 1);
        drop(pass);
        self.queue.submit([encoder.finish()]);
    }

    /// The bytes of a buffer that has the usage `COPY_SRC`.
    pub(crate) async fn read_bytes(&self, buffer: &wgpu::Buffer) -> wgpu::Result<Vec<u8>> {
        let staging = self.readable("read", buffer.size());
        let mut encoder = self.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(buffer, 0, &staging, 0, None);
        self.queue.submit([encoder.finish()]);
        staging.slice(..).map_async(wgpu::MapMode::Read).await?;
        Ok(staging.slice(..).get_mapped_range()?.to_vec())
    }

    pub(crate) async fn read(&self, buffer: &wgpu::Buffer) -> wgpu::Result<Vec<u32>> {
        let bytes = self.read_bytes(buffer).await?;
        Ok(bytemuck::pod_collect_to_vec(&bytes))
    }
}

/// Numbers without a pattern (Marsaglia's xorshift), the same in every run.
pub(crate) fn noise(count: usize) -> Vec<u32> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    (0..count).map(|_| next()).collect()
}
