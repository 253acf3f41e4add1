//! What this host has not got yet: textures, samplers, rendering and canvases. A call of one of these
//! traps with the name of the function. Whoever implements an object moves its part into a file of its
//! own.

use wasmtime::component::Resource;

use super::{BindGroup, BindGroupLayout, Buffer};
use crate::errors::DeviceError;
use crate::{WebGpuCtxView, wit};

/// The trap of a function that is missing.
pub(crate) fn trap<T>(what: &str) -> wasmtime::Result<T> {
    Err(wasmtime::format_err!(
        "wasi:webgpu: `{what}` is not implemented by this host yet"
    ))
}

/// Methods that trap.
macro_rules! not_implemented {
    ($($name:literal: fn $method:ident($this:ty $(, $argument:ty)*) -> $result:ty;)*) => {
        $(
            fn $method(&mut self, _this: $this $(, _: $argument)*) -> wasmtime::Result<$result> {
                $crate::api::not_implemented::trap($name)
            }
        )*
    };
}
pub(crate) use not_implemented;

impl wit::HostGpuTexture for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-texture.create-view":
            fn create_view(Resource<wit::GpuTexture>, Option<wit::GpuTextureViewDescriptor>) -> Resource<wit::GpuTextureView>;
        "[method]gpu-texture.destroy":
            fn destroy(Resource<wit::GpuTexture>) -> ();
        "[method]gpu-texture.width":
            fn width(Resource<wit::GpuTexture>) -> wit::GpuIntegerCoordinateOut;
        "[method]gpu-texture.height":
            fn height(Resource<wit::GpuTexture>) -> wit::GpuIntegerCoordinateOut;
        "[method]gpu-texture.depth-or-array-layers":
            fn depth_or_array_layers(Resource<wit::GpuTexture>) -> wit::GpuIntegerCoordinateOut;
        "[method]gpu-texture.mip-level-count":
            fn mip_level_count(Resource<wit::GpuTexture>) -> wit::GpuIntegerCoordinateOut;
        "[method]gpu-texture.sample-count":
            fn sample_count(Resource<wit::GpuTexture>) -> wit::GpuSize32Out;
        "[method]gpu-texture.dimension":
            fn dimension(Resource<wit::GpuTexture>) -> wit::GpuTextureDimension;
        "[method]gpu-texture.format":
            fn format(Resource<wit::GpuTexture>) -> wit::GpuTextureFormat;
        "[method]gpu-texture.usage":
            fn usage(Resource<wit::GpuTexture>) -> wit::GpuTextureUsage;
        "[method]gpu-texture.texture-binding-view-dimension":
            fn texture_binding_view_dimension(Resource<wit::GpuTexture>) -> Option<wit::GpuTextureViewDimension>;
        "[method]gpu-texture.label":
            fn label(Resource<wit::GpuTexture>) -> String;
        "[method]gpu-texture.set-label":
            fn set_label(Resource<wit::GpuTexture>, String) -> ();
        "[resource-drop]gpu-texture":
            fn drop(Resource<wit::GpuTexture>) -> ();
    }
}

impl wit::HostGpuTextureView for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-texture-view.label":
            fn label(Resource<wit::GpuTextureView>) -> String;
        "[method]gpu-texture-view.set-label":
            fn set_label(Resource<wit::GpuTextureView>, String) -> ();
        "[resource-drop]gpu-texture-view":
            fn drop(Resource<wit::GpuTextureView>) -> ();
    }
}

impl wit::HostGpuSampler for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-sampler.label":
            fn label(Resource<wit::GpuSampler>) -> String;
        "[method]gpu-sampler.set-label":
            fn set_label(Resource<wit::GpuSampler>, String) -> ();
        "[resource-drop]gpu-sampler":
            fn drop(Resource<wit::GpuSampler>) -> ();
    }
}

impl wit::HostGpuRenderPipeline for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-render-pipeline.label":
            fn label(Resource<wit::GpuRenderPipeline>) -> String;
        "[method]gpu-render-pipeline.set-label":
            fn set_label(Resource<wit::GpuRenderPipeline>, String) -> ();
        "[method]gpu-render-pipeline.get-bind-group-layout":
            fn get_bind_group_layout(Resource<wit::GpuRenderPipeline>, u32) -> Resource<BindGroupLayout>;
        "[resource-drop]gpu-render-pipeline":
            fn drop(Resource<wit::GpuRenderPipeline>) -> ();
    }
}

impl wit::HostGpuRenderPassEncoder for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-render-pass-encoder.set-viewport":
            fn set_viewport(Resource<wit::GpuRenderPassEncoder>, f32, f32, f32, f32, f32, f32) -> ();
        "[method]gpu-render-pass-encoder.set-scissor-rect":
            fn set_scissor_rect(Resource<wit::GpuRenderPassEncoder>, wit::GpuIntegerCoordinate, wit::GpuIntegerCoordinate, wit::GpuIntegerCoordinate, wit::GpuIntegerCoordinate) -> ();
        "[method]gpu-render-pass-encoder.set-blend-constant":
            fn set_blend_constant(Resource<wit::GpuRenderPassEncoder>, wit::GpuColor) -> ();
        "[method]gpu-render-pass-encoder.set-stencil-reference":
            fn set_stencil_reference(Resource<wit::GpuRenderPassEncoder>, wit::GpuStencilValue) -> ();
        "[method]gpu-render-pass-encoder.begin-occlusion-query":
            fn begin_occlusion_query(Resource<wit::GpuRenderPassEncoder>, wit::GpuSize32) -> ();
        "[method]gpu-render-pass-encoder.end-occlusion-query":
            fn end_occlusion_query(Resource<wit::GpuRenderPassEncoder>) -> ();
        "[method]gpu-render-pass-encoder.execute-bundles":
            fn execute_bundles(Resource<wit::GpuRenderPassEncoder>, Vec<Resource<wit::GpuRenderBundle>>) -> ();
        "[method]gpu-render-pass-encoder.end":
            fn end(Resource<wit::GpuRenderPassEncoder>) -> ();
        "[method]gpu-render-pass-encoder.label":
            fn label(Resource<wit::GpuRenderPassEncoder>) -> String;
        "[method]gpu-render-pass-encoder.set-label":
            fn set_label(Resource<wit::GpuRenderPassEncoder>, String) -> ();
        "[method]gpu-render-pass-encoder.push-debug-group":
            fn push_debug_group(Resource<wit::GpuRenderPassEncoder>, String) -> ();
        "[method]gpu-render-pass-encoder.pop-debug-group":
            fn pop_debug_group(Resource<wit::GpuRenderPassEncoder>) -> ();
        "[method]gpu-render-pass-encoder.insert-debug-marker":
            fn insert_debug_marker(Resource<wit::GpuRenderPassEncoder>, String) -> ();
        "[method]gpu-render-pass-encoder.set-bind-group":
            fn set_bind_group(Resource<wit::GpuRenderPassEncoder>, wit::GpuIndex32, Option<Resource<BindGroup>>, Option<Vec<wit::GpuBufferDynamicOffset>>, Option<wit::GpuSize64>, Option<wit::GpuSize32>) -> Result<(), wit::SetBindGroupError>;
        "[method]gpu-render-pass-encoder.set-immediates":
            fn set_immediates(Resource<wit::GpuRenderPassEncoder>, wit::GpuSize32, Vec<u8>, Option<wit::GpuSize64>, Option<wit::GpuSize64>) -> ();
        "[method]gpu-render-pass-encoder.set-pipeline":
            fn set_pipeline(Resource<wit::GpuRenderPassEncoder>, Resource<wit::GpuRenderPipeline>) -> ();
        "[method]gpu-render-pass-encoder.set-index-buffer":
            fn set_index_buffer(Resource<wit::GpuRenderPassEncoder>, Resource<Buffer>, wit::GpuIndexFormat, Option<wit::GpuSize64>, Option<wit::GpuSize64>) -> ();
        "[method]gpu-render-pass-encoder.set-vertex-buffer":
            fn set_vertex_buffer(Resource<wit::GpuRenderPassEncoder>, wit::GpuIndex32, Option<Resource<Buffer>>, Option<wit::GpuSize64>, Option<wit::GpuSize64>) -> ();
        "[method]gpu-render-pass-encoder.draw":
            fn draw(Resource<wit::GpuRenderPassEncoder>, wit::GpuSize32, Option<wit::GpuSize32>, Option<wit::GpuSize32>, Option<wit::GpuSize32>) -> ();
        "[method]gpu-render-pass-encoder.draw-indexed":
            fn draw_indexed(Resource<wit::GpuRenderPassEncoder>, wit::GpuSize32, Option<wit::GpuSize32>, Option<wit::GpuSize32>, Option<wit::GpuSignedOffset32>, Option<wit::GpuSize32>) -> ();
        "[method]gpu-render-pass-encoder.draw-indirect":
            fn draw_indirect(Resource<wit::GpuRenderPassEncoder>, Resource<Buffer>, wit::GpuSize64) -> ();
        "[method]gpu-render-pass-encoder.draw-indexed-indirect":
            fn draw_indexed_indirect(Resource<wit::GpuRenderPassEncoder>, Resource<Buffer>, wit::GpuSize64) -> ();
        "[resource-drop]gpu-render-pass-encoder":
            fn drop(Resource<wit::GpuRenderPassEncoder>) -> ();
    }
}

impl wit::HostGpuRenderBundleEncoder for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-render-bundle-encoder.finish":
            fn finish(Resource<wit::GpuRenderBundleEncoder>, Option<wit::GpuRenderBundleDescriptor>) -> Resource<wit::GpuRenderBundle>;
        "[method]gpu-render-bundle-encoder.label":
            fn label(Resource<wit::GpuRenderBundleEncoder>) -> String;
        "[method]gpu-render-bundle-encoder.set-label":
            fn set_label(Resource<wit::GpuRenderBundleEncoder>, String) -> ();
        "[method]gpu-render-bundle-encoder.push-debug-group":
            fn push_debug_group(Resource<wit::GpuRenderBundleEncoder>, String) -> ();
        "[method]gpu-render-bundle-encoder.pop-debug-group":
            fn pop_debug_group(Resource<wit::GpuRenderBundleEncoder>) -> ();
        "[method]gpu-render-bundle-encoder.insert-debug-marker":
            fn insert_debug_marker(Resource<wit::GpuRenderBundleEncoder>, String) -> ();
        "[method]gpu-render-bundle-encoder.set-bind-group":
            fn set_bind_group(Resource<wit::GpuRenderBundleEncoder>, wit::GpuIndex32, Option<Resource<BindGroup>>, Option<Vec<wit::GpuBufferDynamicOffset>>, Option<wit::GpuSize64>, Option<wit::GpuSize32>) -> Result<(), wit::SetBindGroupError>;
        "[method]gpu-render-bundle-encoder.set-immediates":
            fn set_immediates(Resource<wit::GpuRenderBundleEncoder>, wit::GpuSize32, Vec<u8>, Option<wit::GpuSize64>, Option<wit::GpuSize64>) -> ();
        "[method]gpu-render-bundle-encoder.set-pipeline":
            fn set_pipeline(Resource<wit::GpuRenderBundleEncoder>, Resource<wit::GpuRenderPipeline>) -> ();
        "[method]gpu-render-bundle-encoder.set-index-buffer":
            fn set_index_buffer(Resource<wit::GpuRenderBundleEncoder>, Resource<Buffer>, wit::GpuIndexFormat, Option<wit::GpuSize64>, Option<wit::GpuSize64>) -> ();
        "[method]gpu-render-bundle-encoder.set-vertex-buffer":
            fn set_vertex_buffer(Resource<wit::GpuRenderBundleEncoder>, wit::GpuIndex32, Option<Resource<Buffer>>, Option<wit::GpuSize64>, Option<wit::GpuSize64>) -> ();
        "[method]gpu-render-bundle-encoder.draw":
            fn draw(Resource<wit::GpuRenderBundleEncoder>, wit::GpuSize32, Option<wit::GpuSize32>, Option<wit::GpuSize32>, Option<wit::GpuSize32>) -> ();
        "[method]gpu-render-bundle-encoder.draw-indexed":
            fn draw_indexed(Resource<wit::GpuRenderBundleEncoder>, wit::GpuSize32, Option<wit::GpuSize32>, Option<wit::GpuSize32>, Option<wit::GpuSignedOffset32>, Option<wit::GpuSize32>) -> ();
        "[method]gpu-render-bundle-encoder.draw-indirect":
            fn draw_indirect(Resource<wit::GpuRenderBundleEncoder>, Resource<Buffer>, wit::GpuSize64) -> ();
        "[method]gpu-render-bundle-encoder.draw-indexed-indirect":
            fn draw_indexed_indirect(Resource<wit::GpuRenderBundleEncoder>, Resource<Buffer>, wit::GpuSize64) -> ();
        "[resource-drop]gpu-render-bundle-encoder":
            fn drop(Resource<wit::GpuRenderBundleEncoder>) -> ();
    }
}

impl wit::HostGpuRenderBundle for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-render-bundle.label":
            fn label(Resource<wit::GpuRenderBundle>) -> String;
        "[method]gpu-render-bundle.set-label":
            fn set_label(Resource<wit::GpuRenderBundle>, String) -> ();
        "[resource-drop]gpu-render-bundle":
            fn drop(Resource<wit::GpuRenderBundle>) -> ();
    }
}

impl wit::HostGpuCanvasContext for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-canvas-context.configure":
            fn configure(Resource<wit::GpuCanvasContext>, wit::GpuCanvasConfiguration) -> ();
        "[method]gpu-canvas-context.unconfigure":
            fn unconfigure(Resource<wit::GpuCanvasContext>) -> ();
        "[method]gpu-canvas-context.get-configuration":
            fn get_configuration(Resource<wit::GpuCanvasContext>) -> Option<wit::GpuCanvasConfigurationOwned>;
        "[method]gpu-canvas-context.get-current-texture":
            fn get_current_texture(Resource<wit::GpuCanvasContext>) -> Resource<wit::GpuTexture>;
        "[resource-drop]gpu-canvas-context":
            fn drop(Resource<wit::GpuCanvasContext>) -> ();
    }
}

impl wit::HostGpuUncapturedErrorEvent for WebGpuCtxView<'_> {
    not_implemented! {
        "[method]gpu-uncaptured-error-event.error":
            fn error(Resource<wit::GpuUncapturedErrorEvent>) -> Resource<DeviceError>;
        "[resource-drop]gpu-uncaptured-error-event":
            fn drop(Resource<wit::GpuUncapturedErrorEvent>) -> ();
    }
}
