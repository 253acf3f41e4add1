use wasi_webgpu::include_wgsl;

fn main() {
    let _ = include_wgsl!("shaders/unknown_feature.wgsl", features(f16, float64));
}
