//! The raw bindings: what `wit-bindgen` makes of `wit/`, and nothing else.
//!
//! This is the escape hatch. Every handle of the safe layer gives its raw resource by `as_raw()`.

#![allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]

wit_bindgen::generate!({
    path: "../wit",
    world: "wasi-webgpu:sdk/guest",
    generate_all,
});

pub use self::wasi::webgpu::webgpu::*;
