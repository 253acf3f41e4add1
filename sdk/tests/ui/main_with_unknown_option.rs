//! The one option is the name of the crate.

#[wasi_webgpu::main(flavor = "current_thread")]
async fn main() {}
