use wgpu_types::{
    BindGroupLayoutEntry, BindingType, BufferBindingType, SamplerBindingType, ShaderStages,
    StorageTextureAccess, TextureSampleType,
};

use super::table::{flags, table};
use crate::{Lacking, raw};

/// A binding's layout, and the name of what it has that WebGPU lacks. An entry of that kind has no
/// type, which the host finds invalid, too.
pub(crate) fn bind_group_layout_entry(
    entry: &BindGroupLayoutEntry,
) -> (raw::GpuBindGroupLayoutEntry, Option<Lacking>) {
    let mut raw = raw::GpuBindGroupLayoutEntry {
        binding: entry.binding,
        visibility: raw::GpuShaderStage::empty(),
        buffer: None,
        sampler: None,
        texture: None,
        storage_texture: None,
    };
    let lacking = match entry.count {
        Some(_) => Some(Lacking("BindGroupLayoutEntry::count")),
        None => set_type(&mut raw, entry).err(),
    };
    (raw, lacking)
}

fn set_type(
    raw: &mut raw::GpuBindGroupLayoutEntry,
    entry: &BindGroupLayoutEntry,
) -> Result<(), Lacking> {
    raw.visibility = entry.visibility.try_into()?;
    match entry.ty {
        BindingType::Buffer {
            ty,
            has_dynamic_offset,
            min_binding_size,
        } => {
            raw.buffer = Some(raw::GpuBufferBindingLayout {
                type_: Some(ty.into()),
                has_dynamic_offset: Some(has_dynamic_offset),
                min_binding_size: min_binding_size.map(u64::from),
            });
        }
        BindingType::Sampler(ty) => {
            let type_ = Some(ty.into());
            raw.sampler = Some(raw::GpuSamplerBindingLayout { type_ });
        }
        BindingType::Texture {
            sample_type,
            view_dimension,
            multisampled,
        } => {
            raw.texture = Some(raw::GpuTextureBindingLayout {
                sample_type: Some(sample_type.into()),
                view_dimension: Some(view_dimension.into()),
                multisampled: Some(multisampled),
            });
        }
        BindingType::StorageTexture {
            access,
            format,
            view_dimension,
        } => {
            raw.storage_texture = Some(raw::GpuStorageTextureBindingLayout {
                access: Some(access.try_into()?),
                format: format.try_into()?,
                view_dimension: Some(view_dimension.into()),
            });
        }
        BindingType::AccelerationStructure { .. } => {
            return Err(Lacking("BindingType::AccelerationStructure"));
        }
        BindingType::ExternalTexture => return Err(Lacking("BindingType::ExternalTexture")),
    }
    Ok(())
}

table!(SamplerBindingType <=> GpuSamplerBindingType {
    SamplerBindingType::Filtering => Filtering,
    SamplerBindingType::NonFiltering => NonFiltering,
    SamplerBindingType::Comparison => Comparison,
});

table!(StorageTextureAccess <=> GpuStorageTextureAccess {
    StorageTextureAccess::WriteOnly => WriteOnly,
    StorageTextureAccess::ReadOnly => ReadOnly,
    StorageTextureAccess::ReadWrite => ReadWrite,
} lacks {
    StorageTextureAccess::Atomic => "StorageTextureAccess::Atomic",
});

table!(TextureSampleType <=> GpuTextureSampleType {
    TextureSampleType::Float { filterable: true } => Float,
    TextureSampleType::Float { filterable: false } => UnfilterableFloat,
    TextureSampleType::Depth => Depth,
    TextureSampleType::Sint => Sint,
    TextureSampleType::Uint => Uint,
});

table!(BufferBindingType <=> GpuBufferBindingType {
    BufferBindingType::Uniform => Uniform,
    BufferBindingType::Storage { read_only: false } => Storage,
    BufferBindingType::Storage { read_only: true } => ReadOnlyStorage,
});

flags!(ShaderStages <=> GpuShaderStage {
    VERTEX FRAGMENT COMPUTE
} read {} lacks {
    TASK MESH RAY_GENERATION ANY_HIT CLOSEST_HIT MISS
});
