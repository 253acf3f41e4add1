//! Where typed modules must compile without a warning: in crates that rename the SDK, forbid unsafe
//! code, have no prelude and want documentation; whatever the shader's names are.

#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, warnings)]
#![deny(clippy::all, clippy::pedantic)]
#![no_implicit_prelude]

extern crate wasi_webgpu as gpu;

/// Public, as a library's may be.
pub mod nested {
    crate::gpu::include_wgsl!(pub mod from_file, "shaders/names.wgsl");

    crate::gpu::wgsl! {
        pub(crate) mod inline {
            features(f16);
            enable f16;

            struct Group0 { Vec: f32, Option: vec3f, gpu: u32, _pad0: vec3<u32> }
            struct Overrides { value: f32 }
            struct MODULE { all: array<f16, 3> }
            struct in { dyn: mat3x3f, box: atomic<u32> }
            override overrides: u32 = 4;
            override group0 = true;
            @group(0) @binding(0) var<storage> self_: Group0;
            @group(0) @binding(1) var<uniform> core: Overrides;
            @group(0) @binding(2) var<storage, read_write> dyn: in;
            @group(3) @binding(0) var<storage> alloc: MODULE;

            @compute @workgroup_size(overrides)
            fn Launch() { _ = self_.gpu; _ = core.value; atomicAdd(&dyn.box, 1u); }
            @compute @workgroup_size(1)
            fn gpu() { _ = alloc.all[0]; }
            @compute @workgroup_size(1)
            fn r() { }
        }
    }
}

/// In a function, too.
#[test]
fn a_function_may_have_a_module() {
    crate::gpu::wgsl! {
        mod inner {
            struct Params { scale: f32, offset: vec3f }
        }
    }
    let params = inner::Params::new(1.0, [2.0; 3]);
    ::std::assert_eq!(::std::mem::size_of_val(&params), 32);
    let default = inner::Params {
        scale: 1.0,
        ..::std::default::Default::default()
    };
    ::std::assert_ne!(params, default);
}

/// A module that a macro writes, of parts that it is given.
macro_rules! constant {
    ($module:ident, $struct:ident, $field:ident) => {
        $crate::gpu::wgsl! {
            mod $module {
                struct $struct { $field: f32 }
            }
        }
    };
}

constant!(by_macro, Constant, value);

#[test]
fn generated_names_give_way() {
    let constant = by_macro::Constant { value: 1.0 };
    ::std::assert_eq!(by_macro::Constant::new(1.0), constant);
    let overrides = nested::inline::Overrides_::default();
    ::std::assert_eq!(overrides.constants()[0].0, "overrides");
    ::std::assert_eq!(nested::inline::MODULE_.groups[1].index, 3);
    let group = nested::inline::Group0::default();
    ::std::assert_eq!(group._pad0, [0; 3]);
    let keyword = nested::inline::r#in::new([crate::gpu::typed::Padded::new([1.0; 3]); 3], 2);
    ::std::assert_eq!(keyword.r#box, 2);
    ::std::assert_eq!(nested::from_file::MODULE.label, "shaders/names.wgsl");
    ::std::assert_eq!(nested::from_file::snake_case_type::default().camelCase, 0);
}

use ::std::default::Default as _;
