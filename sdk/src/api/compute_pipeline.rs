use super::{
    BindGroupLayout, Label, PipelineConstants, PipelineLayout, ShaderModule, handle::handle,
};
use crate::{convert, raw};

handle!(
    /// A compute shader's entry point, ready to run.
    ///
    /// Corresponds to [WebGPU `GPUComputePipeline`](
    /// https://gpuweb.github.io/gpuweb/#gpucomputepipeline).
    ComputePipeline,
    GpuComputePipeline
);

impl ComputePipeline {
    /// The layout of group `index`, also of a pipeline whose layout was derived from its shader.
    ///
    /// See [WebGPU `getBindGroupLayout`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpupipelinebase-getbindgrouplayout).
    pub fn get_bind_group_layout(&self, index: u32) -> BindGroupLayout {
        let layout = self.as_raw().get_bind_group_layout(index);
        BindGroupLayout::make(layout, Some(self.inner.label.clone()), ())
    }
}

/// Describes a [`ComputePipeline`].
///
/// Corresponds to [WebGPU `GPUComputePipelineDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpucomputepipelinedescriptor).
#[derive(Clone, Debug)]
pub struct ComputePipelineDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// `None` derives the layout from the shader.
    pub layout: Option<&'a PipelineLayout>,
    /// The shader.
    pub module: &'a ShaderModule,
    /// The function that has `@compute`; `None` if the module has just one.
    pub entry_point: Option<&'a str>,
    /// Values of override constants.
    pub compilation_options: PipelineCompilationOptions<'a>,
    /// Always `None`: WebGPU has no pipeline caches.
    pub cache: Option<NoPipelineCache>,
}

/// What no value can be: WebGPU has no pipeline caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoPipelineCache {}

/// How a pipeline compiles its shader.
#[derive(Clone, Debug)]
pub struct PipelineCompilationOptions<'a> {
    /// Values of override constants, by name or by the decimal number of their `@id(…)`.
    pub constants: &'a [(&'a str, f64)],
    /// WebGPU always zeroes workgroup memory; `false` changes nothing.
    pub zero_initialize_workgroup_memory: bool,
}

impl Default for PipelineCompilationOptions<'_> {
    fn default() -> Self {
        Self {
            constants: &[],
            zero_initialize_workgroup_memory: true,
        }
    }
}

impl PipelineCompilationOptions<'_> {
    pub(crate) fn to_raw(&self) -> Option<raw::RecordGpuPipelineConstantValue> {
        if self.constants.is_empty() {
            return None;
        }
        let constants: PipelineConstants = self.constants.iter().copied().collect();
        Some(constants.into_raw())
    }
}

impl<'a> ComputePipelineDescriptor<'a> {
    pub(crate) fn to_raw(&self) -> raw::GpuComputePipelineDescriptor<'a> {
        raw::GpuComputePipelineDescriptor {
            compute: raw::GpuProgrammableStage {
                module: self.module.as_raw(),
                entry_point: self.entry_point.map(str::to_owned),
                constants: self.compilation_options.to_raw(),
            },
            layout: match self.layout {
                Some(layout) => raw::GpuLayoutMode::Specific(layout.as_raw()),
                None => raw::GpuLayoutMode::Auto,
            },
            label: convert::label(self.label),
        }
    }
}
