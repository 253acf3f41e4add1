//! `gpu-supported-limits`, and the limits that a guest asks for by name.

use wasmtime::component::Resource;
use wgpu_types::Limits;

use crate::{WebGpuCtxView, wit};

/// WebGPU's limits by their type: the WIT method, which has the name that a device descriptor gives the limit,
/// and the field in wgpu-types where that has another name. wgpu does not tell the vertex and the fragment
/// stage from the others.
macro_rules! limits {
    (@field $limits:expr, $method:ident) => { $limits.$method };
    (@field $limits:expr, $method:ident $field:ident) => { $limits.$field };
    ($($type:ty { $($method:ident $(=> $field:ident)?,)* })*) => {
        impl wit::HostGpuSupportedLimits for WebGpuCtxView<'_> {
            $(getters!(limits: Limits {
                $($method() -> $type = limits!(@field limits, $method $($field)?);)*
            });)*

            resource_drop!(Limits);
        }

        /// Sets the limit that a device descriptor calls `name` (`maxBufferSize`; `max-buffer-size`
        /// is understood too).
        pub(crate) fn set(limits: &mut Limits, name: &str, value: u64) -> Result<(), SetLimitError> {
            let wanted = name.replace('-', "");
            $($(
                if wanted.eq_ignore_ascii_case(&stringify!($method).replace('_', "")) {
                    let value = value.try_into().map_err(|_| SetLimitError::TooLarge)?;
                    limits!(@field limits, $method $($field)?) = value;
                    return Ok(());
                }
            )*)*
            Err(SetLimitError::Unknown)
        }
    };
}

/// Why a limit was not set.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SetLimitError {
    Unknown,
    TooLarge,
}

limits! {
    u32 {
        max_texture_dimension1_d => max_texture_dimension_1d,
        max_texture_dimension2_d => max_texture_dimension_2d,
        max_texture_dimension3_d => max_texture_dimension_3d, max_texture_array_layers,
        max_bind_groups, max_bind_groups_plus_vertex_buffers, max_immediate_size,
        max_bindings_per_bind_group, max_dynamic_uniform_buffers_per_pipeline_layout,
        max_dynamic_storage_buffers_per_pipeline_layout, max_sampled_textures_per_shader_stage,
        max_samplers_per_shader_stage, max_storage_buffers_per_shader_stage,
        max_storage_buffers_in_vertex_stage => max_storage_buffers_per_shader_stage,
        max_storage_buffers_in_fragment_stage => max_storage_buffers_per_shader_stage,
        max_storage_textures_per_shader_stage,
        max_storage_textures_in_vertex_stage => max_storage_textures_per_shader_stage,
        max_storage_textures_in_fragment_stage => max_storage_textures_per_shader_stage,
        max_uniform_buffers_per_shader_stage, min_uniform_buffer_offset_alignment,
        min_storage_buffer_offset_alignment, max_vertex_buffers, max_vertex_attributes,
        max_vertex_buffer_array_stride, max_inter_stage_shader_variables,
        max_color_attachments, max_color_attachment_bytes_per_sample,
        max_compute_workgroup_storage_size, max_compute_invocations_per_workgroup,
        max_compute_workgroup_size_x, max_compute_workgroup_size_y,
        max_compute_workgroup_size_z, max_compute_workgroups_per_dimension,
    }
    u64 {
        max_uniform_buffer_binding_size, max_storage_buffer_binding_size, max_buffer_size,
    }
}
