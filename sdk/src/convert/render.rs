use wgpu_types::{
    BlendComponent, BlendFactor, BlendOperation, BlendState, Color, ColorTargetState, ColorWrites,
    DepthStencilState, Face, FrontFace, IndexFormat, MultisampleState, PrimitiveState,
    PrimitiveTopology, StencilFaceState, StencilOperation, StoreOp, VertexFormat, VertexStepMode,
};

use super::table::{flags, table};
use crate::{Lacking, raw};

table!(BlendFactor <=> GpuBlendFactor {
    BlendFactor::Zero => Zero,
    BlendFactor::One => One,
    BlendFactor::Src => Src,
    BlendFactor::OneMinusSrc => OneMinusSrc,
    BlendFactor::SrcAlpha => SrcAlpha,
    BlendFactor::OneMinusSrcAlpha => OneMinusSrcAlpha,
    BlendFactor::Dst => Dst,
    BlendFactor::OneMinusDst => OneMinusDst,
    BlendFactor::DstAlpha => DstAlpha,
    BlendFactor::OneMinusDstAlpha => OneMinusDstAlpha,
    BlendFactor::SrcAlphaSaturated => SrcAlphaSaturated,
    BlendFactor::Constant => Constant,
    BlendFactor::OneMinusConstant => OneMinusConstant,
    BlendFactor::Src1 => Src1,
    BlendFactor::OneMinusSrc1 => OneMinusSrc1,
    BlendFactor::Src1Alpha => Src1Alpha,
    BlendFactor::OneMinusSrc1Alpha => OneMinusSrc1Alpha,
});

table!(BlendOperation <=> GpuBlendOperation {
    BlendOperation::Add => Add,
    BlendOperation::Subtract => Subtract,
    BlendOperation::ReverseSubtract => ReverseSubtract,
    BlendOperation::Min => Min,
    BlendOperation::Max => Max,
});

table!(PrimitiveTopology <=> GpuPrimitiveTopology {
    PrimitiveTopology::PointList => PointList,
    PrimitiveTopology::LineList => LineList,
    PrimitiveTopology::LineStrip => LineStrip,
    PrimitiveTopology::TriangleList => TriangleList,
    PrimitiveTopology::TriangleStrip => TriangleStrip,
});

table!(FrontFace <=> GpuFrontFace {
    FrontFace::Ccw => Ccw,
    FrontFace::Cw => Cw,
});

impl From<Option<Face>> for raw::GpuCullMode {
    fn from(cull_mode: Option<Face>) -> Self {
        match cull_mode {
            None => Self::None,
            Some(Face::Front) => Self::Front,
            Some(Face::Back) => Self::Back,
        }
    }
}

impl From<raw::GpuCullMode> for Option<Face> {
    fn from(cull_mode: raw::GpuCullMode) -> Self {
        match cull_mode {
            raw::GpuCullMode::None => None,
            raw::GpuCullMode::Front => Some(Face::Front),
            raw::GpuCullMode::Back => Some(Face::Back),
        }
    }
}

table!(IndexFormat <=> GpuIndexFormat {
    IndexFormat::Uint16 => Uint16,
    IndexFormat::Uint32 => Uint32,
});

table!(StencilOperation <=> GpuStencilOperation {
    StencilOperation::Keep => Keep,
    StencilOperation::Zero => Zero,
    StencilOperation::Replace => Replace,
    StencilOperation::Invert => Invert,
    StencilOperation::IncrementClamp => IncrementClamp,
    StencilOperation::DecrementClamp => DecrementClamp,
    StencilOperation::IncrementWrap => IncrementWrap,
    StencilOperation::DecrementWrap => DecrementWrap,
});

table!(VertexStepMode <=> GpuVertexStepMode {
    VertexStepMode::Vertex => Vertex,
    VertexStepMode::Instance => Instance,
});

table!(VertexFormat <=> GpuVertexFormat {
    VertexFormat::Uint8 => Uint8,
    VertexFormat::Uint8x2 => Uint8x2,
    VertexFormat::Uint8x4 => Uint8x4,
    VertexFormat::Sint8 => Sint8,
    VertexFormat::Sint8x2 => Sint8x2,
    VertexFormat::Sint8x4 => Sint8x4,
    VertexFormat::Unorm8 => Unorm8,
    VertexFormat::Unorm8x2 => Unorm8x2,
    VertexFormat::Unorm8x4 => Unorm8x4,
    VertexFormat::Snorm8 => Snorm8,
    VertexFormat::Snorm8x2 => Snorm8x2,
    VertexFormat::Snorm8x4 => Snorm8x4,
    VertexFormat::Uint16 => Uint16,
    VertexFormat::Uint16x2 => Uint16x2,
    VertexFormat::Uint16x4 => Uint16x4,
    VertexFormat::Sint16 => Sint16,
    VertexFormat::Sint16x2 => Sint16x2,
    VertexFormat::Sint16x4 => Sint16x4,
    VertexFormat::Unorm16 => Unorm16,
    VertexFormat::Unorm16x2 => Unorm16x2,
    VertexFormat::Unorm16x4 => Unorm16x4,
    VertexFormat::Snorm16 => Snorm16,
    VertexFormat::Snorm16x2 => Snorm16x2,
    VertexFormat::Snorm16x4 => Snorm16x4,
    VertexFormat::Float16 => Float16,
    VertexFormat::Float16x2 => Float16x2,
    VertexFormat::Float16x4 => Float16x4,
    VertexFormat::Float32 => Float32,
    VertexFormat::Float32x2 => Float32x2,
    VertexFormat::Float32x3 => Float32x3,
    VertexFormat::Float32x4 => Float32x4,
    VertexFormat::Uint32 => Uint32,
    VertexFormat::Uint32x2 => Uint32x2,
    VertexFormat::Uint32x3 => Uint32x3,
    VertexFormat::Uint32x4 => Uint32x4,
    VertexFormat::Sint32 => Sint32,
    VertexFormat::Sint32x2 => Sint32x2,
    VertexFormat::Sint32x3 => Sint32x3,
    VertexFormat::Sint32x4 => Sint32x4,
    VertexFormat::Unorm10_10_10_2 => Unorm1010102,
    VertexFormat::Unorm8x4Bgra => Unorm8x4Bgra,
} lacks {
    VertexFormat::Float64 => "VertexFormat::Float64",
    VertexFormat::Float64x2 => "VertexFormat::Float64x2",
    VertexFormat::Float64x3 => "VertexFormat::Float64x3",
    VertexFormat::Float64x4 => "VertexFormat::Float64x4",
});

table!(StoreOp <=> GpuStoreOp {
    StoreOp::Store => Store,
    StoreOp::Discard => Discard,
});

impl From<Color> for raw::GpuColor {
    fn from(Color { r, g, b, a }: Color) -> Self {
        Self { r, g, b, a }
    }
}

impl From<raw::GpuColor> for Color {
    fn from(raw::GpuColor { r, g, b, a }: raw::GpuColor) -> Self {
        Self { r, g, b, a }
    }
}

fn blend_component(it: BlendComponent) -> raw::GpuBlendComponent {
    raw::GpuBlendComponent {
        operation: Some(it.operation.into()),
        src_factor: Some(it.src_factor.into()),
        dst_factor: Some(it.dst_factor.into()),
    }
}

fn blend_state(it: BlendState) -> raw::GpuBlendState {
    raw::GpuBlendState {
        color: blend_component(it.color),
        alpha: blend_component(it.alpha),
    }
}

flags!(ColorWrites <=> GpuColorWrite { RED GREEN BLUE ALPHA } read { ALL } lacks {});

pub(crate) fn color_target(it: &ColorTargetState) -> Result<raw::GpuColorTargetState, Lacking> {
    Ok(raw::GpuColorTargetState {
        format: it.format.try_into()?,
        blend: it.blend.map(blend_state),
        write_mask: Some(it.write_mask.try_into()?),
    })
}

pub(crate) fn primitive(it: &PrimitiveState) -> Result<raw::GpuPrimitiveState, Lacking> {
    if it.polygon_mode != wgpu_types::PolygonMode::Fill {
        return Err(Lacking("PrimitiveState::polygon_mode other than Fill"));
    }
    if it.conservative {
        return Err(Lacking("PrimitiveState::conservative"));
    }
    Ok(raw::GpuPrimitiveState {
        topology: Some(it.topology.into()),
        strip_index_format: it.strip_index_format.map(Into::into),
        front_face: Some(it.front_face.into()),
        cull_mode: Some(it.cull_mode.into()),
        unclipped_depth: Some(it.unclipped_depth),
    })
}

fn stencil_face(it: StencilFaceState) -> raw::GpuStencilFaceState {
    raw::GpuStencilFaceState {
        compare: Some(it.compare.into()),
        fail_op: Some(it.fail_op.into()),
        depth_fail_op: Some(it.depth_fail_op.into()),
        pass_op: Some(it.pass_op.into()),
    }
}

pub(crate) fn depth_stencil(it: &DepthStencilState) -> Result<raw::GpuDepthStencilState, Lacking> {
    Ok(raw::GpuDepthStencilState {
        format: it.format.try_into()?,
        depth_write_enabled: it.depth_write_enabled,
        depth_compare: it.depth_compare.map(Into::into),
        stencil_front: Some(stencil_face(it.stencil.front)),
        stencil_back: Some(stencil_face(it.stencil.back)),
        stencil_read_mask: Some(it.stencil.read_mask),
        stencil_write_mask: Some(it.stencil.write_mask),
        depth_bias: Some(it.bias.constant),
        depth_bias_slope_scale: Some(it.bias.slope_scale),
        depth_bias_clamp: Some(it.bias.clamp),
    })
}

pub(crate) fn multisample(it: &MultisampleState) -> raw::GpuMultisampleState {
    raw::GpuMultisampleState {
        count: Some(it.count),
        // WebGPU's mask has 32 bits, one a sample.
        mask: Some(it.mask as u32),
        alpha_to_coverage_enabled: Some(it.alpha_to_coverage_enabled),
    }
}
