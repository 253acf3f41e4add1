#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
pub mod compute;
mod convert;
mod error;
pub mod kernel;
pub mod raw;
mod runtime;
pub mod typed;
pub mod util;

pub use api::*;
pub use convert::Lacking;
pub use error::*;
pub use kernel::GpuType;
pub use runtime::*;
pub use wasi_webgpu_macros::{GpuType, gpu, kernel, main, test};

/// Plain data types, the same as wgpu's, so that code written for wgpu reads the same.
pub use wgpu_types::{
    AdapterInfo, AddressMode, AstcBlock, AstcChannel, Backend, BackendOptions, Backends,
    BindGroupLayoutEntry, BindingType, BlendComponent, BlendFactor, BlendOperation, BlendState,
    BufferAddress, BufferBindingType, BufferSize, BufferUsages, COPY_BUFFER_ALIGNMENT,
    COPY_BYTES_PER_ROW_ALIGNMENT, Color, ColorTargetState, ColorWrites, CompareFunction,
    CompositeAlphaMode, DepthBiasState, DepthStencilState, DeviceLostReason, DeviceType,
    DownlevelCapabilities, DownlevelFlags, DownlevelLimits, DynamicOffset, ExperimentalFeatures,
    Extent3d, Face, Features, FeaturesWGPU, FeaturesWebGPU, FilterMode, FrontFace,
    IMMEDIATE_DATA_ALIGNMENT, ImageSubresourceRange, IndexFormat, InstanceDescriptor,
    InstanceFlags, Limits, LoadOp, LoadOpDontCare, MAP_ALIGNMENT, MAXIMUM_SUBGROUP_MAX_SIZE,
    MINIMUM_SUBGROUP_MIN_SIZE, MemoryBudgetThresholds, MemoryHints, MipmapFilterMode,
    MultisampleState, Operations, Origin2d, Origin3d, PipelineStatisticsTypes, PolygonMode,
    PowerPreference, PredefinedColorSpace, PresentMode, PrimitiveState, PrimitiveTopology,
    QUERY_RESOLVE_BUFFER_ALIGNMENT, QUERY_SET_MAX_QUERIES, QUERY_SIZE, QueryType,
    RenderBundleDepthStencil, SamplerBindingType, SamplerBorderColor, ShaderLocation, ShaderModel,
    ShaderStages, StencilFaceState, StencilOperation, StencilState, StorageTextureAccess, StoreOp,
    TexelCopyBufferLayout, TextureAspect, TextureDimension, TextureFormat,
    TextureFormatFeatureFlags, TextureFormatFeatures, TextureSampleType, TextureUsages,
    TextureViewDimension, Trace, VERTEX_ALIGNMENT, VertexAttribute, VertexFormat, VertexStepMode,
    WriteOnly,
};

/// Makes a constant array of [`VertexAttribute`]s, which follow each other without padding.
///
/// ```
/// use wasi_webgpu::{VertexFormat, vertex_attr_array};
///
/// const ATTRIBUTES: [wasi_webgpu::VertexAttribute; 2] = vertex_attr_array![
///     0 => Float32x3,
///     1 => Float32x2,
/// ];
/// assert_eq!(ATTRIBUTES[1].offset, VertexFormat::Float32x3.size());
/// ```
#[macro_export]
macro_rules! vertex_attr_array {
    ($($location:expr => $format:ident),* $(,)?) => {
        const {
            #[allow(unused_mut)]
            let mut end = 0;
            [$({
                let format = $crate::VertexFormat::$format;
                end += format.size();
                $crate::VertexAttribute {
                    format,
                    offset: end - format.size(),
                    shader_location: $location,
                }
            },)*]
        }
    };
}

/// A WGSL file, which is read and checked while the program is compiled: as an expression its
/// [`ShaderModuleDescriptor`], as an item a [typed module](typed).
///
/// ```no_run
/// # use wasi_webgpu::{compute::Gpu, include_wgsl};
/// include_wgsl!(mod prefix, "typed/prefix.wgsl"); // also `pub mod`
///
/// # async fn example(gpu: &Gpu) -> wasi_webgpu::Result<()> {
/// let mut sums = gpu.upload(&[1, 2, 3])?;
/// prefix::sum(gpu, prefix::Group0 { sums: &mut sums }).dispatch_groups([1, 1, 1]).await?;
/// assert_eq!(sums.read().await?, [1, 3, 6]);
/// # Ok(())
/// # }
/// ```
///
/// The path is a literal, relative to the source file that it is written in, and is the label. A
/// change of the file builds the crate anew. The shader is parsed and validated by naga, as the host
/// does when the program runs; what is wrong with it is a compile error that has the file, the line
/// and the column, and shows the place:
///
/// ```text
/// error: no definition in scope for identifier: `leng`
///         --> src/blit.wgsl:16:12
///          |
///       16 |     return leng(at);
///          |            ^^^^ unknown identifier
/// ```
///
/// ```
/// # use wasi_webgpu::include_wgsl;
/// let shader = include_wgsl!("util/blit.wgsl");
/// assert_eq!(shader.label, Some("util/blit.wgsl"));
/// ```
///
/// # Features
///
/// A shader may use what every WebGPU device has. What only some have is named after the path, by the
/// names of WGSL: `clip_distances`, `dual_source_blending`, `f16`, `immediate_address_space`,
/// `primitive_index`, `subgroups`. The device must be asked for it, too
/// ([`DeviceDescriptor::required_features`]; [`Gpu`](compute::Gpu) asks for all that the adapter has). A shader says `enable f16;` and so on as well; not so
/// for `subgroups`, a directive that naga does not have yet.
///
/// ```
/// # use wasi_webgpu::include_wgsl;
/// let shader = include_wgsl!("util/blit.wgsl", features(f16, subgroups));
/// # drop(shader);
/// ```
///
/// # Several files
///
/// A shader imports what other files declare, by their paths from its own folder:
///
/// ```wgsl
/// #import "noise.wgsl"::{hash, fbm as noise}
/// #import "colour/spaces.wgsl" as colour
///
/// fn shade(at: vec2f) -> vec3f {
///     return colour::to_srgb(vec3f(noise(at)));
/// }
/// ```
///
/// What is not named there is not known there. Each file comes into the shader once, whoever imports
/// it; none imports itself, by whatever way. The names in the shader's own file stay, and so does the
/// text of all files, comments included; only where two files mean different things by one name, that
/// of the imported file gets the file's name before it (`noise_hash`). An error says the file, line
/// and column that it is in, and a change of any of the files builds the crate anew.
///
/// The syntax and the conditions below are those of naga_oil, whose preprocessor reads them: it is
/// kept up with each naga and small. WESL would more than double the build of these macros, and its
/// releases for this Rust version are no longer the current ones.
///
/// # Constants from Rust
///
/// ```
/// # use wasi_webgpu::wgsl;
/// let shader = wgsl! {
///     constants(TILE = 16, SCALE = 0.5, WIDE = true, T = f32);
///     #import constants::{TILE, SCALE, T}
///
///     var<workgroup> tile: array<T, TILE>;
///
///     #ifdef T_is_f16
///     const HALF = 0.5h * SCALE;
///     #else if TILE >= 16
///     const HALF = 0.5 * SCALE;
///     #endif
/// };
/// # drop(shader);
/// ```
///
/// After the path, `constants(…)` hands in literals and types of WGSL, so that one file serves several
/// (`T = f32` and `T = u32`). They are a file for imports, called `constants`: `const TILE = 16;`,
/// `alias T = f32;`. Conditions ask whether one is there (`#ifdef`, `#ifndef`), for its value if that
/// is a whole number or a bool (`#if TILE == 16`, `#if WIDE == true`), and which type it is
/// (`#ifdef T_is_f32`).
///
/// What only Rust can evaluate, as `crate::TILE`, is not known while a macro runs: that is an
/// `override TILE: u32;` of the shader, whose value the pipeline gets when it is made
/// ([`PipelineCompilationOptions::constants`]). A number that both need is one where a
/// `macro_rules!` macro hands it to both: `const TILE: u32 = $tile;` and `constants(TILE = $tile)`.
///
/// A shader in the Rust file itself is [`wgsl!`]'s.
#[macro_export]
macro_rules! include_wgsl {
    ($($path_and_features:tt)*) => {
        $crate::__private::include_wgsl! { $crate, $($path_and_features)* }
    };
}

/// A shader that stands in the Rust file, which is checked while the program is compiled: as an
/// expression its [`ShaderModuleDescriptor`], as an item a [typed module](typed).
///
/// The label of an expression is the module and the line of the macro, that of a typed module its
/// name. What is wrong with the shader is an error at the token itself.
///
/// ```
/// use wasi_webgpu::wgsl;
///
/// const DOUBLE: wasi_webgpu::ShaderModuleDescriptor<'_> = wgsl! {
///     @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
///
///     @compute @workgroup_size(64)
///     fn double(@builtin(global_invocation_id) id: vec3u) {
///         if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
///     }
/// };
/// ```
///
/// ```compile_fail
/// # use wasi_webgpu::wgsl;
/// let shader = wgsl! {
///     fn half(x: f32) -> f32 { return x / 2u; } // f32 / u32
/// };
/// ```
///
/// [Features](include_wgsl#features) and [constants](include_wgsl#constants-from-rust) are named
/// before the shader, and it [imports](include_wgsl#several-files) files by their paths from the
/// folder of the Rust file:
///
/// ```
/// # use wasi_webgpu::wgsl;
/// let shader = wgsl! {
///     features(f16);
///     enable f16;
///     fn half(x: f16) -> f16 { return x / 2.0h; }
/// };
/// # drop(shader);
/// ```
///
/// The shader is made of Rust's tokens: comments are no part of it, and Rust's lexer must accept it.
/// Of WGSL, that refuses hexadecimal floats with a point (`0x1.8p3`; `0x1p3` it accepts). In a file,
/// for [`include_wgsl!`], they may stand.
#[macro_export]
macro_rules! wgsl {
    ($($shader:tt)*) => {
        $crate::__private::wgsl! { $crate, $($shader)* }
    };
}

/// Not part of the API: what the macros of this crate expand to.
#[doc(hidden)]
pub mod __private {
    pub use std::{borrow::Cow, vec, vec::Vec};

    pub use bytemuck;
    pub use wasi_webgpu_macros::{gpu_next, include_wgsl, wgsl};
    pub use wit_bindgen;

    pub use crate::runtime::entry::start;

    /// Of what stands for a path of a kernel: the path's macro declares a constant of the same name, which
    /// goes before this one.
    pub trait NotMarked {
        /// Is the item marked for the GPU?
        const IS_MARKED: bool = false;
    }

    impl<T> NotMarked for T {}

    /// The bytes of a text, for a static of a custom section.
    pub const fn bytes<const N: usize>(text: &str) -> [u8; N] {
        match text.as_bytes().first_chunk() {
            Some(bytes) => *bytes,
            None => panic!("the text is shorter than the array"),
        }
    }
}
