//! What render pipelines, render passes and samplers are made of.

use std::borrow::Cow;

use wgpu_core::pipeline::VertexBufferLayout;
use wgpu_types::{
    AddressMode, BlendComponent, BlendFactor, BlendOperation, BlendState, Color, ColorTargetState,
    ColorWrites, CompareFunction, DepthBiasState, DepthStencilState, Face, FilterMode, FrontFace,
    IndexFormat, LoadOp, MipmapFilterMode, MultisampleState, PrimitiveState, PrimitiveTopology,
    StencilFaceState, StencilOperation, StencilState, StoreOp, VertexAttribute, VertexStepMode,
};

use super::texture::texture_format;
use super::vertex::vertex_format;
use crate::wit;

enums! {
    address_mode: GpuAddressMode => AddressMode { ClampToEdge, Repeat, MirrorRepeat }
    blend_factor: GpuBlendFactor => BlendFactor {
        Zero, One, Src, OneMinusSrc, SrcAlpha, OneMinusSrcAlpha, Dst, OneMinusDst, DstAlpha,
        OneMinusDstAlpha, SrcAlphaSaturated, Constant, OneMinusConstant, Src1, OneMinusSrc1,
        Src1Alpha, OneMinusSrc1Alpha,
    }
    blend_operation: GpuBlendOperation => BlendOperation {
        Add, Subtract, ReverseSubtract, Min, Max,
    }
    compare_function: GpuCompareFunction => CompareFunction {
        Never, Less, Equal, LessEqual, Greater, NotEqual, GreaterEqual, Always,
    }
    filter_mode: GpuFilterMode => FilterMode { Nearest, Linear }
    front_face: GpuFrontFace => FrontFace { Ccw, Cw }
    index_format: GpuIndexFormat => IndexFormat { Uint16, Uint32 }
    mipmap_filter_mode: GpuMipmapFilterMode => MipmapFilterMode { Nearest, Linear }
    stencil_operation: GpuStencilOperation => StencilOperation {
        Keep, Zero, Replace, Invert, IncrementClamp, DecrementClamp, IncrementWrap, DecrementWrap,
    }
    store_op: GpuStoreOp => StoreOp { Store, Discard }
    topology: GpuPrimitiveTopology => PrimitiveTopology {
        PointList, LineList, LineStrip, TriangleList, TriangleStrip,
    }
    vertex_step_mode: GpuVertexStepMode => VertexStepMode { Vertex, Instance }
}

/// WebGPU has no numbers that are not finite.
///
/// # Errors
///
/// What is wrong with the first field that has one.
pub(crate) fn all_finite(fields: &[(&str, f32)]) -> Result<(), String> {
    match fields.iter().find(|(_, value)| !value.is_finite()) {
        Some((field, value)) => Err(format!("{field} is {value}, but must be finite")),
        None => Ok(()),
    }
}

pub(crate) fn color(color: wit::GpuColor) -> Color {
    let wit::GpuColor { r, g, b, a } = color;
    Color { r, g, b, a }
}

pub(crate) fn load_op<V>(op: wit::GpuLoadOp, clear_value: V) -> LoadOp<V> {
    match op {
        wit::GpuLoadOp::Load => LoadOp::Load,
        wit::GpuLoadOp::Clear => LoadOp::Clear(clear_value),
    }
}

pub(crate) fn vertex_buffer_layout(
    layout: wit::GpuVertexBufferLayout,
) -> VertexBufferLayout<'static> {
    let attributes = layout.attributes.into_iter().map(|it| VertexAttribute {
        format: vertex_format(it.format),
        // wgpu-core adds to it unchecked; what is cut off here is far beyond every limit.
        offset: it.offset.min(1 << 31),
        shader_location: it.shader_location,
    });
    VertexBufferLayout {
        array_stride: layout.array_stride,
        step_mode: (layout.step_mode).map_or(VertexStepMode::Vertex, vertex_step_mode),
        attributes: Cow::Owned(attributes.collect()),
    }
}

pub(crate) fn primitive_state(state: wit::GpuPrimitiveState) -> PrimitiveState {
    let default = PrimitiveState::default();
    PrimitiveState {
        topology: state.topology.map_or(default.topology, topology),
        strip_index_format: state.strip_index_format.map(index_format),
        front_face: state.front_face.map_or(default.front_face, front_face),
        cull_mode: match state.cull_mode {
            None | Some(wit::GpuCullMode::None) => None,
            Some(wit::GpuCullMode::Front) => Some(Face::Front),
            Some(wit::GpuCullMode::Back) => Some(Face::Back),
        },
        unclipped_depth: state.unclipped_depth.unwrap_or(false),
        ..default
    }
}

pub(crate) fn multisample_state(state: wit::GpuMultisampleState) -> MultisampleState {
    MultisampleState {
        count: state.count.unwrap_or(1),
        mask: state.mask.unwrap_or(u32::MAX).into(),
        alpha_to_coverage_enabled: state.alpha_to_coverage_enabled.unwrap_or(false),
    }
}

pub(crate) fn color_target_state(state: wit::GpuColorTargetState) -> ColorTargetState {
    ColorTargetState {
        format: texture_format(state.format),
        blend: state.blend.map(|blend| BlendState {
            color: blend_component(blend.color),
            alpha: blend_component(blend.alpha),
        }),
        write_mask: state.write_mask.map_or(ColorWrites::ALL, color_writes),
    }
}

fn blend_component(component: wit::GpuBlendComponent) -> BlendComponent {
    let default = BlendComponent::REPLACE;
    BlendComponent {
        src_factor: (component.src_factor).map_or(default.src_factor, blend_factor),
        dst_factor: (component.dst_factor).map_or(default.dst_factor, blend_factor),
        operation: (component.operation).map_or(default.operation, blend_operation),
    }
}

fn color_writes(writes: wit::GpuColorWrite) -> ColorWrites {
    flags!(writes, wit::GpuColorWrite => ColorWrites { RED, GREEN, BLUE, ALPHA, ALL })
}

pub(crate) fn depth_stencil_state(state: wit::GpuDepthStencilState) -> DepthStencilState {
    DepthStencilState {
        format: texture_format(state.format),
        depth_write_enabled: state.depth_write_enabled,
        depth_compare: state.depth_compare.map(compare_function),
        stencil: StencilState {
            front: stencil_face_state(state.stencil_front),
            back: stencil_face_state(state.stencil_back),
            read_mask: state.stencil_read_mask.unwrap_or(u32::MAX),
            write_mask: state.stencil_write_mask.unwrap_or(u32::MAX),
        },
        bias: DepthBiasState {
            constant: state.depth_bias.unwrap_or(0),
            slope_scale: state.depth_bias_slope_scale.unwrap_or(0.0),
            clamp: state.depth_bias_clamp.unwrap_or(0.0),
        },
    }
}

fn stencil_face_state(state: Option<wit::GpuStencilFaceState>) -> StencilFaceState {
    let default = StencilFaceState::IGNORE;
    let Some(state) = state else { return default };
    StencilFaceState {
        compare: state.compare.map_or(default.compare, compare_function),
        fail_op: state.fail_op.map_or(default.fail_op, stencil_operation),
        depth_fail_op: (state.depth_fail_op).map_or(default.depth_fail_op, stencil_operation),
        pass_op: state.pass_op.map_or(default.pass_op, stencil_operation),
    }
}
