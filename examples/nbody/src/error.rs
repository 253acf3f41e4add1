//! What can go wrong between the first state and the last.

use wasi_webgpu as wgpu;

/// Why a simulation could not be set up, run or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No bodies, or more than the device or this program takes.
    #[error("{count} bodies cannot be simulated here: from 1 to {limit} can")]
    Count {
        /// How many bodies were given.
        count: usize,
        /// See [`Engine::max_bodies`](crate::Engine::max_bodies).
        limit: u32,
    },
    /// The picture cannot be written as PNG.
    #[error("cannot encode the picture as PNG: {0}")]
    Encode(#[source] image::ImageError),
    /// The host has no GPU for this program.
    #[error("no GPU: {0}")]
    Adapter(#[from] wgpu::RequestAdapterError),
    /// The GPU is there and cannot be opened.
    #[error("cannot open the GPU: {0}")]
    Device(#[from] wgpu::RequestDeviceError),
    /// The device refused a piece of work.
    #[error("{work}: {source}")]
    Gpu {
        /// What was being done.
        work: &'static str,
        /// What the device says.
        source: wgpu::Error,
    },
}
