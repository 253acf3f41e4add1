//! Helpers above the API, under wgpu's names.

mod device;
mod download;

pub use device::{BufferInitDescriptor, DeviceExt};
pub use download::DownloadBuffer;
