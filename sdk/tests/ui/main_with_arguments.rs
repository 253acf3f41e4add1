//! A program's arguments are in `std::env::args`.

#[wasi_webgpu::main]
async fn main(arguments: Vec<String>) {}
