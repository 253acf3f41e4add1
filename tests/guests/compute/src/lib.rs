//! Tests of `wasi_webgpu::compute` on a GPU: `cargo test --target wasm32-wasip2 -p guest-compute`.

#![cfg(test)]

mod buffers;
mod checks;
mod kernels;
mod launches;
mod limits;
mod plain;
mod slices;
mod time;
