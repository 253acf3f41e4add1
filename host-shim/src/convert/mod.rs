//! From WIT types to wgpu's. Everything here is total: what has no counterpart is an error or `None`.

mod binding;
mod features;
mod texture;

pub(crate) use binding::{bind_group_layout_entry, buffer_usages};
pub(crate) use features::{feature, feature_name, feature_named};
