use bytemuck::Pod;
use wgpu_types::{BufferAddress, VertexAttribute, VertexStepMode};

use crate::VertexBufferLayout;

/// What a vertex shader takes from one vertex buffer. Typed modules implement it for the structs that
/// vertex entry points take, and for a struct of their parameters that are no structs.
pub trait VertexInput: Pod {
    /// Where the shader's `@location`s are.
    const ATTRIBUTES: &'static [VertexAttribute];

    /// The layout of a buffer with one element a vertex, or one an instance.
    fn layout(step_mode: VertexStepMode) -> VertexBufferLayout<'static> {
        VertexBufferLayout {
            array_stride: size_of::<Self>() as BufferAddress,
            step_mode,
            attributes: Self::ATTRIBUTES,
        }
    }
}
