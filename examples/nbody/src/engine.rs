//! The device, its limits, and the kernels compiled for it.

use wasi_webgpu as wgpu;

use crate::{Bodies, Error, Simulation};

/// Bodies a workgroup; the shader says the same.
pub(crate) const TILE: u32 = 256;

/// The most bodies, whatever the device. A step is one dispatch, and drivers end programs whose
/// dispatch takes seconds: a million bodies are 10¹² pairs.
const MAX_BODIES: u32 = 1 << 20;

/// A GPU that is ready to simulate.
pub struct Engine {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) leapfrog: wgpu::ComputePipeline,
    pub(crate) potential: wgpu::ComputePipeline,
    max_bodies: u32,
    adapter_name: String,
}

impl Engine {
    /// Opens the GPU that the host offers, and compiles the kernels.
    ///
    /// # Errors
    ///
    /// [`Error::Adapter`] and [`Error::Device`] where there is no GPU or it cannot be opened,
    /// [`Error::Gpu`] where it does not take the kernels.
    pub async fn new() -> Result<Self, Error> {
        let instance = wgpu::Instance::default();
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions {
                power_preference: wgpu::PowerPreference::HighPerformance,
                ..Default::default()
            })
            .await?;
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("nbody"),
                ..Default::default()
            })
            .await?;
        let [leapfrog, potential] =
            checked(&device, "compiling the kernels", || pipelines(&device)).await?;
        let limits = device.limits();
        let by_memory = limits.max_storage_buffer_binding_size / size_of::<[f32; 4]>() as u64;
        let by_dispatch = u64::from(limits.max_compute_workgroups_per_dimension) * u64::from(TILE);
        Ok(Self {
            leapfrog,
            potential,
            max_bodies: by_memory.min(by_dispatch).min(MAX_BODIES.into()) as u32,
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

    /// The most bodies of a simulation.
    #[must_use]
    pub fn max_bodies(&self) -> u32 {
        self.max_bodies
    }

    /// Copies bodies to the GPU. `softening` is a length, 0 for none.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] where there are none or too many, [`Error::Gpu`] where the device has no
    /// memory left.
    pub async fn load(&self, bodies: &Bodies, softening: f32) -> Result<Simulation<'_>, Error> {
        Simulation::new(self, bodies, softening).await
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

/// The two kernels of `gravity.wgsl`.
fn pipelines(device: &wgpu::Device) -> [wgpu::ComputePipeline; 2] {
    let module = device.create_shader_module(wgpu::include_wgsl!("gravity.wgsl"));
    ["leapfrog", "potential"].map(|entry_point| {
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
