//! The device, its limits, and the kernels compiled for it.

use std::cell::RefCell;
use std::collections::HashMap;

use wasi_webgpu as wgpu;

use crate::{Canvas, Error, Picture};

/// A kernel covers this many pixels a workgroup along x and y; the shaders say the same.
pub(crate) const TILE: u32 = 16;

/// The most bytes of a picture, whatever the device: a guest has 4 GiB of memory, and decoding and
/// reading back hold a few copies at a time.
const MAX_GUEST_BYTES: u64 = 512 << 20;

/// The compute shaders, one pipeline each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kernel {
    BlurRows,
    BlurColumns,
    Sharpen,
    Sobel,
    Grayscale,
    Invert,
    Threshold,
}

impl Kernel {
    /// The label for error messages, the WGSL, and its entry point.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        macro_rules! wgsl {
            ($($file:literal),+) => { concat!($(include_str!(concat!("shaders/", $file))),+) };
        }
        match self {
            Kernel::BlurRows => ("blur rows", wgsl!("blur.wgsl"), "rows"),
            Kernel::BlurColumns => ("blur columns", wgsl!("blur.wgsl"), "columns"),
            Kernel::Sharpen => ("sharpen", wgsl!("sharpen.wgsl"), "main"),
            Kernel::Sobel => ("sobel", wgsl!("luma.wgsl", "sobel.wgsl"), "main"),
            Kernel::Grayscale => ("grayscale", wgsl!("luma.wgsl", "grayscale.wgsl"), "main"),
            Kernel::Invert => ("invert", wgsl!("invert.wgsl"), "main"),
            Kernel::Threshold => ("threshold", wgsl!("luma.wgsl", "threshold.wgsl"), "main"),
        }
    }
}

/// A GPU that is ready to filter pictures.
pub struct Engine {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    limits: wgpu::Limits,
    adapter_name: String,
    pipelines: RefCell<HashMap<Kernel, wgpu::ComputePipeline>>,
}

impl Engine {
    /// Opens the GPU that the host offers, with all that its limits allow.
    ///
    /// # Errors
    ///
    /// [`Error::Adapter`] and [`Error::Device`] where there is no GPU or it cannot be opened.
    pub async fn new() -> Result<Self, Error> {
        let instance = wgpu::Instance::default();
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions::default())
            .await?;
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("image-filter"),
                required_limits: adapter.limits(),
                ..Default::default()
            })
            .await?;
        Ok(Self {
            limits: device.limits(),
            adapter_name: adapter.get_info().name,
            device,
            queue,
            pipelines: RefCell::default(),
        })
    }

    /// What the GPU is called.
    #[must_use]
    pub fn adapter_name(&self) -> &str {
        &self.adapter_name
    }

    /// The most bytes that a picture may have as RGBA8: what the device lets a kernel see of one
    /// buffer, and no more than a guest's own memory holds with ease.
    #[must_use]
    pub fn max_picture_bytes(&self) -> u64 {
        self.max_binding_bytes().min(MAX_GUEST_BYTES)
    }

    /// The longest side, in pixels, that one dispatch covers.
    #[must_use]
    pub fn max_side(&self) -> u64 {
        u64::from(self.limits.max_compute_workgroups_per_dimension) * u64::from(TILE)
    }

    /// The largest storage buffer that a kernel can see whole.
    pub(crate) fn max_binding_bytes(&self) -> u64 {
        self.limits
            .max_storage_buffer_binding_size
            .min(self.limits.max_buffer_size)
    }

    /// Copies a picture to the GPU.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] and [`Error::TooLong`] where it is beyond the device's limits,
    /// [`Error::Gpu`] where the device has no memory left.
    pub async fn upload(&self, picture: &Picture) -> Result<Canvas<'_>, Error> {
        Canvas::new(self, picture).await
    }

    /// Runs `work`, and gives its result once the device has accepted all of it.
    pub(crate) async fn checked<T>(
        &self,
        name: &'static str,
        work: impl FnOnce() -> T,
    ) -> Result<T, Error> {
        let output = wgpu::util::checked(&self.device, async || work()).await;
        output.map_err(|source| Error::Gpu { work: name, source })
    }

    /// The pipeline of a kernel, compiled when first asked for.
    pub(crate) async fn pipeline(&self, kernel: Kernel) -> Result<wgpu::ComputePipeline, Error> {
        if let Some(pipeline) = self.pipelines.borrow().get(&kernel) {
            return Ok(pipeline.clone());
        }
        let (label, source, entry_point) = kernel.parts();
        let pipeline = self
            .checked("compiling a kernel", || {
                let module = self
                    .device
                    .create_shader_module(wgpu::ShaderModuleDescriptor {
                        label: Some(label),
                        source: wgpu::ShaderSource::Wgsl(source.into()),
                    });
                self.device
                    .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                        label: Some(label),
                        layout: None,
                        module: &module,
                        entry_point: Some(entry_point),
                        compilation_options: Default::default(),
                        cache: None,
                    })
            })
            .await?;
        self.pipelines.borrow_mut().insert(kernel, pipeline.clone());
        Ok(pipeline)
    }
}
