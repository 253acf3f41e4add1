//! Tests of the SDK that run on a GPU: `cargo test --target wasm32-wasip2 -p guest-gpu`.

#[cfg(test)]
mod adapters;
#[cfg(test)]
mod buffers;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod gpu;
#[cfg(test)]
mod handles;
#[cfg(test)]
mod include_wgsl;
#[cfg(test)]
mod kernels;
#[cfg(test)]
mod read_texture;
#[cfg(test)]
mod rendering;
#[cfg(test)]
mod runtime;
#[cfg(test)]
mod staging_belt;
#[cfg(test)]
mod texture_blitter;
#[cfg(test)]
mod textures;
