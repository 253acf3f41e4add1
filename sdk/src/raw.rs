//! The raw bindings: what `wit-bindgen` makes of `wit/`, and nothing else.
//!
//! This is the escape hatch. Every object of the safe layer gives its raw resource by `as_raw()`, and is
//! made of one by `from_raw()`. Plain data converts by `From` and `TryFrom`, whose error is
//! [`Lacking`](crate::Lacking).

#![allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]

wit_bindgen::generate!({
    path: "../wit",
    world: "wasi-webgpu:sdk/guest",
    generate_all,
    // These two are called once, before there is work to wait beside: lowered as synchronous calls
    // they block the guest rather than its task alone, and save 7 KB in every guest.
    async: [
        "-import:wasi:webgpu/webgpu@0.3.0-rc.2#[method]gpu.request-adapter",
        "-import:wasi:webgpu/webgpu@0.3.0-rc.2#[method]gpu-adapter.request-device",
    ],
});

pub use self::wasi::webgpu::webgpu::*;
