//! What can go wrong between the first state and the last.

use crate::Simulation;

/// Why a simulation could not be set up, run or shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No bodies, or more than [`Simulation::MAX_BODIES`].
    #[error(
        "{count} bodies cannot be simulated here: from 1 to {} can",
        Simulation::MAX_BODIES
    )]
    Count {
        /// How many bodies were given.
        count: usize,
    },
    /// The picture cannot be written as PNG.
    #[error("cannot encode the picture as PNG: {0}")]
    Encode(#[source] image::ImageError),
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wasi_webgpu::Error),
}
