//! Typed modules on the GPU: `cargo test --target wasm32-wasip2 -p guest-typed`.

#![cfg(test)]

mod constants;
mod drawing;
mod halves;
mod layouts;
mod resources;
mod saxpy;
