use wasi_webgpu::include_wgsl;

const TILE: u32 = 16;

fn main() {
    let _ = include_wgsl!("shaders/tile.wgsl");
    let _ = include_wgsl!("shaders/tile.wgsl", constants(TIEL = 16));
    let _ = include_wgsl!("shaders/tile.wgsl", constants(TILE = 0.5));
    let _ = include_wgsl!("shaders/tile.wgsl", constants(TILE = crate::TILE));
    let _ = include_wgsl!("shaders/tile.wgsl", constants(TILE = 16u64));
    let _ = include_wgsl!("shaders/tile.wgsl", constants(TILE));
}
