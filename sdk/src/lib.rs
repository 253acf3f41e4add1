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

/// A [`ShaderModuleDescriptor`] of a WGSL file, read while the program is compiled. The path is
/// relative to the source file, as in [`include_str!`], and is the label.
///
/// ```
/// # use wasi_webgpu::include_wgsl;
/// let shader = include_wgsl!("util/blit.wgsl");
/// assert_eq!(shader.label, Some("util/blit.wgsl"));
/// ```
#[macro_export]
macro_rules! include_wgsl {
    ($path:expr $(,)?) => {
        $crate::ShaderModuleDescriptor {
            label: ::core::option::Option::Some($path),
            source: $crate::ShaderSource::Wgsl(::std::borrow::Cow::Borrowed(::core::include_str!(
                $path
            ))),
        }
    };
}

/// Not part of the API: what the macros of this crate expand to.
#[doc(hidden)]
pub mod __private {
    pub use crate::runtime::entry::start;
    pub use wit_bindgen;

    /// The bytes of a text, for a static of a custom section.
    pub const fn bytes<const N: usize>(text: &str) -> [u8; N] {
        match text.as_bytes().first_chunk() {
            Some(bytes) => *bytes,
            None => panic!("the text is shorter than the array"),
        }
    }
}
