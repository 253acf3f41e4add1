//! The GPU, and how large a picture it takes.

use wasi_webgpu::compute::Gpu;

use crate::kernels::TILE;
use crate::{Canvas, Error, Picture};

/// The most bytes of a picture, whatever the device: a guest has 4 GiB of memory, and decoding and
/// reading back hold a few copies at a time.
const MAX_GUEST_BYTES: u64 = 512 << 20;

/// A GPU that is ready to filter pictures.
pub struct Engine {
    pub(crate) gpu: Gpu,
}

impl Engine {
    /// Opens the GPU that the host offers, with all that its limits allow.
    ///
    /// # Errors
    ///
    /// [`Error::NoGpu`] where there is none or it cannot be opened.
    pub async fn new() -> Result<Self, Error> {
        let gpu = Gpu::options().label("image-filter").request().await;
        Ok(Self {
            gpu: gpu.map_err(Error::NoGpu)?,
        })
    }

    /// What the GPU is called.
    #[must_use]
    pub fn adapter_name(&self) -> String {
        self.gpu.info().name
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
        let groups = self.gpu.limits().max_compute_workgroups_per_dimension;
        u64::from(groups) * u64::from(TILE)
    }

    /// The largest storage buffer that a kernel can see whole.
    pub(crate) fn max_binding_bytes(&self) -> u64 {
        let limits = self.gpu.limits();
        let binding = limits.max_storage_buffer_binding_size;
        binding.min(limits.max_buffer_size)
    }

    /// Copies a picture to the GPU.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] and [`Error::TooLong`] where it is beyond the device's limits,
    /// [`Error::Gpu`] where the device refuses it.
    pub fn upload(&self, picture: &Picture) -> Result<Canvas<'_>, Error> {
        Canvas::new(self, picture)
    }
}
