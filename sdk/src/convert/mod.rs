//! Conversions between plain data (`wgpu-types`) and the raw bindings, as tables. Those of enums and
//! flags are `From` and `TryFrom`, both ways.

mod adapter;
mod binding;
mod buffer;
mod features;
mod limits;
mod render;
mod sampler;
mod surface;
mod table;
mod texture;

#[cfg(test)]
mod tests;

pub use table::Lacking;

pub(crate) use adapter::{adapter_info, power_preference};
pub(crate) use binding::bind_group_layout_entry;
pub(crate) use buffer::map_mode;
pub(crate) use features::{feature_named, feature_names, features};
pub(crate) use limits::{limit, limits, raised_limits};
pub(crate) use render::{color_target, depth_stencil, multisample, primitive};

use wgpu_types::QueryType;

use crate::raw;

impl TryFrom<QueryType> for raw::GpuQueryType {
    type Error = Lacking;

    fn try_from(ty: QueryType) -> Result<Self, Lacking> {
        match ty {
            QueryType::Occlusion => Ok(Self::Occlusion),
            QueryType::Timestamp => Ok(Self::Timestamp),
            QueryType::PipelineStatistics(_) => Err(Lacking("QueryType::PipelineStatistics")),
        }
    }
}

impl From<raw::GpuQueryType> for QueryType {
    fn from(ty: raw::GpuQueryType) -> Self {
        match ty {
            raw::GpuQueryType::Occlusion => Self::Occlusion,
            raw::GpuQueryType::Timestamp => Self::Timestamp,
        }
    }
}

/// A label as the raw bindings want it.
pub(crate) fn label(label: crate::Label<'_>) -> Option<String> {
    label.map(str::to_owned)
}
