//! The compute shaders, as Rust modules.

use wasi_webgpu::include_wgsl;

/// Rust and the shaders have one number.
macro_rules! kernels {
    ($tile:literal) => {
        /// A kernel covers this many pixels a workgroup along x and y.
        pub(crate) const TILE: u32 = $tile;

        include_wgsl!(pub(crate) mod filters, "shaders/filters.wgsl", constants(TILE = $tile));
        include_wgsl!(pub(crate) mod blur, "shaders/blur.wgsl", constants(TILE = $tile));
    };
}

kernels!(16);
