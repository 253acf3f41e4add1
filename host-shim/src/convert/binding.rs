//! Buffer usages and the entries of bind group layouts.

use wgpu_types::{
    BindGroupLayoutEntry, BindingType, BufferBindingType, BufferSize, BufferUsages,
    SamplerBindingType, ShaderStages,
};

use super::texture;
use crate::wit;

pub(crate) fn buffer_usages(usage: wit::GpuBufferUsage) -> BufferUsages {
    flags!(usage, wit::GpuBufferUsage => BufferUsages {
        MAP_READ, MAP_WRITE, COPY_SRC, COPY_DST, INDEX, VERTEX, UNIFORM, STORAGE, INDIRECT,
        QUERY_RESOLVE,
    })
}

fn shader_stages(stages: wit::GpuShaderStage) -> ShaderStages {
    flags!(stages, wit::GpuShaderStage => ShaderStages { VERTEX, FRAGMENT, COMPUTE })
}

/// An entry of a bind group layout.
///
/// # Errors
///
/// If the entry has not exactly one kind of binding, which wgpu's type cannot hold.
pub(crate) fn bind_group_layout_entry(
    entry: &wit::GpuBindGroupLayoutEntry,
) -> Result<BindGroupLayoutEntry, String> {
    let mut kinds = [
        entry.buffer.as_ref().map(buffer_binding),
        entry.sampler.as_ref().map(sampler_binding),
        entry.texture.as_ref().map(texture::texture_binding),
        (entry.storage_texture.as_ref()).map(texture::storage_texture_binding),
    ]
    .into_iter()
    .flatten();
    match (kinds.next(), kinds.next()) {
        (Some(ty), None) => Ok(BindGroupLayoutEntry {
            binding: entry.binding,
            visibility: shader_stages(entry.visibility),
            ty,
            count: None,
        }),
        _ => Err(format!(
            "the entry of binding {} must have exactly one of buffer, sampler, texture and \
             storage-texture",
            entry.binding
        )),
    }
}

enums! {
    sampler_type: GpuSamplerBindingType => SamplerBindingType { Filtering, NonFiltering, Comparison }
}

fn buffer_binding(layout: &wit::GpuBufferBindingLayout) -> BindingType {
    use wit::GpuBufferBindingType as Type;
    let storage = |read_only| BufferBindingType::Storage { read_only };
    BindingType::Buffer {
        ty: match layout.type_ {
            None | Some(Type::Uniform) => BufferBindingType::Uniform,
            Some(Type::Storage) => storage(false),
            Some(Type::ReadOnlyStorage) => storage(true),
        },
        has_dynamic_offset: layout.has_dynamic_offset.unwrap_or(false),
        min_binding_size: layout.min_binding_size.and_then(BufferSize::new),
    }
}

fn sampler_binding(layout: &wit::GpuSamplerBindingLayout) -> BindingType {
    BindingType::Sampler((layout.type_).map_or(SamplerBindingType::Filtering, sampler_type))
}
