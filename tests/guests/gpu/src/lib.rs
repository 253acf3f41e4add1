//! Tests of the SDK that run on a GPU: `cargo test --target wasm32-wasip2 -p guest-gpu`.

#[cfg(test)]
mod buffers;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod gpu;
#[cfg(test)]
mod kernels;
#[cfg(test)]
mod rendering;
#[cfg(test)]
mod runtime;
#[cfg(test)]
mod textures;
