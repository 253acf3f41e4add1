//! Helpers above the API, under wgpu's names.

mod device;
mod download;
mod render_encoder;
mod texture;

pub use device::{BufferInitDescriptor, DeviceExt};
pub use download::DownloadBuffer;
pub use render_encoder::RenderEncoder;
pub use texture::read_texture;
pub use wgpu_types::{
    DispatchIndirectArgs, DrawIndexedIndirectArgs, DrawIndirectArgs, TextureDataOrder,
};
