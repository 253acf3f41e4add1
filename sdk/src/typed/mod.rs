//! What typed modules are made of: Rust types with WGSL's layouts, typed textures and samplers.
//!
//! [`include_wgsl!`](crate::include_wgsl) and [`wgsl!`](crate::wgsl), called with `mod name`, make a
//! module of a shader, in which a wrong binding, a wrong layout, a forgotten override constant or a
//! misspelt entry point does not compile:
//!
//! ```no_run
//! use wasi_webgpu::{compute::Gpu, wgsl};
//!
//! wgsl! {
//!     mod saxpy {
//!         struct Params { a: f32 }
//!
//!         @group(0) @binding(0) var<uniform> params: Params;
//!         @group(0) @binding(1) var<storage> x: array<f32>;
//!         @group(0) @binding(2) var<storage, read_write> y: array<f32>;
//!
//!         override size: u32 = 64;
//!
//!         @compute @workgroup_size(size)
//!         fn main(@builtin(global_invocation_id) id: vec3u) {
//!             if id.x < arrayLength(&y) { y[id.x] += params.a * x[id.x]; }
//!         }
//!     }
//! }
//!
//! # async fn example() -> wasi_webgpu::Result<()> {
//! let gpu = Gpu::request().await?;
//! let x = gpu.upload(&[1.0, 2.0, 3.0])?;
//! let mut y = gpu.upload(&[0.5; 3])?;
//! let params = gpu.upload(&[saxpy::Params { a: 2.0 }])?;
//! let overrides = saxpy::Overrides { size: 32, ..Default::default() };
//! let group = saxpy::Group0 { params: &params, x: &x, y: &mut y };
//! saxpy::main(&gpu, overrides, group).dispatch_for(3).await?;
//! assert_eq!(y.read().await?, [2.5, 4.5, 6.5]);
//! # Ok(())
//! # }
//! ```
//!
//! The items have the names of the shader; keywords of Rust are raw (`r#in`). Where the shader declares
//! a name that generated items have, such as `Group0`, theirs ends with `_`. Comments that begin with
//! `///` in a file of WGSL are the items' documentation.
//!
//! # Types
//!
//! Every struct that a buffer can hold is one of Rust, with the layout of
//! [WGSL](https://gpuweb.github.io/gpuweb/wgsl/#memory-layouts), which constant assertions check. Its
//! padding is fields, called `_pad0` and so on, that `new` and `..Default::default()` leave out.
//!
//! | WGSL | Rust |
//! |---|---|
//! | `f32`, `i32`, `u32`, `f16` | the same; [`f16`](struct@f16) |
//! | `atomic<u32>`, `atomic<i32>` | `u32`, `i32` |
//! | `vec3<T>` | `[T; 3]` |
//! | `mat4x2<T>`, four columns of two rows | `[[T; 2]; 4]` |
//! | `mat4x3<T>`, whose columns are as far apart as those of `mat4x4` | `[Padded<[T; 3], 4>; 4]` |
//! | `array<T, 8>`; of `vec3<T>` | `[T; 8]`; [`[Padded<[T; 3], 4>; 8]`](Padded) |
//! | a struct | a struct |
//! | a struct with a runtime-sized array at its end | a struct without it, and [`RuntimeSized`] |
//!
//! Types of one's own take the place of these, if they have the layout: that is checked, field by field.
//!
//! ```
//! # #[derive(Clone, Copy)] #[repr(C)]
//! # pub struct Vec3 { x: f32, y: f32, z: f32 }
//! # unsafe impl bytemuck::Zeroable for Vec3 {}
//! # unsafe impl bytemuck::Pod for Vec3 {}
//! #[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
//! #[repr(C)]
//! struct Light { position: Vec3, power: f32 }
//!
//! wasi_webgpu::wgsl! {
//!     mod lights {
//!         types(Light = Light, vec3f = Vec3);
//!         struct Light { position: vec3f, power: f32 }
//!         @group(0) @binding(0) var<storage> lights: array<Light>;
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! For a file they are named after the path: `include_wgsl!(mod lights, "lights.wgsl", types(…))`.
//!
//! # Bind groups
//!
//! For all that is in `@group(0)` there is a struct `Group0`, with a field for each binding:
//!
//! | WGSL | Rust |
//! |---|---|
//! | `var<uniform> v: T`, `var<storage> v: T` | `&TypedBuffer<T>` of at least one element |
//! | `var<storage> v: array<T>` | `&TypedBuffer<T>` |
//! | `var<storage, read_write> v: array<T>` | `&mut TypedBuffer<T>` |
//! | `var<storage> v: T`, with an array at its end | [`&RuntimeSizedBuffer<T>`](RuntimeSizedBuffer) |
//! | `texture_2d<f32>`, which is sampled | `&Filterable<Texture<D2, f32>>` |
//! | `texture_2d<f32>`, which is only loaded from | [`&Texture<D2, f32>`](Texture) |
//! | `texture_depth_cube` | `&Texture<Cube, Depth>` |
//! | `texture_multisampled_2d<u32>` | [`&MultisampledTexture<u32>`](MultisampledTexture) |
//! | `texture_storage_2d<rgba8unorm, read>` | [`&StorageTexture<D2, Rgba8Unorm>`](StorageTexture) |
//! | `texture_storage_2d<rgba8unorm, write>`, `read_write` | `&mut StorageTexture<D2, Rgba8Unorm>` |
//! | `sampler`, `sampler_comparison` | [`&Sampler<Filtering>`](Sampler), `&Sampler<Comparison>` |
//!
//! Rust's rule of one `&mut` or many `&` is WebGPU's rule of [usage scopes](
//! https://gpuweb.github.io/gpuweb/#programming-model-resource-usages): no launch reads a buffer by one
//! binding and writes it by another.
//!
//! Two variables of a shader cannot share one binding, though WGSL lets those that no entry point uses
//! together.
//!
//! # Entry points
//!
//! A compute entry point is a function of the [`Gpu`](crate::compute::Gpu), the override constants if
//! the shader has any, and the groups that it uses. It returns a [`Launch`](crate::compute::Launch), to
//! be dispatched.
//!
//! Override constants are the fields of `Overrides`, which has a `Default` if all of them have one, and
//! otherwise a `new` of those that have none. A default that is made of other constants is `None`.
//!
//! # The plain layer
//!
//! The static `MODULE` has the shader's text, what it needs of the device, and the layouts; see
//! [`Module`](crate::compute::Module). Groups give [bind groups](crate::BindGroup), and entry points of
//! the render stages are functions that give the [`VertexState`](crate::VertexState) and the
//! [`FragmentState`](crate::FragmentState) of a pipeline. What a vertex buffer holds is a struct that
//! is [`VertexInput`].
//!
//! ```no_run
//! use wasi_webgpu::{self as wgpu, typed::VertexInput as _, wgsl};
//!
//! wgsl! {
//!     mod draw {
//!         struct Corner { @location(0) position: vec2f, @location(1) color: vec4f }
//!         struct Shaded { @builtin(position) position: vec4f, @location(0) color: vec4f }
//!         @group(0) @binding(0) var<uniform> scale: f32;
//!
//!         @vertex fn corner(it: Corner) -> Shaded {
//!             return Shaded(vec4f(scale * it.position, 0.0, 1.0), it.color);
//!         }
//!         @fragment fn shade(it: Shaded) -> @location(0) vec4f { return it.color; }
//!     }
//! }
//!
//! # fn example(device: &wgpu::Device) {
//! let shader = draw::MODULE.create_shader_module(device);
//! let layout = draw::MODULE.create_pipeline_layout(device);
//! let corners = draw::Corner::layout(wgpu::VertexStepMode::Vertex);
//! let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
//!     label: Some("draw"),
//!     layout: Some(&layout),
//!     vertex: draw::corner(&shader, &[Some(corners)]),
//!     fragment: Some(draw::shade(&shader, &[Some(wgpu::TextureFormat::Rgba8Unorm.into())])),
//!     primitive: Default::default(),
//!     depth_stencil: None,
//!     multisample: Default::default(),
//!     multiview_mask: None,
//!     cache: None,
//! });
//! # }
//! ```

pub mod format;
mod module;
mod padding;
mod runtime_sized;
mod sampler;
mod texture;
mod vertex;

pub use half::f16;
pub use padding::{Padded, Padding};
pub use runtime_sized::{RuntimeSized, RuntimeSizedBuffer};
pub use sampler::{Comparison, Filtering, NonFiltering, Sampler, SamplerKind};
pub use texture::{
    Cube, CubeArray, D1, D2, D2Array, D3, Depth, Dimension, Filterable, MultisampledTexture,
    Sample, StorageTexture, Texture,
};
pub use vertex::VertexInput;

use bytemuck::Pod;

/// Bytes of a field, for a constant assertion of a generated module.
#[doc(hidden)]
pub const fn size_of_field<T, F>(_: fn(&T) -> &F) -> usize {
    size_of::<F>()
}

/// For a constant assertion of a generated module.
#[doc(hidden)]
pub const fn assert_pod<T: UserType>() {}

/// What `types(…)` may name.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `bytemuck::Pod`, so that no buffer can hold it",
    label = "not `bytemuck::Pod`",
    note = "derive it: `#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)] #[repr(C)]`"
)]
pub trait UserType {}

#[diagnostic::do_not_recommend]
impl<T: Pod> UserType for T {}
