//! Kernels: typed ones, and some that the macros would refuse, written by hand.

use wasi_webgpu::{
    BindGroupLayoutEntry, BindingType, BufferBindingType, BufferSize, Features, ShaderStages,
    compute::{AsResource, Bindings, ComputeEntry, Gpu, Group, Launch, Module, TypedBuffer},
    wgsl,
};

wgsl! {
    pub(crate) mod saxpy {
        override offset = 0.0;
        override size: u32 = 64;
        @group(0) @binding(0) var<uniform> a: vec4f;
        @group(0) @binding(1) var<storage, read> x: array<f32>;
        @group(0) @binding(2) var<storage, read_write> y: array<f32>;

        @compute @workgroup_size(size)
        fn saxpy(@builtin(global_invocation_id) id: vec3u) {
            if id.x < arrayLength(&y) { y[id.x] += a.x * x[id.x] + offset; }
        }

        @compute @workgroup_size(size)
        fn negate(@builtin(global_invocation_id) id: vec3u) {
            if id.x < arrayLength(&y) { y[id.x] = -y[id.x]; }
        }
    }
}

wgsl! {
    pub(crate) mod counts {
        @group(1) @binding(3) var<storage, read_write> out: array<atomic<u32>>;

        @compute @workgroup_size(64)
        fn invocations(@builtin(global_invocation_id) id: vec3u) {
            if id.x < arrayLength(&out) { atomicAdd(&out[id.x], 1u); }
        }

        fn store(groups: vec3u) {
            atomicStore(&out[0], groups.x);
            atomicStore(&out[1], groups.y);
            atomicStore(&out[2], groups.z);
        }

        @compute @workgroup_size(8, 4)
        fn groups_2d(@builtin(num_workgroups) groups: vec3u) { store(groups); }

        @compute @workgroup_size(4, 4, 4)
        fn groups_3d(@builtin(num_workgroups) groups: vec3u) { store(groups); }

        @compute @workgroup_size(2)
        fn folded(
            @builtin(workgroup_id) group: vec3u,
            @builtin(num_workgroups) groups: vec3u,
            @builtin(local_invocation_index) local: u32,
        ) {
            let i = (group.y * groups.x + group.x) * 2u + local;
            if i < arrayLength(&out) { atomicAdd(&out[i], i + 1u); }
        }

        @compute @workgroup_size(1)
        fn length() { atomicStore(&out[0], arrayLength(&out)); }
    }
}

/// A kernel that writes one array of `u32`, as the macros would make it.
macro_rules! writes {
    ($name:ident, $size:expr, $memory:expr, $features:expr, $source:expr) => {
        pub(crate) fn $name(gpu: &Gpu, out: &mut TypedBuffer<u32>) -> Launch {
            static MODULE: Module = Module {
                label: stringify!($name),
                source: $source,
                features: $features,
                groups: &[Group {
                    index: 1,
                    entries: &[BindGroupLayoutEntry {
                        binding: 3,
                        visibility: ShaderStages::COMPUTE,
                        ty: BindingType::Buffer {
                            ty: BufferBindingType::Storage { read_only: false },
                            has_dynamic_offset: false,
                            min_binding_size: BufferSize::new(4),
                        },
                        count: None,
                    }],
                    names: &["out"],
                }],
            };
            static ENTRY: ComputeEntry = ComputeEntry {
                module: &MODULE,
                name: "main",
                groups: &[1],
                workgroup_size: |_| $size,
                overrides: &[],
                workgroup_memory: |_| $memory,
            };
            let bindings = Bindings(vec![(3, out.resource())]);
            Launch::new(gpu, &ENTRY, Vec::new(), vec![(1, bindings)])
        }
    };
}

writes!(
    large_workgroup,
    [1 << 20, 1, 1],
    0,
    Features::empty(),
    "
    @group(1) @binding(3) var<storage, read_write> out: array<u32>;

    @compute @workgroup_size(1048576)
    fn main() { out[0] = 1; }
"
);

writes!(
    large_memory,
    [1, 1, 1],
    4 << 24,
    Features::empty(),
    "
    @group(1) @binding(3) var<storage, read_write> out: array<u32>;
    var<workgroup> memory: array<u32, 16777216>;

    @compute @workgroup_size(1)
    fn main() { out[0] = memory[out[1]]; }
"
);

writes!(
    dual_source,
    [1, 1, 1],
    0,
    Features::DUAL_SOURCE_BLENDING,
    "
    @group(1) @binding(3) var<storage, read_write> out: array<u32>;

    @compute @workgroup_size(1)
    fn main() { out[0] = 1; }
"
);

writes!(
    misspelt,
    [1, 1, 1],
    0,
    Features::empty(),
    "
    @group(1) @binding(3) var<storage, read_write> out: array<u32>;

    @compute @workgroup_size(1)
    fn other() { out[0] = 1; }
"
);
