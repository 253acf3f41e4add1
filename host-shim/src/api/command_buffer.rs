//! `gpu-command-buffer`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::id::CommandBufferId;

use crate::handle::Object;
use crate::quota::Recording;
use crate::{WebGpuCtxView, wit};

/// A `gpu-command-buffer`.
pub type CommandBuffer = Object<CommandBufferId, Option<Arc<Recording>>>;

impl wit::HostGpuCommandBuffer for WebGpuCtxView<'_> {
    labelled_resource!(CommandBuffer);
}
