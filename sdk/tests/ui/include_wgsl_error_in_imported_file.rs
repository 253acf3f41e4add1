use wasi_webgpu::include_wgsl;

fn main() {
    let _ = include_wgsl!("shaders/import_of_invalid_file.wgsl");
}
