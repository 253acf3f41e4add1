use wasi_webgpu::wgsl;

const HALF: wasi_webgpu::ShaderModuleDescriptor<'_> = wgsl! {
    fn half(x: f32) -> f32 {
        return x
            / 2u;
    }
};

fn main() {
    drop(HALF);
}
