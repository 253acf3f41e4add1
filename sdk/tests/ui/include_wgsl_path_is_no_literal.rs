use wasi_webgpu::include_wgsl;

const PATH: &str = "shaders/type_error.wgsl";

fn main() {
    let _ = include_wgsl!(PATH);
}
