//! The entry point of a program is its `main`.

#[wasi_webgpu::main]
async fn start() {}

fn main() {}
