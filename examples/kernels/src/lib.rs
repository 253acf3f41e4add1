//! Compute kernels written in Rust, each in a file of its own beside its WGSL written by hand.
//!
//! What the GPU makes of either is compared with what the same Rust makes on the CPU. The tests of the
//! modules are of the CPU alone: `cargo test -p kernels` needs no GPU.

mod checked;
pub mod histogram;
mod kernel;
pub mod life;
pub mod mandelbrot;
pub mod matmul;
pub mod nbody;
pub mod noise;
pub mod ray_marcher;
pub mod reduction;
pub mod sha256;
mod times;

pub use checked::{Checked, Differences, Tolerance};
pub use kernel::Kernel;
pub use times::Times;
