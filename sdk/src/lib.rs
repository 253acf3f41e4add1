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
    AdapterInfo, Backend, Backends, BindGroupLayoutEntry, BindingType, BufferAddress,
    BufferBindingType, BufferSize, BufferUsages, COPY_BUFFER_ALIGNMENT, DeviceType, DynamicOffset,
    Features, FeaturesWGPU, FeaturesWebGPU, InstanceDescriptor, Limits, MAP_ALIGNMENT, MemoryHints,
    PowerPreference, QueryType, SamplerBindingType, ShaderStages, StorageTextureAccess,
    TextureFormat, TextureSampleType, TextureViewDimension, Trace, WriteOnly,
};

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
