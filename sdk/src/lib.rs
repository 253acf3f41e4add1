#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
mod convert;
mod error;
pub mod raw;
mod runtime;
pub mod util;

pub use api::*;
pub use convert::Lacking;
pub use error::*;
pub use runtime::*;
pub use wasi_webgpu_macros::{main, test};

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

/// A [`ShaderModuleDescriptor`] of a WGSL file, which is read and checked while the program is
/// compiled.
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
/// ([`DeviceDescriptor::required_features`]). A shader says `enable f16;` and so on as well; not so
/// for `subgroups`, a directive that naga does not have yet.
///
/// ```
/// # use wasi_webgpu::include_wgsl;
/// let shader = include_wgsl!("util/blit.wgsl", features(f16, subgroups));
/// # drop(shader);
/// ```
///
/// A shader in the Rust file itself is [`wgsl!`]'s.
#[macro_export]
macro_rules! include_wgsl {
    ($($path_and_features:tt)*) => {
        $crate::__private::include_wgsl! { $crate, $($path_and_features)* }
    };
}

/// A [`ShaderModuleDescriptor`] of a shader that stands in the Rust file, which is checked while the
/// program is compiled.
///
/// The label is the module and the line of the macro. What is wrong with the shader is an error at
/// the token itself.
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
/// [Features](include_wgsl#features) are named before the shader:
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
    pub use std::borrow::Cow;

    pub use wasi_webgpu_macros::{include_wgsl, wgsl};
    pub use wit_bindgen;

    pub use crate::runtime::entry::start;

    /// The bytes of a text, for a static of a custom section.
    pub const fn bytes<const N: usize>(text: &str) -> [u8; N] {
        match text.as_bytes().first_chunk() {
            Some(bytes) => *bytes,
            None => panic!("the text is shorter than the array"),
        }
    }
}
