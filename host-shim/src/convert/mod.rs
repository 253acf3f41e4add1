//! From WIT types to wgpu's. Everything here is total: what has no counterpart is an error or `None`.

/// Bits of one flags type as those of another.
macro_rules! flags {
    ($value:expr, $from:ty => $to:ty { $($flag:ident),* $(,)? }) => {{
        let value = $value;
        let mut flags = <$to>::empty();
        $(if value.contains(<$from>::$flag) {
            flags |= <$to>::$flag;
        })*
        flags
    }};
}

mod binding;
mod features;
mod render;
mod texture;
mod vertex;

pub(crate) use binding::{bind_group_layout_entry, buffer_usages};
pub(crate) use features::{feature, feature_name, feature_named};
pub(crate) use render::{
    address_mode, all_finite, color, color_target_state, compare_function, depth_stencil_state,
    filter_mode, index_format, load_op, mipmap_filter_mode, multisample_state, primitive_state,
    store_op, vertex_buffer_layout,
};
pub(crate) use texture::{
    extent, origin, texture_aspect, texture_dimension, texture_format, texture_usages,
    view_dimension,
};
