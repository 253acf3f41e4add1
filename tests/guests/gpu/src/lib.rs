//! Tests of the SDK that run on a GPU: `cargo test --target wasm32-wasip2 -p guest-gpu`.

#![cfg(test)]

mod adapters;
mod buffers;
mod errors;
mod gpu;
mod handles;
mod include_wgsl;
mod kernels;
mod read_texture;
mod rendering;
mod runtime;
mod staging_belt;
mod texture_blitter;
mod textures;
