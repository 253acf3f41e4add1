//! The device, its limits, and the kernels compiled for it.

use wasi_webgpu as wgpu;
use wgpu::util::DownloadBuffer;

use crate::{Bins, Error, Grid, Points};

/// A GPU that is ready to count points.
pub struct Engine {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) count: wgpu::ComputePipeline,
    pub(crate) paint: wgpu::ComputePipeline,
    limits: wgpu::Limits,
    adapter_name: String,
}

impl Engine {
    /// Opens the GPU that the host offers, with all that its limits allow, and compiles the kernels.
    ///
    /// # Errors
    ///
    /// [`Error::Adapter`] and [`Error::Device`] where there is no GPU or it cannot be opened,
    /// [`Error::Gpu`] where it does not take the kernels.
    pub async fn new() -> Result<Self, Error> {
        let instance = wgpu::Instance::default();
        let adapter = instance.request_adapter(&Default::default()).await?;
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("visualize"),
                required_limits: adapter.limits(),
                ..Default::default()
            })
            .await?;
        let [count, paint] =
            checked(&device, "compiling the kernels", || pipelines(&device)).await?;
        Ok(Self {
            count,
            paint,
            limits: device.limits(),
            adapter_name: adapter.get_info().name,
            device,
            queue,
        })
    }

    /// What the GPU is called.
    #[must_use]
    pub fn adapter_name(&self) -> &str {
        &self.adapter_name
    }

    /// Counts points in the bins of a grid that spans [`Points::ranges`].
    ///
    /// # Errors
    ///
    /// [`Error::Grid`] and [`Error::Points`] where there are too many, [`Error::Gpu`] where the device
    /// refuses the work.
    pub async fn count(&self, points: &Points, grid: Grid) -> Result<Bins<'_>, Error> {
        Bins::count(self, points, grid).await
    }

    /// The most elements of a storage buffer, each of `size` bytes.
    pub(crate) fn most(&self, size: usize) -> u64 {
        let binding = self.limits.max_storage_buffer_binding_size;
        binding.min(self.limits.max_buffer_size) / size as u64
    }

    /// The most workgroups of a dispatch along one dimension.
    pub(crate) fn most_workgroups(&self) -> u32 {
        self.limits.max_compute_workgroups_per_dimension
    }

    /// Records and submits one dispatch.
    pub(crate) fn dispatch(
        &self,
        pipeline: &wgpu::ComputePipeline,
        buffers: &[(u32, &wgpu::Buffer)],
        [x, y]: [u32; 2],
    ) {
        let entries: Vec<_> = buffers
            .iter()
            .map(|&(binding, buffer)| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        let bound = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&Default::default());
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, &bound, &[]);
        pass.dispatch_workgroups(x, y, 1);
        drop(pass);
        self.queue.submit([encoder.finish()]);
    }

    /// Copies a whole buffer back.
    pub(crate) async fn read(&self, buffer: &wgpu::Buffer) -> Result<DownloadBuffer, Error> {
        DownloadBuffer::read_buffer(&self.device, &self.queue, &buffer.slice(..))
            .await
            .map_err(|source| Error::Gpu {
                work: "reading back",
                source,
            })
    }
}

/// Runs `work`, and gives its result once the device has accepted all of it.
pub(crate) async fn checked<T>(
    device: &wgpu::Device,
    name: &'static str,
    work: impl FnOnce() -> T,
) -> Result<T, Error> {
    let output = wgpu::util::checked(device, async || work()).await;
    output.map_err(|source| Error::Gpu { work: name, source })
}

/// The two kernels of `density.wgsl`.
fn pipelines(device: &wgpu::Device) -> [wgpu::ComputePipeline; 2] {
    let module = device.create_shader_module(wgpu::include_wgsl!("density.wgsl"));
    ["count", "paint"].map(|entry_point| {
        device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(entry_point),
            layout: None,
            module: &module,
            entry_point: Some(entry_point),
            compilation_options: Default::default(),
            cache: None,
        })
    })
}
