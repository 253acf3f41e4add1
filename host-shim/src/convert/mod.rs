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

/// Functions from enums of WIT to those of wgpu, by their cases; `A => B` for one that wgpu spells `B`.
macro_rules! enums {
    (@case $to:ident $case:ident) => { $to::$case };
    (@case $to:ident $case:ident $other:ident) => { $to::$other };
    ($($name:ident: $from:ident => $to:ident { $($case:ident $(=> $other:ident)?),* $(,)? })*) => {$(
        pub(crate) fn $name(value: $crate::wit::$from) -> $to {
            match value {
                $($crate::wit::$from::$case => enums!(@case $to $case $($other)?),)*
            }
        }
    )*};
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
