use std::ops::Range;

use wgpu_types::{BufferAddress, DynamicOffset, IndexFormat};

use crate::{BindGroup, Buffer, BufferSlice, RenderBundleEncoder, RenderPass, RenderPipeline};

/// What [`RenderPass`] and [`RenderBundleEncoder`] have in common, for code that draws by either.
pub trait RenderEncoder<'a> {
    /// See [`RenderPass::set_bind_group`].
    fn set_bind_group(
        &mut self,
        index: u32,
        bind_group: Option<&'a BindGroup>,
        offsets: &[DynamicOffset],
    );

    /// See [`RenderPass::set_pipeline`].
    fn set_pipeline(&mut self, pipeline: &'a RenderPipeline);

    /// See [`RenderPass::set_index_buffer`].
    fn set_index_buffer(&mut self, buffer_slice: BufferSlice<'a>, index_format: IndexFormat);

    /// See [`RenderPass::set_vertex_buffer`].
    fn set_vertex_buffer(&mut self, slot: u32, buffer_slice: Option<BufferSlice<'a>>);

    /// See [`RenderPass::draw`].
    fn draw(&mut self, vertices: Range<u32>, instances: Range<u32>);

    /// See [`RenderPass::draw_indexed`].
    fn draw_indexed(&mut self, indices: Range<u32>, base_vertex: i32, instances: Range<u32>);

    /// See [`RenderPass::draw_indirect`].
    fn draw_indirect(&mut self, indirect_buffer: &'a Buffer, indirect_offset: BufferAddress);

    /// See [`RenderPass::draw_indexed_indirect`].
    fn draw_indexed_indirect(
        &mut self,
        indirect_buffer: &'a Buffer,
        indirect_offset: BufferAddress,
    );

    /// See [`RenderPass::set_immediates`].
    fn set_immediates(&mut self, offset: u32, data: &[u8]);
}

macro_rules! render_encoder {
    ($($encoder:ident)*) => {
        $(impl<'a> RenderEncoder<'a> for $encoder<'_> {
            fn set_bind_group(
                &mut self,
                index: u32,
                bind_group: Option<&'a BindGroup>,
                offsets: &[DynamicOffset],
            ) {
                $encoder::set_bind_group(self, index, bind_group, offsets);
            }

            fn set_pipeline(&mut self, pipeline: &'a RenderPipeline) {
                $encoder::set_pipeline(self, pipeline);
            }

            fn set_index_buffer(&mut self, slice: BufferSlice<'a>, format: IndexFormat) {
                $encoder::set_index_buffer(self, slice, format);
            }

            fn set_vertex_buffer(&mut self, slot: u32, slice: Option<BufferSlice<'a>>) {
                $encoder::set_vertex_buffer(self, slot, slice);
            }

            fn draw(&mut self, vertices: Range<u32>, instances: Range<u32>) {
                $encoder::draw(self, vertices, instances);
            }

            fn draw_indexed(&mut self, indices: Range<u32>, base: i32, instances: Range<u32>) {
                $encoder::draw_indexed(self, indices, base, instances);
            }

            fn draw_indirect(&mut self, buffer: &'a Buffer, offset: BufferAddress) {
                $encoder::draw_indirect(self, buffer, offset);
            }

            fn draw_indexed_indirect(&mut self, buffer: &'a Buffer, offset: BufferAddress) {
                $encoder::draw_indexed_indirect(self, buffer, offset);
            }

            fn set_immediates(&mut self, offset: u32, data: &[u8]) {
                $encoder::set_immediates(self, offset, data);
            }
        })*
    };
}

render_encoder!(RenderPass RenderBundleEncoder);
