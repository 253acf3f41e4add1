//! What a launch needs of the device, checked so that the error says what to change.

use wgpu_types::{
    BindGroupLayoutEntry, BindingType, BufferBindingType, BufferUsages, Features, ShaderStages,
};

use super::{Bindings, ComputeEntry, Gpu, Group, Resource};
use crate::{
    Buffer, Error, Result,
    error::{describe_call, text},
};

/// The features that shaders need or [`GpuOptions`](super::GpuOptions) asks for, by the names of WebGPU.
pub(super) const FEATURES: [(Features, &str); 8] = [
    (Features::SHADER_F16, "shader-f16"),
    (Features::SUBGROUP, "subgroups"),
    (Features::TIMESTAMP_QUERY, "timestamp-query"),
    (Features::FLOAT32_FILTERABLE, "float32-filterable"),
    (Features::BGRA8UNORM_STORAGE, "bgra8unorm-storage"),
    (Features::CLIP_DISTANCES, "clip-distances"),
    (Features::DUAL_SOURCE_BLENDING, "dual-source-blending"),
    (Features::PRIMITIVE_INDEX, "primitive-index"),
];

/// The features and limits of an entry point.
pub(super) fn entry(gpu: &Gpu, entry: &ComputeEntry, overrides: &[f64], label: &str) -> Result<()> {
    for (feature, name) in FEATURES {
        if entry.module.features.contains(feature) && !gpu.features().contains(feature) {
            let rule = text(&[
                "the shader needs the feature ",
                name,
                ", which the device does not have; ask for it by Gpu::options, or use a shader \
                 without it where the adapter lacks it",
            ]);
            return Err(Error::UnsupportedFeature {
                description: describe_call("dispatch", label, &rule),
            });
        }
    }
    let limits = gpu.limits();
    let [x, y, z] = (entry.workgroup_size)(overrides);
    let invocations = x.saturating_mul(y).saturating_mul(z);
    let memory = (entry.workgroup_memory)(overrides);
    let (buffers, textures) = storage(entry);
    let smaller = "make @workgroup_size smaller";
    let fewer = "bind fewer of them";
    let needs = [
        (
            "max_compute_workgroup_size_x",
            (x, limits.max_compute_workgroup_size_x),
            smaller,
        ),
        (
            "max_compute_workgroup_size_y",
            (y, limits.max_compute_workgroup_size_y),
            smaller,
        ),
        (
            "max_compute_workgroup_size_z",
            (z, limits.max_compute_workgroup_size_z),
            smaller,
        ),
        (
            "max_compute_invocations_per_workgroup",
            (invocations, limits.max_compute_invocations_per_workgroup),
            smaller,
        ),
        (
            "max_compute_workgroup_storage_size",
            (memory, limits.max_compute_workgroup_storage_size),
            "make the variables in workgroup memory smaller",
        ),
        (
            "max_storage_buffers_per_shader_stage",
            (buffers, limits.max_storage_buffers_per_shader_stage),
            fewer,
        ),
        (
            "max_storage_textures_per_shader_stage",
            (textures, limits.max_storage_textures_per_shader_stage),
            fewer,
        ),
    ];
    for (limit, (needed, given), advice) in needs {
        if needed > given {
            return Err(exceeds(label, limit, needed.into(), given.into(), advice));
        }
    }
    Ok(())
}

/// How many storage buffers and storage textures the entry point's groups have.
fn storage(entry: &ComputeEntry) -> (u32, u32) {
    let (mut buffers, mut textures) = (0, 0);
    let groups = entry.groups.iter();
    let groups = groups.filter_map(|&index| entry.module.group(index));
    for entry in groups.flat_map(|group| group.entries) {
        match entry.ty {
            _ if !entry.visibility.contains(ShaderStages::COMPUTE) => {}
            BindingType::Buffer {
                ty: BufferBindingType::Storage { .. },
                ..
            } => buffers += 1,
            BindingType::StorageTexture { .. } => textures += 1,
            _ => {}
        }
    }
    (buffers, textures)
}

/// What is asked for of a limit, what the device gives, and what to do.
pub(super) fn exceeds(label: &str, limit: &str, needed: u64, given: u64, advice: &str) -> Error {
    let rule = text(&[
        &decimal(needed),
        " is more than the device's ",
        limit,
        ", ",
        &decimal(given),
        "; ",
        advice,
    ]);
    Error::LimitExceeded {
        description: describe_call("dispatch", label, &rule),
    }
}

/// Decimal digits. One function for all types of numbers.
pub(super) fn decimal(n: u64) -> String {
    n.to_string()
}

/// The buffers of a group: usage, place and size.
pub(super) fn bindings(gpu: &Gpu, group: &Group, bindings: &Bindings, label: &str) -> Result<()> {
    for (binding, resource) in &bindings.0 {
        let mut entries = group.entries.iter().zip(group.names);
        let entry = entries.find(|(entry, _)| entry.binding == *binding);
        let (
            Resource::Buffer {
                buffer,
                offset,
                size,
            },
            Some((entry, name)),
        ) = (resource, entry)
        else {
            continue;
        };
        buffer_binding(gpu, entry, (buffer, *offset, *size)).map_err(|rule| {
            let rule = text(&[
                "`",
                name,
                "` is bound to buffer \"",
                buffer.label(),
                "\": ",
                &rule,
            ]);
            Error::invalid("dispatch", label, &rule)
        })?;
    }
    Ok(())
}

/// The rule that the range breaks, if it breaks one.
fn buffer_binding(
    gpu: &Gpu,
    entry: &BindGroupLayoutEntry,
    (buffer, offset, size): (&Buffer, u64, u64),
) -> Result<(), String> {
    let BindingType::Buffer {
        ty,
        min_binding_size,
        ..
    } = entry.ty
    else {
        return Ok(());
    };
    let limits = gpu.limits();
    let (usage, usage_name, alignment, max) = match ty {
        BufferBindingType::Uniform => (
            BufferUsages::UNIFORM,
            "UNIFORM",
            limits.min_uniform_buffer_offset_alignment,
            limits.max_uniform_buffer_binding_size,
        ),
        BufferBindingType::Storage { .. } => (
            BufferUsages::STORAGE,
            "STORAGE",
            limits.min_storage_buffer_offset_alignment,
            limits.max_storage_buffer_binding_size,
        ),
    };
    let is_storage = usage == BufferUsages::STORAGE;
    let min = min_binding_size.map_or(0, u64::from);
    if !buffer.usage().contains(usage) {
        return Err(text(&["it is made without the usage ", usage_name]));
    }
    if size == 0 && is_storage {
        return Ok(());
    }
    if !offset.is_multiple_of(alignment.into()) {
        return Err(text(&[
            "its slice begins at byte ",
            &decimal(offset),
            "; to be bound, it begins at a multiple of ",
            &decimal(alignment.into()),
            " bytes on this device",
        ]));
    }
    if size < min {
        return Err(text(&[
            "it has ",
            &decimal(size),
            " bytes; the shader needs at least ",
            &decimal(min),
        ]));
    }
    if size > max {
        return Err(text(&[
            "it has ",
            &decimal(size),
            " bytes; the device binds at most ",
            &decimal(max),
            " at once: bind slices of it, in several dispatches",
        ]));
    }
    if is_storage && !size.is_multiple_of(4) {
        return Err(text(&[
            "its slice has ",
            &decimal(size),
            " bytes; to be bound, it has a multiple of 4, or ends where the buffer ends",
        ]));
    }
    Ok(())
}
