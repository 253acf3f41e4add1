//! Conversions between plain data (`wgpu-types`) and the raw bindings, as tables.

mod adapter;
mod binding;
mod buffer;
mod features;
mod limits;
mod render;
mod sampler;
mod table;
mod texture;

pub(crate) use adapter::{adapter_info, power_preference};
pub(crate) use binding::bind_group_layout_entry;
pub(crate) use buffer::{buffer_usage, map_mode};
pub(crate) use features::{feature_names, features};
pub(crate) use limits::{limits, raised_limits};
pub(crate) use render::{
    color, color_target, depth_stencil, index_format, multisample, primitive, store_op,
    vertex_format, vertex_step_mode,
};
pub(crate) use sampler::{address_mode, compare_function, filter_mode, mipmap_filter_mode};
pub(crate) use texture::{
    buffer_layout, extent, origin, texture_aspect, texture_dimension, texture_format,
    texture_usage, texture_view_dimension,
};

/// WebGPU has no queries of pipeline statistics.
pub(crate) fn query_type(ty: wgpu_types::QueryType) -> Option<crate::raw::GpuQueryType> {
    match ty {
        wgpu_types::QueryType::Occlusion => Some(crate::raw::GpuQueryType::Occlusion),
        wgpu_types::QueryType::Timestamp => Some(crate::raw::GpuQueryType::Timestamp),
        wgpu_types::QueryType::PipelineStatistics(_) => None,
    }
}

/// A label as the raw bindings want it.
pub(crate) fn label(label: crate::Label<'_>) -> Option<String> {
    label.map(str::to_owned)
}
