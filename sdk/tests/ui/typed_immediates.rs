use wasi_webgpu::wgsl;

wgsl! {
    mod kernel {
        features(immediate_address_space);
        var<immediate> factor: f32;
        @group(0) @binding(0) var<storage, read_write> out: f32;
        @compute @workgroup_size(1) fn look() { out = factor; }
    }
}

fn main() {}
