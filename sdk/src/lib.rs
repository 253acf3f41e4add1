#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
mod convert;
mod error;
#[doc(hidden)]
pub mod raw;
mod runtime;
pub mod util;

pub use api::*;
pub use error::*;
pub use runtime::*;
pub use wasi_webgpu_macros::{main, test};

/// Plain data types, the same as wgpu's, so that code written for wgpu reads the same.
pub use wgpu_types::{
    AdapterInfo, AddressMode, AstcBlock, AstcChannel, Backend, Backends, BindGroupLayoutEntry,
    BindingType, BlendComponent, BlendFactor, BlendOperation, BlendState, BufferAddress,
    BufferBindingType, BufferSize, BufferUsages, COPY_BUFFER_ALIGNMENT,
    COPY_BYTES_PER_ROW_ALIGNMENT, Color, ColorTargetState, ColorWrites, CompareFunction,
    DepthBiasState, DepthStencilState, DeviceLostReason, DeviceType, DynamicOffset, Extent3d, Face,
    Features, FeaturesWGPU, FeaturesWebGPU, FilterMode, FrontFace, IndexFormat, InstanceDescriptor,
    Limits, LoadOp, MAP_ALIGNMENT, MemoryHints, MipmapFilterMode, MultisampleState, Operations,
    Origin3d, PolygonMode, PowerPreference, PrimitiveState, PrimitiveTopology,
    QUERY_RESOLVE_BUFFER_ALIGNMENT, QUERY_SIZE, QueryType, RenderBundleDepthStencil,
    SamplerBindingType, ShaderLocation, ShaderStages, StencilFaceState, StencilOperation,
    StencilState, StorageTextureAccess, StoreOp, TexelCopyBufferLayout, TextureAspect,
    TextureDimension, TextureFormat, TextureSampleType, TextureUsages, TextureViewDimension, Trace,
    VERTEX_ALIGNMENT, VertexAttribute, VertexFormat, VertexStepMode, WriteOnly,
};

/// Makes an array of [`VertexAttribute`]s, which follow each other without padding.
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
    ($($location:expr => $format:ident),* $(,)?) => {{
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
    }};
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
