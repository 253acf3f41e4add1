use wasi_webgpu::wgsl;

fn main() {
    let _ = wgsl! {
        struct Params { size: vec2<int> }
        @group(0) @binding(0) var<uniform> params: Params;

        fn area() -> u32 {
            return params.size.x * params.size.y
        }

        fn root(x: u32) -> u32 {
            return sqrt(x);
        }
    };
}
