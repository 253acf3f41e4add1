use std::cmp::Ordering;

use wgpu_types::Limits;

use crate::{RequiredLimits, raw};

/// The limits that WebGPU and `wgpu-types` share: field, the getter of the raw bindings, WebGPU's
/// name, and whether a greater value is the better one.
macro_rules! for_each_limit {
    ($apply:ident) => {
        $apply! {
            max_texture_dimension_1d, max_texture_dimension1_d, "maxTextureDimension1D", Greater;
            max_texture_dimension_2d, max_texture_dimension2_d, "maxTextureDimension2D", Greater;
            max_texture_dimension_3d, max_texture_dimension3_d, "maxTextureDimension3D", Greater;
            max_texture_array_layers, max_texture_array_layers, "maxTextureArrayLayers", Greater;
            max_bind_groups, max_bind_groups, "maxBindGroups", Greater;
            max_bind_groups_plus_vertex_buffers, max_bind_groups_plus_vertex_buffers, "maxBindGroupsPlusVertexBuffers", Greater;
            max_immediate_size, max_immediate_size, "maxImmediateSize", Greater;
            max_bindings_per_bind_group, max_bindings_per_bind_group, "maxBindingsPerBindGroup", Greater;
            max_dynamic_uniform_buffers_per_pipeline_layout, max_dynamic_uniform_buffers_per_pipeline_layout, "maxDynamicUniformBuffersPerPipelineLayout", Greater;
            max_dynamic_storage_buffers_per_pipeline_layout, max_dynamic_storage_buffers_per_pipeline_layout, "maxDynamicStorageBuffersPerPipelineLayout", Greater;
            max_sampled_textures_per_shader_stage, max_sampled_textures_per_shader_stage, "maxSampledTexturesPerShaderStage", Greater;
            max_samplers_per_shader_stage, max_samplers_per_shader_stage, "maxSamplersPerShaderStage", Greater;
            max_storage_buffers_per_shader_stage, max_storage_buffers_per_shader_stage, "maxStorageBuffersPerShaderStage", Greater;
            max_storage_textures_per_shader_stage, max_storage_textures_per_shader_stage, "maxStorageTexturesPerShaderStage", Greater;
            max_uniform_buffers_per_shader_stage, max_uniform_buffers_per_shader_stage, "maxUniformBuffersPerShaderStage", Greater;
            max_uniform_buffer_binding_size, max_uniform_buffer_binding_size, "maxUniformBufferBindingSize", Greater;
            max_storage_buffer_binding_size, max_storage_buffer_binding_size, "maxStorageBufferBindingSize", Greater;
            min_uniform_buffer_offset_alignment, min_uniform_buffer_offset_alignment, "minUniformBufferOffsetAlignment", Less;
            min_storage_buffer_offset_alignment, min_storage_buffer_offset_alignment, "minStorageBufferOffsetAlignment", Less;
            max_vertex_buffers, max_vertex_buffers, "maxVertexBuffers", Greater;
            max_buffer_size, max_buffer_size, "maxBufferSize", Greater;
            max_vertex_attributes, max_vertex_attributes, "maxVertexAttributes", Greater;
            max_vertex_buffer_array_stride, max_vertex_buffer_array_stride, "maxVertexBufferArrayStride", Greater;
            max_inter_stage_shader_variables, max_inter_stage_shader_variables, "maxInterStageShaderVariables", Greater;
            max_color_attachments, max_color_attachments, "maxColorAttachments", Greater;
            max_color_attachment_bytes_per_sample, max_color_attachment_bytes_per_sample, "maxColorAttachmentBytesPerSample", Greater;
            max_compute_workgroup_storage_size, max_compute_workgroup_storage_size, "maxComputeWorkgroupStorageSize", Greater;
            max_compute_invocations_per_workgroup, max_compute_invocations_per_workgroup, "maxComputeInvocationsPerWorkgroup", Greater;
            max_compute_workgroup_size_x, max_compute_workgroup_size_x, "maxComputeWorkgroupSizeX", Greater;
            max_compute_workgroup_size_y, max_compute_workgroup_size_y, "maxComputeWorkgroupSizeY", Greater;
            max_compute_workgroup_size_z, max_compute_workgroup_size_z, "maxComputeWorkgroupSizeZ", Greater;
            max_compute_workgroups_per_dimension, max_compute_workgroups_per_dimension, "maxComputeWorkgroupsPerDimension", Greater;
        }
    };
}

/// Asks the host for every limit: one call a limit. Limits that WebGPU does not have keep the
/// value of [`Limits::default`].
pub(crate) fn limits(supported: &raw::GpuSupportedLimits) -> Limits {
    macro_rules! read {
        ($($field:ident, $getter:ident, $name:literal, $better:ident;)*) => {
            Limits { $($field: supported.$getter(),)* ..Limits::default() }
        };
    }
    for_each_limit!(read)
}

/// One limit by WebGPU's name. The four of a single shader stage have no field in `wgpu-types`.
pub(crate) fn limit(supported: &raw::GpuSupportedLimits, name: &str) -> Option<u64> {
    macro_rules! by_name {
        ($($field:ident, $getter:ident, $name:literal, $better:ident;)*) => {
            match name {
                $($name => u64::from(supported.$getter()),)*
                "maxStorageBuffersInVertexStage" => {
                    supported.max_storage_buffers_in_vertex_stage().into()
                }
                "maxStorageBuffersInFragmentStage" => {
                    supported.max_storage_buffers_in_fragment_stage().into()
                }
                "maxStorageTexturesInVertexStage" => {
                    supported.max_storage_textures_in_vertex_stage().into()
                }
                "maxStorageTexturesInFragmentStage" => {
                    supported.max_storage_textures_in_fragment_stage().into()
                }
                _ => return None,
            }
        };
    }
    Some(for_each_limit!(by_name))
}

/// The limits that are better than WebGPU's defaults: only those need asking for. `None` if there
/// is none.
pub(crate) fn raised_limits(required: &Limits) -> Option<RequiredLimits> {
    let mut record = None;
    for (value, (default, name, better)) in values(required).into_iter().zip(&LIMITS) {
        if value.cmp(default) == *better {
            record
                .get_or_insert_with(RequiredLimits::new)
                .insert(name, value);
        }
    }
    record
}

macro_rules! names {
    ($($field:ident, $getter:ident, $name:literal, $better:ident;)*) => {
        /// WebGPU's default of each limit, its name, and how a better value compares.
        static LIMITS: [(u64, &str, Ordering); 32] = {
            const DEFAULT: Limits = Limits::defaults();
            [$((DEFAULT.$field as u64, $name, Ordering::$better),)*]
        };

        /// The value of each limit.
        fn values(limits: &Limits) -> [u64; 32] {
            [$(u64::from(limits.$field),)*]
        }
    };
}
for_each_limit!(names);
