use wasi_webgpu::include_wgsl;

fn main() {
    let _ = include_wgsl!("shaders/subgroups_without_the_feature.wgsl");
}
