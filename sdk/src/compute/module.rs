use wgpu_types::{BindGroupLayoutEntry, Features};

use crate::{
    BindGroupLayout, BindGroupLayoutDescriptor, Device, ShaderModuleDescriptor, ShaderSource,
};

/// A shader module, as a constant of the program: what [`include_wgsl!`](crate::include_wgsl) makes of
/// a WGSL file.
///
/// ```
/// use wasi_webgpu::{
///     BindGroupLayoutEntry, BindingType, BufferBindingType, Features, ShaderStages,
///     compute::{ComputeEntry, Group, Module},
/// };
///
/// static MODULE: Module = Module {
///     label: "double",
///     source: "
///         @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
///
///         @compute @workgroup_size(64)
///         fn double(@builtin(global_invocation_id) id: vec3u) {
///             if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
///         }
///     ",
///     features: Features::empty(),
///     groups: &[Group {
///         index: 0,
///         entries: &[BindGroupLayoutEntry {
///             binding: 0,
///             visibility: ShaderStages::COMPUTE,
///             ty: BindingType::Buffer {
///                 ty: BufferBindingType::Storage { read_only: false },
///                 has_dynamic_offset: false,
///                 min_binding_size: None,
///             },
///             count: None,
///         }],
///         names: &["numbers"],
///     }],
/// };
///
/// static DOUBLE: ComputeEntry = ComputeEntry {
///     module: &MODULE,
///     name: "double",
///     groups: &[0],
///     workgroup_size: |_| [64, 1, 1],
///     overrides: &[],
///     workgroup_memory: |_| 0,
/// };
/// ```
#[derive(Debug)]
pub struct Module {
    /// Name that errors show.
    pub label: &'static str,
    /// The WGSL.
    pub source: &'static str,
    /// What the device must have for it.
    pub features: Features,
    /// The bind groups that the module declares, sorted by their index.
    pub groups: &'static [Group],
}

impl Module {
    /// For [`Device::create_shader_module`].
    pub fn descriptor(&self) -> ShaderModuleDescriptor<'static> {
        ShaderModuleDescriptor {
            label: Some(self.label),
            source: ShaderSource::Wgsl(self.source.into()),
        }
    }

    /// The bind group that is declared as `@group(index)`.
    pub fn group(&self, index: u32) -> Option<&'static Group> {
        self.groups.iter().find(|group| group.index == index)
    }
}

/// All that a module declares in one `@group(…)`: the layout of its bind groups.
#[derive(Debug)]
pub struct Group {
    /// The number in `@group(…)`.
    pub index: u32,
    /// A binding each, seen by the stages that use it.
    pub entries: &'static [BindGroupLayoutEntry],
    /// The variable of each of `entries`.
    pub names: &'static [&'static str],
}

impl Group {
    /// The layout, for a device. Layouts of the same entries are the same to WebGPU.
    pub fn create_layout(&self, device: &Device, label: &str) -> BindGroupLayout {
        device.create_bind_group_layout(&BindGroupLayoutDescriptor {
            label: Some(label),
            entries: self.entries,
        })
    }
}

/// An entry point of the compute stage, as a constant of the program.
#[derive(Debug)]
pub struct ComputeEntry {
    /// Where it is.
    pub module: &'static Module,
    /// The function's name.
    pub name: &'static str,
    /// The indices of the bind groups that it uses, sorted.
    pub groups: &'static [u32],
    /// Its `@workgroup_size`, given the values of the `overrides`.
    pub workgroup_size: fn(&[f64]) -> [u32; 3],
    /// The override constants of the module, each by its name, or by the decimal number of its `@id`.
    pub overrides: &'static [&'static str],
    /// Bytes of the variables in workgroup memory that it uses, given the values of the `overrides`.
    pub workgroup_memory: fn(&[f64]) -> u32,
}
