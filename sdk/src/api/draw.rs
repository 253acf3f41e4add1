//! The drawing commands that render passes and render bundles share.

/// The commands of a recorder that has `bound` and `errors`.
macro_rules! draw_commands {
    () => {
        crate::api::bound::set_bind_group!();

        /// Sets the pipeline that the next draws use.
        pub fn set_pipeline(&mut self, pipeline: &crate::RenderPipeline) {
            if self.bound.set_pipeline(pipeline) {
                self.as_raw().set_pipeline(pipeline.as_raw());
            }
        }

        /// Sets the buffer that indexed draws take their indices from.
        pub fn set_index_buffer(
            &mut self,
            buffer_slice: crate::BufferSlice<'_>,
            index_format: wgpu_types::IndexFormat,
        ) {
            let format = index_format.into();
            self.as_raw().set_index_buffer(
                buffer_slice.buffer().as_raw(),
                format,
                Some(buffer_slice.offset()),
                Some(buffer_slice.size()),
            );
        }

        /// Sets the vertex buffer of a slot; `None` unsets it.
        pub fn set_vertex_buffer<'slice, B>(&mut self, slot: u32, buffer_slice: B)
        where
            Option<crate::BufferSlice<'slice>>: From<B>,
        {
            let slice: Option<crate::BufferSlice<'_>> = buffer_slice.into();
            self.as_raw().set_vertex_buffer(
                slot,
                slice.map(|slice| slice.buffer().as_raw()),
                slice.map(|slice| slice.offset()),
                slice.map(|slice| slice.size()),
            );
        }

        /// Draws primitives from the vertices and instances of these numbers.
        ///
        /// See [WebGPU `draw`](https://gpuweb.github.io/gpuweb/#dom-gpurendercommandsmixin-draw).
        pub fn draw(&mut self, vertices: std::ops::Range<u32>, instances: std::ops::Range<u32>) {
            self.as_raw().draw(
                vertices.len() as u32,
                Some(instances.len() as u32),
                Some(vertices.start),
                Some(instances.start),
            );
        }

        /// Draws primitives from the vertices that these indices, and `base_vertex`, point to.
        ///
        /// See [WebGPU `drawIndexed`](
        /// https://gpuweb.github.io/gpuweb/#dom-gpurendercommandsmixin-drawindexed).
        pub fn draw_indexed(
            &mut self,
            indices: std::ops::Range<u32>,
            base_vertex: i32,
            instances: std::ops::Range<u32>,
        ) {
            self.as_raw().draw_indexed(
                indices.len() as u32,
                Some(instances.len() as u32),
                Some(indices.start),
                Some(base_vertex),
                Some(instances.start),
            );
        }

        /// Draws as [`DrawIndirectArgs`](crate::util::DrawIndirectArgs) in the buffer say.
        pub fn draw_indirect(
            &mut self,
            indirect_buffer: &crate::Buffer,
            indirect_offset: wgpu_types::BufferAddress,
        ) {
            let buffer = indirect_buffer.as_raw();
            self.as_raw().draw_indirect(buffer, indirect_offset);
        }

        /// Draws as [`DrawIndexedIndirectArgs`](crate::util::DrawIndexedIndirectArgs) in the buffer
        /// say.
        pub fn draw_indexed_indirect(
            &mut self,
            indirect_buffer: &crate::Buffer,
            indirect_offset: wgpu_types::BufferAddress,
        ) {
            let buffer = indirect_buffer.as_raw();
            self.as_raw().draw_indexed_indirect(buffer, indirect_offset);
        }
    };
}

pub(crate) use draw_commands;
