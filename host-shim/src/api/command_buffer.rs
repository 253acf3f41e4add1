//! `gpu-command-buffer`.

use wasmtime::component::Resource;
use wgpu_core::id::CommandBufferId;

use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// A `gpu-command-buffer`.
pub type CommandBuffer = Object<CommandBufferId>;

impl wit::HostGpuCommandBuffer for WebGpuCtxView<'_> {
    labelled_resource!(CommandBuffer);
}
