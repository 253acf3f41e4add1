//! Nobody chooses the type parameters of an entry point.

#[wasi_webgpu::main]
async fn main<T: Default>() {}
