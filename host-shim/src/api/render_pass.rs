//! `gpu-render-pass-encoder`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::command::{
    PassChannel, PassTimestampWrites, RenderPassColorAttachment, RenderPassDepthStencilAttachment,
    RenderPassDescriptor,
};
use wgpu_core::global::Global;
use wgpu_core::id::TextureViewId;

use super::pass::{Encoder, binding_and_debug_commands, commands, render_commands};
use super::{CommandEncoder, RenderBundle};
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-render-pass-encoder`. One that the guest never ends goes with its handle, and makes `finish`
/// of its command encoder an error.
pub type RenderPass = Encoder<wgpu_core::command::RenderPass>;

impl RenderPass {
    pub(crate) fn begin_render(
        encoder: &CommandEncoder,
        view: &WebGpuCtxView<'_>,
        descriptor: wit::GpuRenderPassDescriptor,
    ) -> wasmtime::Result<Self> {
        let color_attachments = (descriptor.color_attachments.iter())
            .map(|it| {
                (it.as_ref())
                    .map(|it| view.color_attachment(it))
                    .transpose()
            })
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let depth_stencil_attachment = (descriptor.depth_stencil_attachment)
            .map(|attachment| view.depth_stencil_attachment(attachment))
            .transpose()?;
        let occlusion_query_set = view.get_optional(descriptor.occlusion_query_set.as_ref())?;
        let own = match descriptor.timestamp_writes {
            Some(writes) => Some(PassTimestampWrites {
                query_set: view.table.get(&writes.query_set)?.id(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }),
            None => None,
        };
        let call = ("begin-render-pass", "render pass");
        Encoder::begin(
            encoder,
            call,
            descriptor.label,
            own,
            |global, label, timestamp_writes| {
                let descriptor = RenderPassDescriptor {
                    label,
                    color_attachments: Cow::Owned(color_attachments),
                    depth_stencil_attachment,
                    timestamp_writes,
                    occlusion_query_set: occlusion_query_set.map(|it| it.id()),
                    multiview_mask: None,
                };
                global.command_encoder_begin_render_pass(encoder.id(), &descriptor)
            },
        )
    }
}

impl WebGpuCtxView<'_> {
    fn color_attachment(
        &self,
        attachment: &wit::GpuRenderPassColorAttachment,
    ) -> wasmtime::Result<RenderPassColorAttachment> {
        let clear_value = attachment.clear_value.map(convert::color);
        Ok(RenderPassColorAttachment {
            view: self.table.get(&attachment.view)?.id(),
            depth_slice: attachment.depth_slice,
            resolve_target: (self.get_optional(attachment.resolve_target.as_ref())?)
                .map(|view| view.id()),
            load_op: convert::load_op(attachment.load_op, clear_value.unwrap_or_default()),
            store_op: convert::store_op(attachment.store_op),
        })
    }

    fn depth_stencil_attachment(
        &self,
        it: wit::GpuRenderPassDepthStencilAttachment,
    ) -> wasmtime::Result<RenderPassDepthStencilAttachment<TextureViewId>> {
        let stencil_clear_value = Some(it.stencil_clear_value.unwrap_or(0));
        let depth_load = |op| convert::load_op(op, it.depth_clear_value);
        let stencil_load = |op| convert::load_op(op, stencil_clear_value);
        Ok(RenderPassDepthStencilAttachment {
            view: self.table.get(&it.view)?.id(),
            depth: PassChannel {
                load_op: it.depth_load_op.map(depth_load),
                store_op: it.depth_store_op.map(convert::store_op),
                read_only: it.depth_read_only.unwrap_or(false),
            },
            stencil: PassChannel {
                load_op: it.stencil_load_op.map(stencil_load),
                store_op: it.stencil_store_op.map(convert::store_op),
                read_only: it.stencil_read_only.unwrap_or(false),
            },
        })
    }
}

impl wit::HostGpuRenderPassEncoder for WebGpuCtxView<'_> {
    fn set_viewport(
        &mut self,
        this: Resource<RenderPass>,
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        min_depth: f32,
        max_depth: f32,
    ) -> wasmtime::Result<()> {
        let call = "set-viewport";
        let pass = self.table.get_mut(&this)?;
        let finite = convert::all_finite(&[
            ("x", x),
            ("y", y),
            ("width", width),
            ("height", height),
            ("min-depth", min_depth),
            ("max-depth", max_depth),
        ]);
        if let Err(what) = finite {
            pass.device.report_validation(call, &pass.label, &what);
            return Ok(());
        }
        pass.record(call, |global, pass| {
            global.render_pass_set_viewport(pass, x, y, width, height, min_depth, max_depth)
        })
    }

    commands!(RenderPass {
        set_scissor_rect(x: u32, y: u32, width: u32, height: u32)
            = "set-scissor-rect", render_pass_set_scissor_rect(x, y, width, height);
        set_blend_constant(color: wit::GpuColor)
            = "set-blend-constant", render_pass_set_blend_constant(convert::color(color));
        set_stencil_reference(reference: u32)
            = "set-stencil-reference", render_pass_set_stencil_reference(reference);
        begin_occlusion_query(index: u32)
            = "begin-occlusion-query", render_pass_begin_occlusion_query(index);
        end_occlusion_query() = "end-occlusion-query", render_pass_end_occlusion_query();
    });

    fn execute_bundles(
        &mut self,
        this: Resource<RenderPass>,
        bundles: Vec<Resource<RenderBundle>>,
    ) -> wasmtime::Result<()> {
        let bundles = (bundles.iter())
            .map(|bundle| Ok(self.table.get(bundle)?.id()))
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let pass = self.table.get_mut(&this)?;
        pass.record("execute-bundles", |global, pass| {
            global.render_pass_execute_bundles(pass, &bundles)
        })
    }

    fn end(&mut self, this: Resource<RenderPass>) -> wasmtime::Result<()> {
        self.table.get_mut(&this)?.end(Global::render_pass_end)
    }

    binding_and_debug_commands!(RenderPass {
        set_bind_group: render_pass_set_bind_group,
        set_immediates: render_pass_set_immediates,
        push_debug_group: render_pass_push_debug_group(0),
        pop_debug_group: render_pass_pop_debug_group,
        insert_debug_marker: render_pass_insert_debug_marker(0),
    });

    render_commands!(RenderPass {
        set_pipeline: render_pass_set_pipeline,
        set_index_buffer: render_pass_set_index_buffer,
        set_vertex_buffer: render_pass_set_vertex_buffer,
        draw: render_pass_draw,
        draw_indexed: render_pass_draw_indexed,
        draw_indirect: render_pass_draw_indirect,
        draw_indexed_indirect: render_pass_draw_indexed_indirect,
    });

    labelled_resource!(RenderPass);
}
