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
    let ty = match (
        &entry.buffer,
        &entry.sampler,
        &entry.texture,
        &entry.storage_texture,
    ) {
        (Some(buffer), None, None, None) => buffer_binding(buffer),
        (None, Some(sampler), None, None) => sampler_binding(sampler),
        (None, None, Some(texture), None) => texture::texture_binding(texture),
        (None, None, None, Some(texture)) => texture::storage_texture_binding(texture),
        _ => {
            return Err(format!(
                "the entry of binding {} must have exactly one of buffer, sampler, texture and \
                 storage-texture",
                entry.binding
            ));
        }
    };
    Ok(BindGroupLayoutEntry {
        binding: entry.binding,
        visibility: shader_stages(entry.visibility),
        ty,
        count: None,
    })
}

fn buffer_binding(layout: &wit::GpuBufferBindingLayout) -> BindingType {
    BindingType::Buffer {
        ty: match layout.type_ {
            None | Some(wit::GpuBufferBindingType::Uniform) => BufferBindingType::Uniform,
            Some(wit::GpuBufferBindingType::Storage) => {
                BufferBindingType::Storage { read_only: false }
            }
            Some(wit::GpuBufferBindingType::ReadOnlyStorage) => {
                BufferBindingType::Storage { read_only: true }
            }
        },
        has_dynamic_offset: layout.has_dynamic_offset.unwrap_or(false),
        min_binding_size: layout.min_binding_size.and_then(BufferSize::new),
    }
}

fn sampler_binding(layout: &wit::GpuSamplerBindingLayout) -> BindingType {
    BindingType::Sampler(match layout.type_ {
        None | Some(wit::GpuSamplerBindingType::Filtering) => SamplerBindingType::Filtering,
        Some(wit::GpuSamplerBindingType::NonFiltering) => SamplerBindingType::NonFiltering,
        Some(wit::GpuSamplerBindingType::Comparison) => SamplerBindingType::Comparison,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(buffer: bool, sampler: bool) -> wit::GpuBindGroupLayoutEntry {
        wit::GpuBindGroupLayoutEntry {
            binding: 3,
            visibility: wit::GpuShaderStage::COMPUTE,
            buffer: buffer.then_some(wit::GpuBufferBindingLayout {
                type_: Some(wit::GpuBufferBindingType::ReadOnlyStorage),
                has_dynamic_offset: None,
                min_binding_size: Some(0),
            }),
            sampler: sampler.then_some(wit::GpuSamplerBindingLayout { type_: None }),
            texture: None,
            storage_texture: None,
        }
    }

    #[test]
    fn usages_keep_their_bits() {
        let usage = wit::GpuBufferUsage::STORAGE | wit::GpuBufferUsage::MAP_READ;
        let expected = BufferUsages::STORAGE | BufferUsages::MAP_READ;
        assert_eq!(buffer_usages(usage), expected);
        let all = buffer_usages(wit::GpuBufferUsage::all());
        assert_eq!(all.iter().count(), 10);
    }

    #[test]
    fn an_entry_has_one_kind() {
        let buffer = bind_group_layout_entry(&entry(true, false)).unwrap();
        assert_eq!(buffer.binding, 3);
        assert_eq!(buffer.visibility, ShaderStages::COMPUTE);
        assert_eq!(
            buffer.ty,
            BindingType::Buffer {
                ty: BufferBindingType::Storage { read_only: true },
                has_dynamic_offset: false,
                min_binding_size: None,
            }
        );
        for (buffer, sampler) in [(false, false), (true, true)] {
            let error = bind_group_layout_entry(&entry(buffer, sampler)).unwrap_err();
            assert!(error.contains("binding 3"));
        }
    }
}
