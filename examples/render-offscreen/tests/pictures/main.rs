//! Pictures from the GPU, against rays that the CPU casts in `f64` and against what they must show.
//!
//! GPUs round a little differently, may place samples a little differently, and average them as
//! light or as sRGB numbers: no test depends on these.

mod coverage;
mod reference;
mod scenes;
mod textures;

type Result<T = ()> = std::result::Result<T, render_offscreen::Error>;
