//! `gpu-compute-pipeline`.

use wasmtime::component::Resource;
use wgpu_core::id::{ComputePipelineId, PipelineLayoutId};
use wgpu_core::naga::ShaderStage;
use wgpu_core::pipeline::{
    ComputePipelineDescriptor, CreateComputePipelineError, ProgrammableStageDescriptor,
};

use super::shader_module::ShaderError;
use super::{BindGroupLayout, Device};
use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

type PipelineError = ShaderError<CreateComputePipelineError>;

/// A `gpu-compute-pipeline`.
pub type ComputePipeline = Object<ComputePipelineId>;

impl WebGpuCtxView<'_> {
    /// Makes a pipeline, and leaves it to the caller where its error goes.
    pub(crate) fn new_compute_pipeline(
        &mut self,
        device: &Resource<Device>,
        call: &str,
        descriptor: wit::GpuComputePipelineDescriptor,
    ) -> wasmtime::Result<(ComputePipeline, Option<PipelineError>)> {
        let device = self.device(device)?;
        let layout = self.layout_mode(&descriptor.layout)?;
        let (stage, checked) =
            self.programmable_stage(&device, descriptor.compute, ShaderStage::Compute)?;
        let (pipeline, error) =
            device.create_unreported(call, descriptor.label, (), |global, label| {
                let descriptor = ComputePipelineDescriptor {
                    label,
                    layout,
                    stage,
                    cache: None,
                };
                global.device_create_compute_pipeline(device.id(), &descriptor, None)
            })?;
        Ok((pipeline, ShaderError::first(checked, error)))
    }

    /// The layout of a pipeline; `None` for one that follows from its shaders.
    pub(crate) fn layout_mode(
        &self,
        layout: &wit::GpuLayoutMode,
    ) -> wasmtime::Result<Option<PipelineLayoutId>> {
        Ok(match layout {
            wit::GpuLayoutMode::Specific(layout) => Some(self.table.get(layout)?.id()),
            wit::GpuLayoutMode::Auto => None,
        })
    }

    /// A stage of a pipeline, and whether it keeps the limits that wgpu-core does not know. One that does not
    /// has an entry point that no shader has.
    pub(crate) fn programmable_stage(
        &mut self,
        device: &DeviceState,
        stage: wit::GpuProgrammableStage,
        kind: ShaderStage,
    ) -> wasmtime::Result<(ProgrammableStageDescriptor<'static>, Result<(), String>)> {
        let constants = match stage.constants {
            Some(constants) => self.delete(constants)?.entries,
            None => Default::default(),
        };
        let constants = constants.into_iter().collect();
        let (module, entry_point) = (self.table.get(&stage.module)?, stage.entry_point);
        let limit = device.limits.max_compute_workgroup_storage_size;
        let checked = device.call("create-pipeline", |_| {
            let variables = &module.state.variables;
            variables.check(kind, entry_point.as_deref(), &constants, limit)
        })?;
        let entry_point = match checked {
            Ok(()) => entry_point,
            Err(_) => Some(String::new()),
        };
        let descriptor = ProgrammableStageDescriptor {
            module: module.id(),
            entry_point: entry_point.map(Into::into),
            constants,
            zero_initialize_workgroup_memory: true,
        };
        Ok((descriptor, checked))
    }
}

impl wit::HostGpuComputePipeline for WebGpuCtxView<'_> {
    makers!(view, pipeline: ComputePipeline {
        get_bind_group_layout(index: u32) -> BindGroupLayout = pipeline.bind_group_layout(|global, id| {
            global.compute_pipeline_get_bind_group_layout(id, index, None)
        })?;
    });

    labelled_resource!(ComputePipeline);
}
