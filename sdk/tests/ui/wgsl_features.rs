use wasi_webgpu::wgsl;

fn main() {
    let _ = wgsl! {
        features(f16, half);
        enable f16;
    };
    let _ = wgsl! {
        fn half(x: f16) -> f16 { return x; }
    };
    let _ = wgsl! {
        features(f16);
        fn half(x: f16) -> f16 { return x; }
    };
    let _ = wgsl! {
        features(subgroups);
        enable subgroups;
    };
}
