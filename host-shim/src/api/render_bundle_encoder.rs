//! `gpu-render-bundle-encoder`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::command::RenderBundleEncoderDescriptor;
use wgpu_types::{RenderBundleDepthStencil, RenderBundleDescriptor};

use super::RenderBundle;
use super::pass::{Encoder, SetImmediates, binding_and_debug_commands, render_commands};
use crate::device_state::DeviceState;
use crate::quota::check_text;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-render-bundle-encoder`.
pub type RenderBundleEncoder = Encoder<wgpu_core::command::RenderBundleEncoder>;

impl RenderBundleEncoder {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuRenderBundleEncoderDescriptor,
    ) -> wasmtime::Result<Self> {
        let call = "create-render-bundle-encoder";
        let label = descriptor.label.unwrap_or_default();
        check_text(call, &label)?;
        let formats = descriptor.color_formats.into_iter();
        let depth_stencil = (descriptor.depth_stencil_format).map(|format| {
            let (depth, stencil) = (descriptor.depth_read_only, descriptor.stencil_read_only);
            RenderBundleDepthStencil {
                format: convert::texture_format(format),
                depth_read_only: depth.unwrap_or(false),
                stencil_read_only: stencil.unwrap_or(false),
            }
        });
        let core_descriptor = RenderBundleEncoderDescriptor {
            label: (!label.is_empty()).then(|| label.as_str().into()),
            color_formats: formats
                .map(|format| format.map(convert::texture_format))
                .collect(),
            depth_stencil,
            sample_count: descriptor.sample_count.unwrap_or(1),
            multiview: None,
        };
        let (encoder, error) = device.call(call, |global| {
            global.device_create_render_bundle_encoder(device.id(), &core_descriptor)
        })?;
        device.report(call, &label, error);
        // wgpu-core looks at what the commands use only when they are finished.
        Ok(Self::holding(
            *encoder,
            device,
            label,
            device.new_recording(),
        ))
    }

    fn finish_bundle(
        &mut self,
        descriptor: Option<wit::GpuRenderBundleDescriptor>,
    ) -> wasmtime::Result<RenderBundle> {
        let call = "finish";
        let label = descriptor.and_then(|descriptor| descriptor.label);
        let (finished, memory) = self.finish(|encoder, device| {
            device.create_unreported(call, label, (), |global, label| {
                let descriptor = RenderBundleDescriptor { label };
                global.render_bundle_encoder_finish(encoder, &descriptor, None)
            })
        });
        let (bundle, error) = finished?;
        self.device.report(call, &self.label, error);
        Ok(bundle.keeping(memory))
    }
}

impl SetImmediates for RenderBundleEncoder {
    const FUNCTION: &str = "[method]gpu-render-bundle-encoder.set-immediates";

    fn set_immediates(&mut self, range_offset: u32, data: &[u8]) -> wasmtime::Result<()> {
        self.record("set-immediates", |global, encoder| {
            global.render_bundle_encoder_set_immediates(encoder, range_offset, data)
        })
    }
}

impl wit::HostGpuRenderBundleEncoder for WebGpuCtxView<'_> {
    fn finish(
        &mut self,
        this: Resource<RenderBundleEncoder>,
        descriptor: Option<wit::GpuRenderBundleDescriptor>,
    ) -> wasmtime::Result<Resource<RenderBundle>> {
        let bundle = self.table.get_mut(&this)?.finish_bundle(descriptor)?;
        self.push(bundle)
    }

    binding_and_debug_commands!(RenderBundleEncoder {
        set_bind_group: render_bundle_encoder_set_bind_group,
        push_debug_group: render_bundle_encoder_push_debug_group(),
        pop_debug_group: render_bundle_encoder_pop_debug_group,
        insert_debug_marker: render_bundle_encoder_insert_debug_marker(),
    });

    render_commands!(RenderBundleEncoder {
        set_pipeline: render_bundle_encoder_set_pipeline,
        set_index_buffer: render_bundle_encoder_set_index_buffer,
        set_vertex_buffer: render_bundle_encoder_set_vertex_buffer,
        draw: render_bundle_encoder_draw,
        draw_indexed: render_bundle_encoder_draw_indexed,
        draw_indirect: render_bundle_encoder_draw_indirect,
        draw_indexed_indirect: render_bundle_encoder_draw_indexed_indirect,
    });

    labelled_resource!(RenderBundleEncoder);
}
