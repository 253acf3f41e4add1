use wgpu_types::{BindGroupLayoutEntry, BindingType, BufferBindingType, ShaderStages};

use crate::raw;

/// A binding's layout, and the name of what it has that the raw bindings cannot say. An entry of
/// that kind has no type, which the host finds invalid, too.
pub(crate) fn bind_group_layout_entry(
    entry: &BindGroupLayoutEntry,
) -> (raw::GpuBindGroupLayoutEntry, Option<&'static str>) {
    let mut raw = raw::GpuBindGroupLayoutEntry {
        binding: entry.binding,
        visibility: shader_stages(entry.visibility),
        buffer: None,
        sampler: None,
        texture: None,
        storage_texture: None,
    };
    let unsupported = match entry.ty {
        _ if entry.count.is_some() => Some("BindGroupLayoutEntry::count"),
        BindingType::Buffer {
            ty,
            has_dynamic_offset,
            min_binding_size,
        } => {
            raw.buffer = Some(raw::GpuBufferBindingLayout {
                type_: Some(buffer_binding_type(ty)),
                has_dynamic_offset: Some(has_dynamic_offset),
                min_binding_size: min_binding_size.map(u64::from),
            });
            None
        }
        BindingType::Sampler(_) => Some("BindingType::Sampler"),
        BindingType::Texture { .. } => Some("BindingType::Texture"),
        BindingType::StorageTexture { .. } => Some("BindingType::StorageTexture"),
        BindingType::AccelerationStructure { .. } => Some("BindingType::AccelerationStructure"),
        BindingType::ExternalTexture => Some("BindingType::ExternalTexture"),
    };
    (raw, unsupported)
}

fn shader_stages(stages: ShaderStages) -> raw::GpuShaderStage {
    let mut raw = raw::GpuShaderStage::empty();
    raw.set(
        raw::GpuShaderStage::VERTEX,
        stages.contains(ShaderStages::VERTEX),
    );
    raw.set(
        raw::GpuShaderStage::FRAGMENT,
        stages.contains(ShaderStages::FRAGMENT),
    );
    raw.set(
        raw::GpuShaderStage::COMPUTE,
        stages.contains(ShaderStages::COMPUTE),
    );
    raw
}

fn buffer_binding_type(ty: BufferBindingType) -> raw::GpuBufferBindingType {
    match ty {
        BufferBindingType::Uniform => raw::GpuBufferBindingType::Uniform,
        BufferBindingType::Storage { read_only: false } => raw::GpuBufferBindingType::Storage,
        BufferBindingType::Storage { read_only: true } => {
            raw::GpuBufferBindingType::ReadOnlyStorage
        }
    }
}
