//! `gpu-canvas-context`. No function of `wasi:webgpu` gives a guest one: these methods are there for the
//! linker alone.
#![allow(unreachable_code)]

use wasmtime::component::Resource;
use wit::GpuCanvasContext as CanvasContext;

use super::Texture;
use crate::{WebGpuCtxView, wit};

impl wit::HostGpuCanvasContext for WebGpuCtxView<'_> {
    getters!(none: CanvasContext {
        configure(_configuration: wit::GpuCanvasConfiguration) -> () = match *none {};
        unconfigure() -> () = match *none {};
        get_configuration() -> Option<wit::GpuCanvasConfigurationOwned> = match *none {};
        get_current_texture() -> Resource<Texture> = match *none {};
    });

    resource_drop!(CanvasContext);
}
