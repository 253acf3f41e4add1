use wasi_webgpu::include_wgsl;

fn main() {
    let _ = include_wgsl!("shaders/f16_without_the_feature.wgsl");
}
