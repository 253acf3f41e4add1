//! `gpu-render-bundle`.

use wasmtime::component::Resource;
use wgpu_core::id::RenderBundleId;

use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// A `gpu-render-bundle`.
pub type RenderBundle = Object<RenderBundleId>;

impl wit::HostGpuRenderBundle for WebGpuCtxView<'_> {
    labelled_resource!(RenderBundle);
}
