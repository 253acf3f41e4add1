use std::{num::NonZeroU32, sync::Arc};

use wgpu_types::{Color, LoadOp, Operations};

use super::{
    Label, QuerySet, RenderBundle, TextureView, bound::Bound, draw::draw_commands, pass::pass,
};
use crate::{Lacking, convert, raw, runtime::errors::Errors};

/// Describes a [`RenderPass`]: what it draws into.
///
/// Corresponds to [WebGPU `GPURenderPassDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderpassdescriptor).
#[derive(Clone, Debug, Default)]
pub struct RenderPassDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// What the fragment shader writes, by its `@location(…)`; `None` for one that it does not.
    pub color_attachments: &'a [Option<RenderPassColorAttachment<'a>>],
    /// What the depth and stencil tests use.
    pub depth_stencil_attachment: Option<RenderPassDepthStencilAttachment<'a>>,
    /// Timestamps at the beginning and the end of the pass.
    pub timestamp_writes: Option<RenderPassTimestampWrites<'a>>,
    /// Where occlusion queries write.
    pub occlusion_query_set: Option<&'a QuerySet>,
    /// Always `None`: WebGPU has no multiview.
    pub multiview_mask: Option<NonZeroU32>,
}

/// A texture that a pass draws color into.
///
/// Corresponds to [WebGPU `GPURenderPassColorAttachment`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderpasscolorattachment).
#[derive(Clone, Debug)]
pub struct RenderPassColorAttachment<'tex> {
    /// The texture.
    pub view: &'tex TextureView,
    /// The image of a 3-D texture.
    pub depth_slice: Option<u32>,
    /// Where the samples of a multisampled texture are joined.
    pub resolve_target: Option<&'tex TextureView>,
    /// What is in the texture at the beginning and the end of the pass.
    pub ops: Operations<Color>,
}

/// A texture that a pass tests depth and stencil against.
///
/// Corresponds to [WebGPU `GPURenderPassDepthStencilAttachment`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderpassdepthstencilattachment).
#[derive(Clone, Debug)]
pub struct RenderPassDepthStencilAttachment<'tex> {
    /// The texture.
    pub view: &'tex TextureView,
    /// What is done with depth; `None` only reads it.
    pub depth_ops: Option<Operations<f32>>,
    /// What is done with the stencil; `None` only reads it.
    pub stencil_ops: Option<Operations<u32>>,
}

/// Where a pass writes its timestamps.
///
/// Corresponds to [WebGPU `GPURenderPassTimestampWrites`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderpasstimestampwrites).
#[derive(Clone, Debug)]
pub struct RenderPassTimestampWrites<'a> {
    /// The query set, of type [`QueryType::Timestamp`](crate::QueryType::Timestamp).
    pub query_set: &'a QuerySet,
    /// The query that gets the time at the beginning, if any.
    pub beginning_of_pass_write_index: Option<u32>,
    /// The query that gets the time at the end, if any.
    pub end_of_pass_write_index: Option<u32>,
}

pass!(
    /// Records draws. It ends when it is dropped.
    ///
    /// Corresponds to [WebGPU `GPURenderPassEncoder`](
    /// https://gpuweb.github.io/gpuweb/#gpurenderpassencoder).
    RenderPass,
    GpuRenderPassEncoder,
    RenderPipeline
);

impl RenderPass<'_> {
    pub(crate) fn begin(
        encoder: &raw::GpuCommandEncoder,
        desc: &RenderPassDescriptor<'_>,
        errors: Arc<Errors>,
    ) -> Self {
        let (raw, lacking) = descriptor(desc);
        if let Some(lacking) = lacking {
            errors.lacking("begin_render_pass", desc.label, lacking);
        }
        let pass = encoder.begin_render_pass(&raw);
        Self::wrap(pass, raw.label.unwrap_or_default(), errors)
    }

    draw_commands!();

    /// Sets the color of [`BlendFactor::Constant`](crate::BlendFactor::Constant).
    pub fn set_blend_constant(&mut self, color: Color) {
        self.as_raw().set_blend_constant(color.into());
    }

    /// Draws only into this rectangle of texels.
    pub fn set_scissor_rect(&mut self, x: u32, y: u32, width: u32, height: u32) {
        self.as_raw().set_scissor_rect(x, y, width, height);
    }

    /// Maps clip space to this rectangle of texels and this range of depths, 0 to 1.
    pub fn set_viewport(&mut self, x: f32, y: f32, w: f32, h: f32, min_depth: f32, max_depth: f32) {
        self.as_raw().set_viewport(x, y, w, h, min_depth, max_depth);
    }

    /// Sets the value that stencil tests compare with and write.
    pub fn set_stencil_reference(&mut self, reference: u32) {
        self.as_raw().set_stencil_reference(reference);
    }

    /// Executes bundles. Afterwards no pipeline, bind group or buffer is set.
    ///
    /// See [WebGPU `executeBundles`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpurenderpassencoder-executebundles).
    pub fn execute_bundles<'bundle, I>(&mut self, render_bundles: I)
    where
        I: IntoIterator<Item = &'bundle RenderBundle>,
    {
        let bundles = render_bundles.into_iter().map(RenderBundle::as_raw);
        self.as_raw().execute_bundles(&bundles.collect::<Vec<_>>());
        self.bound = Bound::default();
    }

    /// Counts the samples that pass the tests from now on, for a query of the pass's
    /// `occlusion_query_set`.
    pub fn begin_occlusion_query(&mut self, query_index: u32) {
        self.as_raw().begin_occlusion_query(query_index);
    }

    /// Ends the occlusion query.
    pub fn end_occlusion_query(&mut self) {
        self.as_raw().end_occlusion_query();
    }
}

/// The descriptor in the raw bindings' terms, and what it has that WebGPU lacks. The pass without
/// attachments that stands for one that cannot be said is invalid on the host, too.
fn descriptor<'a>(
    desc: &RenderPassDescriptor<'a>,
) -> (raw::GpuRenderPassDescriptor<'a>, Option<Lacking>) {
    let mut raw = raw::GpuRenderPassDescriptor {
        color_attachments: Vec::new(),
        depth_stencil_attachment: None,
        occlusion_query_set: desc.occlusion_query_set.map(QuerySet::as_raw),
        timestamp_writes: desc.timestamp_writes.as_ref().map(|writes| {
            raw::GpuRenderPassTimestampWrites {
                query_set: writes.query_set.as_raw(),
                beginning_of_pass_write_index: writes.beginning_of_pass_write_index,
                end_of_pass_write_index: writes.end_of_pass_write_index,
            }
        }),
        max_draw_count: None,
        label: convert::label(desc.label),
    };
    if desc.multiview_mask.is_some() {
        return (raw, Some(Lacking("RenderPassDescriptor::multiview_mask")));
    }
    let attachments = desc.color_attachments.iter();
    let attachments = attachments.map(|it| it.as_ref().map(color_attachment));
    raw.color_attachments = attachments.collect();
    raw.depth_stencil_attachment = desc.depth_stencil_attachment.as_ref().map(depth_stencil);
    (raw, None)
}

fn color_attachment<'a>(
    it: &RenderPassColorAttachment<'a>,
) -> raw::GpuRenderPassColorAttachment<'a> {
    let (load_op, clear_value) = load(it.ops.load);
    raw::GpuRenderPassColorAttachment {
        view: it.view.as_raw(),
        depth_slice: it.depth_slice,
        resolve_target: it.resolve_target.map(TextureView::as_raw),
        clear_value: clear_value.map(Into::into),
        load_op,
        store_op: it.ops.store.into(),
    }
}

fn depth_stencil<'a>(
    it: &RenderPassDepthStencilAttachment<'a>,
) -> raw::GpuRenderPassDepthStencilAttachment<'a> {
    let depth = it.depth_ops.map(|ops| (load(ops.load), ops.store));
    let stencil = it.stencil_ops.map(|ops| (load(ops.load), ops.store));
    // An aspect that the format lacks is neither written nor read.
    let format = it.view.texture().format();
    raw::GpuRenderPassDepthStencilAttachment {
        view: it.view.as_raw(),
        depth_clear_value: depth.and_then(|((_, clear), _)| clear),
        depth_load_op: depth.map(|((op, _), _)| op),
        depth_store_op: depth.map(|(_, store)| store.into()),
        depth_read_only: Some(depth.is_none() && format.has_depth_aspect()),
        stencil_clear_value: stencil.and_then(|((_, clear), _)| clear),
        stencil_load_op: stencil.map(|((op, _), _)| op),
        stencil_store_op: stencil.map(|(_, store)| store.into()),
        stencil_read_only: Some(stencil.is_none() && format.has_stencil_aspect()),
    }
}

/// What to do at the beginning of a pass, and the value to clear to, if any. Who does not care what
/// is in the texture gets zeros, as WebGPU has it for all that was never written.
fn load<V: Default>(op: LoadOp<V>) -> (raw::GpuLoadOp, Option<V>) {
    match op {
        LoadOp::Load => (raw::GpuLoadOp::Load, None),
        LoadOp::Clear(value) => (raw::GpuLoadOp::Clear, Some(value)),
        LoadOp::DontCare(_) => (raw::GpuLoadOp::Clear, Some(V::default())),
    }
}
