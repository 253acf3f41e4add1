//! `gpu-canvas-context`. No function of `wasi:webgpu` gives a guest one: these methods are there for the
//! linker alone.

use wasmtime::component::Resource;
use wit::GpuCanvasContext as CanvasContext;

use super::Texture;
use crate::{WebGpuCtxView, wit};

fn no_canvas<T>(method: &str) -> wasmtime::Result<T> {
    Err(wasmtime::format_err!(
        "wasi:webgpu: `gpu-canvas-context.{method}` was called, but this host has no canvases"
    ))
}

impl wit::HostGpuCanvasContext for WebGpuCtxView<'_> {
    fn configure(
        &mut self,
        _: Resource<CanvasContext>,
        _: wit::GpuCanvasConfiguration,
    ) -> wasmtime::Result<()> {
        no_canvas("configure")
    }

    fn unconfigure(&mut self, _: Resource<CanvasContext>) -> wasmtime::Result<()> {
        no_canvas("unconfigure")
    }

    fn get_configuration(
        &mut self,
        _: Resource<CanvasContext>,
    ) -> wasmtime::Result<Option<wit::GpuCanvasConfigurationOwned>> {
        no_canvas("get-configuration")
    }

    fn get_current_texture(
        &mut self,
        _: Resource<CanvasContext>,
    ) -> wasmtime::Result<Resource<Texture>> {
        no_canvas("get-current-texture")
    }

    fn drop(&mut self, _: Resource<CanvasContext>) -> wasmtime::Result<()> {
        no_canvas("drop")
    }
}
