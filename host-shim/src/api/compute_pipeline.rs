//! `gpu-compute-pipeline`.

use wasmtime::component::Resource;
use wgpu_core::id::ComputePipelineId;
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
        let wit::GpuProgrammableStage {
            module,
            entry_point,
            constants,
        } = descriptor.compute;
        let constants = match constants {
            Some(constants) => self.table.delete(constants)?,
            None => Default::default(),
        };
        let layout = match descriptor.layout {
            wit::GpuLayoutMode::Specific(layout) => Some(self.table.get(&layout)?.id()),
            wit::GpuLayoutMode::Auto => None,
        };
        let stage = ProgrammableStageDescriptor {
            module: self.table.get(&module)?.id(),
            entry_point: entry_point.map(Into::into),
            constants: constants.into_iter().collect(),
            zero_initialize_workgroup_memory: true,
        };
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
        Ok(self.table.push(layout)?)
    }

    labelled_resource!(ComputePipeline);
}
