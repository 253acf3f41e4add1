//! Helpers above the API, under wgpu's names.

mod device;

pub use device::{BufferInitDescriptor, DeviceExt};
