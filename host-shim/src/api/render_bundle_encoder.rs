//! `gpu-render-bundle-encoder`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::command::{self, RenderBundleEncoderDescriptor};
use wgpu_core::global::Global;
use wgpu_types::{RenderBundleDepthStencil, RenderBundleDescriptor};

use super::RenderBundle;
use super::pass::{Encoder, binding_and_debug_commands, commands, render_commands};
use crate::device_state::{DeviceState, core_label};
use crate::quota::check_label;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-render-bundle-encoder`.
pub type RenderBundleEncoder = Encoder<wgpu_core::command::RenderBundleEncoder, true>;

impl RenderBundleEncoder {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuRenderBundleEncoderDescriptor,
    ) -> wasmtime::Result<Self> {
        let call = "create-render-bundle-encoder";
        let label = check_label(call, descriptor.label)?;
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
            label: core_label(&label),
            color_formats: formats
                .map(|format| format.map(convert::texture_format))
                .collect(),
            depth_stencil,
            sample_count: descriptor.sample_count.unwrap_or(1),
            multiview: None,
        };
        let (mut encoder, error) = device.call(call, |global| {
            global.device_create_render_bundle_encoder(device.id(), &core_descriptor)
        })?;
        device.report(call, &label, error);
        // wgpu-core takes any number.
        if !matches!(core_descriptor.sample_count, 1 | 4) {
            device.report_validation(call, &label, "sample-count must be 1 or 4");
            *encoder = command::RenderBundleEncoder::dummy(device.id());
        }
        Ok(Self::alone(*encoder, device, label))
    }
}

impl wit::HostGpuRenderBundleEncoder for WebGpuCtxView<'_> {
    fn finish(
        &mut self,
        this: Resource<RenderBundleEncoder>,
        descriptor: Option<wit::GpuRenderBundleDescriptor>,
    ) -> wasmtime::Result<Resource<RenderBundle>> {
        let call = "finish";
        let label = descriptor.and_then(|descriptor| descriptor.label);
        let encoder = self.table.get_mut(&this)?;
        let (finished, memory) = encoder.finish(|encoder, device| {
            device.create_unreported(call, label, (), |global, label| {
                let descriptor = RenderBundleDescriptor { label };
                global.render_bundle_encoder_finish(encoder, &descriptor, None)
            })
        });
        let (bundle, error) = finished?;
        encoder.device.report(call, &encoder.label, error);
        self.push(bundle.keeping(memory))
    }

    binding_and_debug_commands!(RenderBundleEncoder {
        set_bind_group: render_bundle_encoder_set_bind_group,
        set_immediates: render_bundle_encoder_set_immediates,
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
