//! Limits of WGSL that neither naga nor wgpu-core keeps, and whose lack would harm who compiles a shader: a stack
//! that overflows, a driver that compiles for hours or takes all memory.
//!
//! `wasi-webgpu-host` refuses shaders that are beyond them, and `wasi-webgpu`'s macros say so while rustc runs.
//! [`check_nesting`] comes before naga's parser, which is recursive; the others look at the module.
//!
//! The specification leaves [shader limits](https://www.w3.org/TR/WGSL/#limits) above its own to the implementation.
#![deny(missing_docs)]

mod nesting;
mod variables;

pub use nesting::{MAX_NESTING, TooDeep, check_nesting};
#[cfg(feature = "pipelines")]
pub use variables::Variables;
pub use variables::{MAX_VARIABLES, check_functions};
