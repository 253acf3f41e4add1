//! `gpu-supported-limits`, and the limits that a guest asks for by name.

use wasmtime::component::Resource;
use wgpu_types::Limits;

use crate::{WebGpuCtxView, wit};

/// WebGPU's limits: the WIT method, its type, the name in a device descriptor, and the field in
/// wgpu-types. wgpu does not tell the vertex and the fragment stage from the others.
macro_rules! limits {
    ($($method:ident: $type:ty, $name:literal, $field:ident;)*) => {
        impl wit::HostGpuSupportedLimits for WebGpuCtxView<'_> {
            $(
                fn $method(&mut self, this: Resource<Limits>) -> wasmtime::Result<$type> {
                    Ok(self.table.get(&this)?.$field)
                }
            )*

            resource_drop!(Limits);
        }

        /// Sets the limit that a device descriptor calls `name` (`maxBufferSize`; `max-buffer-size`
        /// is understood too).
        pub(crate) fn set(limits: &mut Limits, name: &str, value: u64) -> Result<(), SetLimitError> {
            let wanted = name.replace('-', "");
            $(
                if wanted.eq_ignore_ascii_case($name) {
                    limits.$field = value.try_into().map_err(|_| SetLimitError::TooLarge)?;
                    return Ok(());
                }
            )*
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
    max_texture_dimension1_d: u32, "maxTextureDimension1D", max_texture_dimension_1d;
    max_texture_dimension2_d: u32, "maxTextureDimension2D", max_texture_dimension_2d;
    max_texture_dimension3_d: u32, "maxTextureDimension3D", max_texture_dimension_3d;
    max_texture_array_layers: u32, "maxTextureArrayLayers", max_texture_array_layers;
    max_bind_groups: u32, "maxBindGroups", max_bind_groups;
    max_bind_groups_plus_vertex_buffers: u32, "maxBindGroupsPlusVertexBuffers", max_bind_groups_plus_vertex_buffers;
    max_immediate_size: u32, "maxImmediateSize", max_immediate_size;
    max_bindings_per_bind_group: u32, "maxBindingsPerBindGroup", max_bindings_per_bind_group;
    max_dynamic_uniform_buffers_per_pipeline_layout: u32, "maxDynamicUniformBuffersPerPipelineLayout", max_dynamic_uniform_buffers_per_pipeline_layout;
    max_dynamic_storage_buffers_per_pipeline_layout: u32, "maxDynamicStorageBuffersPerPipelineLayout", max_dynamic_storage_buffers_per_pipeline_layout;
    max_sampled_textures_per_shader_stage: u32, "maxSampledTexturesPerShaderStage", max_sampled_textures_per_shader_stage;
    max_samplers_per_shader_stage: u32, "maxSamplersPerShaderStage", max_samplers_per_shader_stage;
    max_storage_buffers_per_shader_stage: u32, "maxStorageBuffersPerShaderStage", max_storage_buffers_per_shader_stage;
    max_storage_buffers_in_vertex_stage: u32, "maxStorageBuffersInVertexStage", max_storage_buffers_per_shader_stage;
    max_storage_buffers_in_fragment_stage: u32, "maxStorageBuffersInFragmentStage", max_storage_buffers_per_shader_stage;
    max_storage_textures_per_shader_stage: u32, "maxStorageTexturesPerShaderStage", max_storage_textures_per_shader_stage;
    max_storage_textures_in_vertex_stage: u32, "maxStorageTexturesInVertexStage", max_storage_textures_per_shader_stage;
    max_storage_textures_in_fragment_stage: u32, "maxStorageTexturesInFragmentStage", max_storage_textures_per_shader_stage;
    max_uniform_buffers_per_shader_stage: u32, "maxUniformBuffersPerShaderStage", max_uniform_buffers_per_shader_stage;
    max_uniform_buffer_binding_size: u64, "maxUniformBufferBindingSize", max_uniform_buffer_binding_size;
    max_storage_buffer_binding_size: u64, "maxStorageBufferBindingSize", max_storage_buffer_binding_size;
    min_uniform_buffer_offset_alignment: u32, "minUniformBufferOffsetAlignment", min_uniform_buffer_offset_alignment;
    min_storage_buffer_offset_alignment: u32, "minStorageBufferOffsetAlignment", min_storage_buffer_offset_alignment;
    max_vertex_buffers: u32, "maxVertexBuffers", max_vertex_buffers;
    max_buffer_size: u64, "maxBufferSize", max_buffer_size;
    max_vertex_attributes: u32, "maxVertexAttributes", max_vertex_attributes;
    max_vertex_buffer_array_stride: u32, "maxVertexBufferArrayStride", max_vertex_buffer_array_stride;
    max_inter_stage_shader_variables: u32, "maxInterStageShaderVariables", max_inter_stage_shader_variables;
    max_color_attachments: u32, "maxColorAttachments", max_color_attachments;
    max_color_attachment_bytes_per_sample: u32, "maxColorAttachmentBytesPerSample", max_color_attachment_bytes_per_sample;
    max_compute_workgroup_storage_size: u32, "maxComputeWorkgroupStorageSize", max_compute_workgroup_storage_size;
    max_compute_invocations_per_workgroup: u32, "maxComputeInvocationsPerWorkgroup", max_compute_invocations_per_workgroup;
    max_compute_workgroup_size_x: u32, "maxComputeWorkgroupSizeX", max_compute_workgroup_size_x;
    max_compute_workgroup_size_y: u32, "maxComputeWorkgroupSizeY", max_compute_workgroup_size_y;
    max_compute_workgroup_size_z: u32, "maxComputeWorkgroupSizeZ", max_compute_workgroup_size_z;
    max_compute_workgroups_per_dimension: u32, "maxComputeWorkgroupsPerDimension", max_compute_workgroups_per_dimension;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_set_by_either_spelling() {
        let mut limits = Limits::defaults();
        assert_eq!(set(&mut limits, "maxBufferSize", 1 << 40), Ok(()));
        assert_eq!(limits.max_buffer_size, 1 << 40);
        assert_eq!(set(&mut limits, "max-texture-dimension1-d", 7), Ok(()));
        assert_eq!(limits.max_texture_dimension_1d, 7);
    }

    #[test]
    fn unknown_and_oversized_limits_are_told_apart() {
        let mut limits = Limits::defaults();
        assert_eq!(set(&mut limits, "maxTea", 1), Err(SetLimitError::Unknown));
        let oversized = set(&mut limits, "maxBindGroups", u64::MAX);
        assert_eq!(oversized, Err(SetLimitError::TooLarge));
        assert_eq!(limits, Limits::defaults());
    }
}
