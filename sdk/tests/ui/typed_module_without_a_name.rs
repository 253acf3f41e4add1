use wasi_webgpu::{include_wgsl, wgsl};

wgsl! {
    mod { struct Params { a: f32 } }
}

wgsl! {
    mod kernel
}

include_wgsl!(mod kernel);

include_wgsl!(mod kernel, "shaders/valid.wgsl", tpyes(vec3f = [f32; 3]));

fn main() {}
