//! The device, and how its errors become values.

use wasi_webgpu as wgpu;

use crate::Error;

/// A GPU that is ready to draw.
pub struct Gpu {
    /// Makes all other objects.
    pub device: wgpu::Device,
    /// Where work is submitted.
    pub queue: wgpu::Queue,
    adapter_name: String,
}

impl Gpu {
    /// Opens the GPU that the host offers.
    ///
    /// # Errors
    ///
    /// [`Error::Adapter`] and [`Error::Device`] where there is none or it cannot be opened.
    pub async fn request() -> Result<Self, Error> {
        let adapter = wgpu::Instance::default()
            .request_adapter(&wgpu::RequestAdapterOptions {
                power_preference: wgpu::PowerPreference::HighPerformance,
                ..Default::default()
            })
            .await?;
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("stream-frames"),
                ..Default::default()
            })
            .await?;
        Ok(Self {
            device,
            queue,
            adapter_name: adapter.get_info().name,
        })
    }

    /// What the GPU is called.
    #[must_use]
    pub fn adapter_name(&self) -> &str {
        &self.adapter_name
    }

    /// Runs `create`, and gives its result once the device has accepted all of it.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] with `work` where something is invalid or memory is full.
    pub async fn checked<T>(
        &self,
        work: &'static str,
        create: impl FnOnce(&wgpu::Device) -> T,
    ) -> Result<T, Error> {
        let device = &self.device;
        let output = wgpu::util::checked(device, async || create(device)).await;
        output.map_err(|source| Error::Gpu { work, source })
    }
}
