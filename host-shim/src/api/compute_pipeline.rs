//! `gpu-compute-pipeline`.

use wasmtime::component::Resource;
use wgpu_core::id::{ComputePipelineId, PipelineLayoutId};
use wgpu_core::pipeline::{
    ComputePipelineDescriptor, CreateComputePipelineError, ProgrammableStageDescriptor,
};
use wgpu_types::error::{ErrorType, WebGpuError};

use super::{BindGroupLayout, Device};
use crate::errors::describe;
use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// A `gpu-compute-pipeline`.
pub type ComputePipeline = Object<ComputePipelineId>;

impl WebGpuCtxView<'_> {
    /// Makes a pipeline, and leaves it to the caller where its error goes.
    pub(crate) fn new_compute_pipeline(
        &mut self,
        device: &Resource<Device>,
        call: &str,
        descriptor: wit::GpuComputePipelineDescriptor,
    ) -> wasmtime::Result<(ComputePipeline, Option<CreateComputePipelineError>)> {
        let device = self.device(device)?;
        let layout = self.layout_mode(&descriptor.layout)?;
        let stage = self.programmable_stage(descriptor.compute)?;
        device.create_unreported(call, descriptor.label, (), |global, label| {
            let descriptor = ComputePipelineDescriptor {
                label,
                layout,
                stage,
                cache: None,
            };
            global.device_create_compute_pipeline(device.id(), &descriptor, None)
        })
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

    /// A stage of a pipeline.
    pub(crate) fn programmable_stage(
        &mut self,
        stage: wit::GpuProgrammableStage,
    ) -> wasmtime::Result<ProgrammableStageDescriptor<'static>> {
        let constants = match stage.constants {
            Some(constants) => self.delete(constants)?.entries,
            None => Default::default(),
        };
        Ok(ProgrammableStageDescriptor {
            module: self.table.get(&stage.module)?.id(),
            entry_point: stage.entry_point.map(Into::into),
            constants: constants.into_iter().collect(),
            zero_initialize_workgroup_memory: true,
        })
    }
}

/// The error of a pipeline that was made asynchronously.
pub(crate) fn pipeline_error(
    call: &str,
    label: &str,
    error: &impl WebGpuError,
) -> wit::CreatePipelineError {
    let reason = match error.webgpu_error_type() {
        ErrorType::Validation => wit::GpuPipelineErrorReason::Validation,
        ErrorType::Internal | ErrorType::OutOfMemory | ErrorType::DeviceLost => {
            wit::GpuPipelineErrorReason::Internal
        }
    };
    wit::CreatePipelineError {
        kind: wit::CreatePipelineErrorKind::GpuPipelineError(reason),
        message: describe(call, label, error),
    }
}

impl wit::HostGpuComputePipeline for WebGpuCtxView<'_> {
    fn get_bind_group_layout(
        &mut self,
        this: Resource<ComputePipeline>,
        index: u32,
    ) -> wasmtime::Result<Resource<BindGroupLayout>> {
        let pipeline = self.table.get(&this)?;
        let call = "get-bind-group-layout";
        let (layout, error) =
            (pipeline.device).create_unreported(call, None, (), |global, _| {
                global.compute_pipeline_get_bind_group_layout(pipeline.id(), index, None)
            })?;
        pipeline.device.report(call, &pipeline.label, error);
        self.push(layout)
    }

    labelled_resource!(ComputePipeline);
}
