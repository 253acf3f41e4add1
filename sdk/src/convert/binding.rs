use wgpu_types::{
    BindGroupLayoutEntry, BindingType, BufferBindingType, SamplerBindingType, ShaderStages,
    StorageTextureAccess, TextureSampleType,
};

use super::{table::table, texture_format, texture_view_dimension};
use crate::raw;

/// A binding's layout, and the name of what it has that WebGPU lacks. An entry of that kind has no
/// type, which the host finds invalid, too.
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
    let lacking = match entry.count {
        Some(_) => Some("BindGroupLayoutEntry::count"),
        None => set_type(&mut raw, entry.ty).err(),
    };
    (raw, lacking)
}

fn set_type(raw: &mut raw::GpuBindGroupLayoutEntry, ty: BindingType) -> Result<(), &'static str> {
    match ty {
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
        }
        BindingType::Sampler(ty) => {
            let type_ = Some(sampler_binding_type(ty));
            raw.sampler = Some(raw::GpuSamplerBindingLayout { type_ });
        }
        BindingType::Texture {
            sample_type,
            view_dimension,
            multisampled,
        } => {
            raw.texture = Some(raw::GpuTextureBindingLayout {
                sample_type: Some(texture_sample_type(sample_type)),
                view_dimension: Some(texture_view_dimension(view_dimension)),
                multisampled: Some(multisampled),
            });
        }
        BindingType::StorageTexture {
            access,
            format,
            view_dimension,
        } => {
            raw.storage_texture = Some(raw::GpuStorageTextureBindingLayout {
                access: Some(storage_texture_access(access)?),
                format: texture_format(format)?,
                view_dimension: Some(texture_view_dimension(view_dimension)),
            });
        }
        BindingType::AccelerationStructure { .. } => {
            return Err("BindingType::AccelerationStructure");
        }
        BindingType::ExternalTexture => return Err("BindingType::ExternalTexture"),
    }
    Ok(())
}

table!(sampler_binding_type: SamplerBindingType => GpuSamplerBindingType {
    SamplerBindingType::Filtering => Filtering,
    SamplerBindingType::NonFiltering => NonFiltering,
    SamplerBindingType::Comparison => Comparison,
});

table!(storage_texture_access: StorageTextureAccess => GpuStorageTextureAccess {
    StorageTextureAccess::WriteOnly => WriteOnly,
    StorageTextureAccess::ReadOnly => ReadOnly,
    StorageTextureAccess::ReadWrite => ReadWrite,
} lacks {
    StorageTextureAccess::Atomic => "StorageTextureAccess::Atomic",
});

fn texture_sample_type(ty: TextureSampleType) -> raw::GpuTextureSampleType {
    match ty {
        TextureSampleType::Float { filterable: true } => raw::GpuTextureSampleType::Float,
        TextureSampleType::Float { filterable: false } => {
            raw::GpuTextureSampleType::UnfilterableFloat
        }
        TextureSampleType::Depth => raw::GpuTextureSampleType::Depth,
        TextureSampleType::Sint => raw::GpuTextureSampleType::Sint,
        TextureSampleType::Uint => raw::GpuTextureSampleType::Uint,
    }
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
