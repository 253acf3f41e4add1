//! What is not the same in a guest and natively: waiting, and reading mapped memory.

#[cfg(target_os = "wasi")]
mod guest;
#[cfg(not(target_os = "wasi"))]
mod native;

#[cfg(target_os = "wasi")]
pub(crate) use guest::*;
#[cfg(not(target_os = "wasi"))]
pub(crate) use native::*;
