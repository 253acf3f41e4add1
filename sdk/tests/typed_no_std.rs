//! Typed modules need no prelude of `std`.

#![no_std]

wasi_webgpu::wgsl! {
    mod kernel {
        struct Params { scale: f32, offset: vec3f }
        override size = 8;
        @group(0) @binding(0) var<uniform> params: Params;
        @group(0) @binding(1) var<storage, read_write> out: array<vec3f>;
        @compute @workgroup_size(size)
        fn main() { out[0] = params.scale * params.offset; }
    }
}

#[test]
fn a_crate_without_std_has_typed_modules() {
    assert_eq!(kernel::MODULE.label, "kernel");
    assert_eq!(kernel::Overrides::default().size, 8);
    assert_eq!(size_of::<kernel::Params>(), 32);
}
