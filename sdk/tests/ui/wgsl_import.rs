use wasi_webgpu::wgsl;

fn main() {
    let _ = wgsl! {
        #import "shaders/halve.wgsl"::{halves}

        fn f() -> u32 { return halves(3u); }
    };
    let _ = wgsl! {
        #import "shaders/halve.wgsl"::{halve}

        fn f() -> u32 { return halve(3u); }
    };
    let _ = wgsl! {
        constants(TILE = 16);
        #import constants::TILE

        fn f() -> u32 { return TILE + 0.5; }
    };
}
