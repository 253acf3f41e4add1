//! The primitives against the CPU: `cargo test --target wasm32-wasip2 -p guest-primitives`.

#![cfg(test)]

mod common;
mod compact;
mod defaults;
mod fft;
mod halves;
mod histogram;
mod map;
mod matmul;
mod reduce;
mod scan;
mod sort;
mod transpose;
