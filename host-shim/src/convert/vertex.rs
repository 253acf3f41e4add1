//! Vertex formats.

use wgpu_types::VertexFormat;

use crate::wit;

pub(super) fn vertex_format(format: wit::GpuVertexFormat) -> VertexFormat {
    use VertexFormat as V;
    use wit::GpuVertexFormat as F;

    match format {
        F::Uint8 => V::Uint8,
        F::Uint8x2 => V::Uint8x2,
        F::Uint8x4 => V::Uint8x4,
        F::Sint8 => V::Sint8,
        F::Sint8x2 => V::Sint8x2,
        F::Sint8x4 => V::Sint8x4,
        F::Unorm8 => V::Unorm8,
        F::Unorm8x2 => V::Unorm8x2,
        F::Unorm8x4 => V::Unorm8x4,
        F::Snorm8 => V::Snorm8,
        F::Snorm8x2 => V::Snorm8x2,
        F::Snorm8x4 => V::Snorm8x4,
        F::Uint16 => V::Uint16,
        F::Uint16x2 => V::Uint16x2,
        F::Uint16x4 => V::Uint16x4,
        F::Sint16 => V::Sint16,
        F::Sint16x2 => V::Sint16x2,
        F::Sint16x4 => V::Sint16x4,
        F::Unorm16 => V::Unorm16,
        F::Unorm16x2 => V::Unorm16x2,
        F::Unorm16x4 => V::Unorm16x4,
        F::Snorm16 => V::Snorm16,
        F::Snorm16x2 => V::Snorm16x2,
        F::Snorm16x4 => V::Snorm16x4,
        F::Float16 => V::Float16,
        F::Float16x2 => V::Float16x2,
        F::Float16x4 => V::Float16x4,
        F::Float32 => V::Float32,
        F::Float32x2 => V::Float32x2,
        F::Float32x3 => V::Float32x3,
        F::Float32x4 => V::Float32x4,
        F::Uint32 => V::Uint32,
        F::Uint32x2 => V::Uint32x2,
        F::Uint32x3 => V::Uint32x3,
        F::Uint32x4 => V::Uint32x4,
        F::Sint32 => V::Sint32,
        F::Sint32x2 => V::Sint32x2,
        F::Sint32x3 => V::Sint32x3,
        F::Sint32x4 => V::Sint32x4,
        F::Unorm1010102 => V::Unorm10_10_10_2,
        F::Unorm8x4Bgra => V::Unorm8x4Bgra,
    }
}
