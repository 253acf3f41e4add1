//! `gpu-render-pass-encoder`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::command::{
    PassChannel, PassTimestampWrites, RenderPassColorAttachment, RenderPassDepthStencilAttachment,
    RenderPassDescriptor,
};
use wgpu_core::id::TextureViewId;

use super::pass::{Encoder, SetImmediates, binding_and_debug_commands, render_commands};
use super::{CommandEncoder, RenderBundle};
use crate::quota::check_text;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-render-pass-encoder`. One that the guest never ends goes with its handle, and makes `finish`
/// of its command encoder an error.
pub type RenderPass = Encoder<wgpu_core::command::RenderPass>;

impl WebGpuCtxView<'_> {
    pub(crate) fn new_render_pass(
        &self,
        encoder: &Resource<CommandEncoder>,
        descriptor: wit::GpuRenderPassDescriptor,
    ) -> wasmtime::Result<RenderPass> {
        let encoder = self.table.get(encoder)?;
        let label = descriptor.label.unwrap_or_default();
        check_text("begin-render-pass", &label)?;
        let color_attachments = (descriptor.color_attachments.iter())
            .map(|attachment| match attachment {
                Some(attachment) => self.color_attachment(attachment).map(Some),
                None => Ok(None),
            })
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let depth_stencil_attachment = match descriptor.depth_stencil_attachment {
            Some(attachment) => Some(self.depth_stencil_attachment(attachment)?),
            None => None,
        };
        let occlusion_query_set = match descriptor.occlusion_query_set {
            Some(query_set) => Some(self.table.get(&query_set)?.id()),
            None => None,
        };
        let timestamp_writes = match descriptor.timestamp_writes {
            Some(writes) => Some(PassTimestampWrites {
                query_set: self.table.get(&writes.query_set)?.id(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }),
            None => None,
        };
        let device = &encoder.device;
        let timestamp_writes =
            device.pass_timestamps(timestamp_writes, encoder.id(), &label, "render pass")?;
        let call = "begin-render-pass";
        let core_descriptor = RenderPassDescriptor {
            label: (!label.is_empty()).then(|| label.as_str().into()),
            color_attachments: Cow::Owned(color_attachments),
            depth_stencil_attachment,
            timestamp_writes,
            occlusion_query_set,
            multiview_mask: None,
        };
        let (pass, error) = encoder.device.call(call, |global| {
            global.command_encoder_begin_render_pass(encoder.id(), &core_descriptor)
        })?;
        encoder.device.report(call, &label, error);
        let recording = encoder.state.clone();
        Ok(RenderPass::new(pass, device, label, recording))
    }

    fn color_attachment(
        &self,
        attachment: &wit::GpuRenderPassColorAttachment,
    ) -> wasmtime::Result<RenderPassColorAttachment> {
        let clear_value = attachment.clear_value.map(convert::color);
        Ok(RenderPassColorAttachment {
            view: self.table.get(&attachment.view)?.id(),
            depth_slice: attachment.depth_slice,
            resolve_target: match &attachment.resolve_target {
                Some(view) => Some(self.table.get(view)?.id()),
                None => None,
            },
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

impl SetImmediates for RenderPass {
    const FUNCTION: &str = "[method]gpu-render-pass-encoder.set-immediates";

    fn set_immediates(&mut self, range_offset: u32, data: &[u8]) -> wasmtime::Result<()> {
        self.record("set-immediates", |global, pass| {
            global.render_pass_set_immediates(pass, range_offset, data)
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

    fn set_scissor_rect(
        &mut self,
        this: Resource<RenderPass>,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("set-scissor-rect", |global, pass| {
            global.render_pass_set_scissor_rect(pass, x, y, width, height)
        })
    }

    fn set_blend_constant(
        &mut self,
        this: Resource<RenderPass>,
        color: wit::GpuColor,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("set-blend-constant", |global, pass| {
            global.render_pass_set_blend_constant(pass, convert::color(color))
        })
    }

    fn set_stencil_reference(
        &mut self,
        this: Resource<RenderPass>,
        reference: u32,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("set-stencil-reference", |global, pass| {
            global.render_pass_set_stencil_reference(pass, reference)
        })
    }

    fn begin_occlusion_query(
        &mut self,
        this: Resource<RenderPass>,
        query_index: u32,
    ) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("begin-occlusion-query", |global, pass| {
            global.render_pass_begin_occlusion_query(pass, query_index)
        })
    }

    fn end_occlusion_query(&mut self, this: Resource<RenderPass>) -> wasmtime::Result<()> {
        let pass = self.table.get_mut(&this)?;
        pass.record("end-occlusion-query", |global, pass| {
            global.render_pass_end_occlusion_query(pass)
        })
    }

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
        let pass = self.table.get_mut(&this)?;
        pass.end(|global, pass| global.render_pass_end(pass))
    }

    binding_and_debug_commands!(RenderPass {
        set_bind_group: render_pass_set_bind_group,
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
