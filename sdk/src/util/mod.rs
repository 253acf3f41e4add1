//! Helpers above the API, under wgpu's names.

mod belt;
mod checked;
mod device;
mod download;
mod init;
mod padded_rows;
mod render_encoder;
mod texture;
mod texture_blitter;

pub use belt::StagingBelt;
pub use checked::checked;
pub use device::{BufferInitDescriptor, DeviceExt};
pub use download::DownloadBuffer;
pub use init::initialize_adapter_from_env_or_default;
pub use padded_rows::PaddedRows;
pub use render_encoder::RenderEncoder;
pub use texture::read_texture;
pub use texture_blitter::{TextureBlitter, TextureBlitterBuilder};
pub use wgpu_types::{
    DispatchIndirectArgs, DrawIndexedIndirectArgs, DrawIndirectArgs, TextureDataOrder,
    math::{AlignTo, align_to},
};
