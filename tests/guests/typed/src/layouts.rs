//! Random structs: what Rust writes into the generated types, a kernel reads by WGSL's layout.
//!
//! `build.rs` writes them.

#![allow(non_snake_case, non_upper_case_globals)]

use wasi_webgpu::{compute::Gpu, include_wgsl};

include!(concat!(env!("OUT_DIR"), "/layouts.rs"));

#[wasi_webgpu::test]
async fn a_thousand_random_structs() -> wasi_webgpu::Result<()> {
    run_all(&Gpu::request().await?).await
}
