use wasi_webgpu::wgsl;

wgsl! {
    mod kernels {
        @group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
        @group(0) @binding(0) var<storage, read_write> same: array<u32>;
        @compute @workgroup_size(1) fn first() { numbers[0] = 1.0; }
        @compute @workgroup_size(1) fn second() { same[0] = 1u; }
    }
}

fn main() {}
