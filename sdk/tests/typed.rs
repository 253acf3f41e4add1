//! The types of typed modules: layouts, the user's own types, vertex inputs. No GPU is needed.

use std::mem::{offset_of, size_of};

use bytemuck::{Pod, Zeroable};
use wasi_webgpu::{
    BindingType, BufferBindingType, Features, ShaderStages, VertexFormat, VertexStepMode,
    typed::{Padded, RuntimeSized as _, VertexInput as _},
    wgsl,
};

wgsl! {
    mod layouts {
        struct Inner { a: vec3f, b: f32, c: vec3u }
        struct Outer {
            flag: u32,
            inner: Inner,
            @size(20) sized: f32,
            @align(32) aligned: i32,
            matrix: mat4x3f,
            square: mat2x2f,
            points: array<vec3i, 2>,
            pairs: array<vec2f, 5>,
            inners: array<Inner, 2>,
            counter: atomic<i32>,
        }
        struct Tail { count: u32, all: array<Inner> }
        struct OnlyTail { all: array<vec2f> }
        struct Hidden { no: bool }
        @group(1) @binding(2) var<storage, read_write> outer: Outer;
        @group(1) @binding(4) var<storage> tail: Tail;
        @group(0) @binding(0) var<uniform> inner: Inner;
        @group(0) @binding(1) var<storage> only: OnlyTail;

        @compute @workgroup_size(1) fn one() { outer.flag = tail.count; }
        @compute @workgroup_size(2) fn two() { outer.flag = u32(inner.b + only.all[0].x); }
    }
}

#[test]
fn structs_are_laid_out_as_in_wgsl() {
    use layouts::{Inner, OnlyTail, Outer, Tail};
    assert_eq!(size_of::<Inner>(), 32);
    assert_eq!(offset_of!(Inner, b), 12);
    assert_eq!(offset_of!(Inner, c), 16);
    assert_eq!(offset_of!(Outer, inner), 16);
    assert_eq!(offset_of!(Outer, sized), 48);
    assert_eq!(offset_of!(Outer, aligned), 96);
    assert_eq!(offset_of!(Outer, matrix), 112);
    assert_eq!(offset_of!(Outer, square), 176);
    assert_eq!(offset_of!(Outer, points), 192);
    assert_eq!(offset_of!(Outer, pairs), 224);
    assert_eq!(offset_of!(Outer, inners), 272);
    assert_eq!(offset_of!(Outer, counter), 336);
    assert_eq!(size_of::<Outer>(), 352);
    assert_eq!(size_of::<Tail>(), 16);
    assert_eq!(Tail::MIN_SIZE, 48);
    assert_eq!((size_of::<OnlyTail>(), OnlyTail::MIN_SIZE), (0, 8));
}

#[test]
fn constructors_leave_padding_out() {
    let inner = layouts::Inner::new([1.0, 2.0, 3.0], 4.0, [5, 6, 7]);
    let words: &[u32] = bytemuck::cast_slice(std::slice::from_ref(&inner));
    assert_eq!(words[4..], [5, 6, 7, 0]);
    let outer = layouts::Outer {
        inner,
        points: [[1, 2, 3], [4, 5, 6]].map(Padded::new),
        ..Default::default()
    };
    let words: &[u32] = bytemuck::cast_slice(std::slice::from_ref(&outer));
    assert_eq!(words[48..56], [1, 2, 3, 0, 4, 5, 6, 0]);
}

#[test]
fn layouts_have_what_the_shader_declares() {
    let groups = layouts::MODULE.groups;
    assert_eq!([groups[0].index, groups[1].index], [0, 1]);
    let outer = groups[1].entries[0];
    assert_eq!(
        (outer.binding, outer.visibility),
        (2, ShaderStages::COMPUTE)
    );
    let storage = |read_only| BufferBindingType::Storage { read_only };
    for (entry, expected, size) in [
        (groups[0].entries[0], BufferBindingType::Uniform, 32),
        (groups[0].entries[1], storage(true), 8),
        (outer, storage(false), 352),
        (groups[1].entries[1], storage(true), 48),
    ] {
        let BindingType::Buffer {
            ty,
            min_binding_size,
            ..
        } = entry.ty
        else {
            unreachable!("all are buffers");
        };
        assert_eq!(ty, expected);
        assert_eq!(min_binding_size.map(u64::from), Some(size));
    }
    assert_eq!(groups[1].names, ["outer", "tail"]);
    assert_eq!(layouts::MODULE.features, Features::empty());
}

/// As a crate for vectors has it.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
struct Vec3 {
    x: f32,
    y: f32,
    z: f32,
}

/// The user's own, in place of the shader's.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
struct Light {
    position: Vec3,
    power: f32,
}

wgsl! {
    mod mapped {
        types(vec3f = Vec3, Light = self::Light);
        struct Light { position: vec3<f32>, power: f32 }
        struct Scene { lights: array<Light, 2>, up: vec3f, colors: array<vec3f, 2> }
        @group(0) @binding(0) var<storage> scene: Scene;
        @group(0) @binding(1) var<storage> lights: array<Light>;
        @compute @workgroup_size(1) fn look() { _ = scene.up; _ = lights[0].power; }
    }
}

#[test]
fn the_users_own_types_take_the_place_of_generated_ones() {
    let vector = |x| Vec3 { x, y: 0.0, z: 0.0 };
    let light = Light {
        position: vector(1.0),
        power: 2.0,
    };
    let scene = mapped::Scene::new([light, light], vector(3.0), [vector(4.0).into(); 2]);
    assert_eq!(scene.colors[1].x, 4.0);
    assert_eq!(size_of::<mapped::Scene>(), 80);
    let same: mapped::Light = light;
    assert_eq!(same, scene.lights[0]);
}

wgsl! {
    mod drawing {
        features(f16);
        enable f16;
        struct Vertex {
            @builtin(vertex_index) index: u32,
            @location(0) position: vec3f,
            @location(3) uv: vec2h,
        }
        struct Camera { view: mat4x4f }
        struct Instance { @location(5) offset: vec2f, @location(6) id: u32 }
        struct Varying { @builtin(position) position: vec4f, @location(0) uv: vec2f }
        struct Targets { @location(0) color: vec4f, @location(2) id: u32 }
        override exposure: f32 = 1.0;
        @group(0) @binding(0) var<uniform> camera: Camera;
        @group(0) @binding(1) var picture: texture_2d<f32>;
        @group(0) @binding(2) var blend: sampler;
        @group(0) @binding(3) var<storage> instances: array<Instance>;

        @vertex
        fn vs_main(vertex: Vertex, instance: Instance, @location(7) tint: vec4f) -> Varying {
            let position = camera.view * vec4f(vertex.position, 1.0);
            return Varying(position + tint * instances[0].offset.x, vec2f(vertex.uv));
        }

        @fragment
        fn fs_main(input: Varying) -> Targets {
            return Targets(exposure * textureSample(picture, blend, input.uv), 1u);
        }
    }
}

#[test]
fn vertex_inputs_have_layouts() {
    let vertex = drawing::Vertex::layout(VertexStepMode::Vertex);
    assert_eq!(vertex.array_stride, 16);
    let formats: Vec<_> = vertex
        .attributes
        .iter()
        .map(|it| (it.shader_location, it.offset, it.format))
        .collect();
    assert_eq!(
        formats,
        [
            (0, 0, VertexFormat::Float32x3),
            (3, 12, VertexFormat::Float16x2)
        ]
    );
    // It is in a storage buffer, too, so that it has the layout of those.
    let instance = drawing::Instance::layout(VertexStepMode::Instance);
    assert_eq!(instance.array_stride, 16);
    assert_eq!(instance.attributes[1].offset, 8);
    let tint = drawing::VsMainInput { tint: [1.0; 4] };
    assert_eq!(drawing::VsMainInput::ATTRIBUTES[0].shader_location, 7);
    assert_eq!(size_of_val(&tint), 16);
    let entries = drawing::MODULE.groups[0].entries;
    assert_eq!(entries[0].visibility, ShaderStages::VERTEX);
    assert_eq!(entries[1].visibility, ShaderStages::FRAGMENT);
    assert_eq!(drawing::MODULE.features, Features::SHADER_F16);
}

/// A vertex is laid out as the user likes.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Corner {
    uv: [f32; 2],
    normal: Vec3,
    position: Vec3,
}

wgsl! {
    mod own_vertex {
        types(Corner = self::tests::Corner, vec3f = Vec3);
        struct Corner {
            @builtin(vertex_index) i: u32,
            @location(0) position: vec3f,
            @location(1) normal: vec3f,
            @location(2) uv: vec2f,
        }
        struct Instance { @location(4) offset: vec3f, @location(5) id: u32 }
        @vertex
        fn vs(it: Corner, instance: Instance) -> @builtin(position) vec4f {
            return vec4f(it.position + it.normal + instance.offset, it.uv.x);
        }
    }
}

mod tests {
    pub(super) use super::Corner;
}

#[test]
fn the_users_own_vertices_have_their_own_layout() {
    let layout = own_vertex::Corner::layout(VertexStepMode::Vertex);
    assert_eq!(layout.array_stride, 32);
    let offsets: Vec<_> = layout.attributes.iter().map(|it| it.offset).collect();
    assert_eq!(offsets, [20, 8, 0]);
    let offset = Vec3 {
        x: 1.0,
        y: 2.0,
        z: 3.0,
    };
    let instance = own_vertex::Instance::new(offset, 4);
    assert_eq!(instance.offset, offset);
}

wgsl! {
    mod mixed_vertex {
        features(f16);
        enable f16;
        struct Mixed { @location(0) a: f16, @location(1) b: f32, @location(2) c: vec3h, @location(3) d: f16 }
        @vertex
        fn vs(it: Mixed) -> @builtin(position) vec4f { return vec4f(f32(it.a + it.c.x + it.d), it.b, 0, 1); }
    }
}

#[test]
fn attributes_are_aligned_as_their_scalars_are() {
    let layout = mixed_vertex::Mixed::layout(VertexStepMode::Vertex);
    let attributes: Vec<_> = layout
        .attributes
        .iter()
        .map(|it| (it.offset, it.format))
        .collect();
    let (one, four) = (VertexFormat::Float16, VertexFormat::Float16x4);
    assert_eq!(
        attributes,
        [(0, one), (4, VertexFormat::Float32), (8, four), (16, one)]
    );
    assert_eq!(layout.array_stride, 20);
}

wgsl! {
    mod corner_cases {
        features(f16);
        enable f16;
        override values: u32 = 3;
        override half: f16 = 0.5h;
        override twice: u32 = values * 2u;
        struct Shaded { @builtin(position) position: vec4f }
        struct Around { shaded: Shaded }
        struct Tail { count: u32, all: array<vec2u> }
        var<workgroup> memory: array<vec3f, twice + 1u>;
        @group(0) @binding(0) var<storage, read_write> tail: Tail;
        @compute @workgroup_size(values, twice)
        fn go() {
            let around = Around(Shaded());
            memory[0] = around.shaded.position.xyz * f32(half);
            tail.count = u32(memory[0].x);
        }
        @vertex fn vs_a(@location(0) a: f32) -> @builtin(position) vec4f { return vec4f(a); }
        @vertex fn vsA(@location(3) b: vec2f) -> @builtin(position) vec4f { return b.xyxy; }
    }
}

#[test]
fn overrides_may_have_any_name() {
    let overrides = corner_cases::Overrides::default();
    assert_eq!(overrides.values(), [3.0, 0.5, 6.0]);
    let given = corner_cases::Overrides {
        values: 5,
        ..overrides
    };
    assert_eq!(given.constants()[2], ("twice", 10.0));
}

#[test]
fn vertex_inputs_have_names_of_their_own() {
    assert_eq!(corner_cases::VsAInput::ATTRIBUTES[0].shader_location, 0);
    assert_eq!(corner_cases::VsAInput_::ATTRIBUTES[0].shader_location, 3);
}

/// What is before the array, of one's own.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Header {
    count: [u16; 2],
    more: u32,
}

wgsl! {
    mod own_header {
        types(Tail = Header);
        struct Tail { count: u32, more: u32, all: array<vec2u> }
        @group(0) @binding(0) var<storage, read_write> tail: Tail;
        @compute @workgroup_size(1) fn go() { tail.count = tail.all[0].x; }
    }
}

#[test]
fn a_runtime_sized_array_may_follow_the_users_own_struct() {
    assert_eq!(own_header::Tail::MIN_SIZE, 16);
}
