use wasi_webgpu::wgsl;

fn main() {
    let _ = wgsl! {
        @group(0) @binding(0) var<storage, read_write> numbers: array<f32>;

        @compute @workgroup_size(64)
        fn double(@builtin(global_invocation_id) id: vec3u) {
            // A comment moves nothing.
            numbers[id.y] = 2.0 * numbrs[id.x];
        }
    };
}
