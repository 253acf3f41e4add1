use wasi_webgpu::include_wgsl;

fn main() {
    let _ = include_wgsl!("shaders/wrong_binding.wgsl");
}
