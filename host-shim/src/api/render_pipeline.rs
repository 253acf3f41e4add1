//! `gpu-render-pipeline`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::id::RenderPipelineId;
use wgpu_core::naga::ShaderStage;
use wgpu_core::pipeline::{
    CreateRenderPipelineError, FragmentState, ProgrammableStageDescriptor,
    RenderPipelineDescriptor, VertexBufferLayout, VertexState,
};

use super::shader_module::ShaderError;
use super::{BindGroupLayout, Device};
use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-render-pipeline`.
pub type RenderPipeline = Object<RenderPipelineId>;

type PipelineError = ShaderError<CreateRenderPipelineError>;

/// A stage, and whether it keeps the limits.
type Stage = (ProgrammableStageDescriptor<'static>, Result<(), String>);

impl WebGpuCtxView<'_> {
    /// Makes a pipeline, and leaves it to the caller where its error goes.
    pub(crate) fn new_render_pipeline(
        &mut self,
        device: &Resource<Device>,
        call: &str,
        descriptor: wit::GpuRenderPipelineDescriptor,
    ) -> wasmtime::Result<(RenderPipeline, Option<PipelineError>)> {
        let device = self.device(device)?;
        let layout = self.layout_mode(&descriptor.layout)?;
        let ((mut vertex_stage, mut checked), buffers) =
            self.vertex_state(&device, descriptor.vertex)?;
        let fragment = match descriptor.fragment {
            Some(fragment) => {
                let (fragment, fragment_checked) = self.fragment_state(&device, fragment)?;
                checked = checked.and(fragment_checked);
                Some(fragment)
            }
            None => None,
        };
        let primitive = descriptor.primitive.map(convert::primitive_state);
        let multisample = descriptor.multisample.map(convert::multisample_state);
        if multisample.is_some_and(|it| it.alpha_to_coverage_enabled && it.count == 1) {
            checked = checked.and(Err(
                "alpha-to-coverage needs more than one sample".to_owned()
            ));
        }
        if checked.is_err() {
            vertex_stage.entry_point = Some("".into());
        }
        let (pipeline, error) =
            device.create_unreported(call, descriptor.label, (), |global, label| {
                let descriptor = RenderPipelineDescriptor {
                    label,
                    layout,
                    vertex: VertexState {
                        stage: vertex_stage,
                        buffers: Cow::Owned(buffers),
                    },
                    primitive: primitive.unwrap_or_default(),
                    depth_stencil: descriptor.depth_stencil.map(convert::depth_stencil_state),
                    multisample: multisample.unwrap_or_default(),
                    fragment,
                    multiview_mask: None,
                    cache: None,
                };
                global.device_create_render_pipeline(device.id(), &descriptor, None)
            })?;
        Ok((pipeline, ShaderError::first(checked, error)))
    }

    fn vertex_state(
        &mut self,
        device: &DeviceState,
        vertex: wit::GpuVertexState,
    ) -> wasmtime::Result<(Stage, Vec<Option<VertexBufferLayout<'static>>>)> {
        let stage = wit::GpuProgrammableStage {
            module: vertex.module,
            entry_point: vertex.entry_point,
            constants: vertex.constants,
        };
        let buffers = vertex.buffers.unwrap_or_default().into_iter();
        let buffers = buffers.map(|buffer| buffer.map(convert::vertex_buffer_layout));
        let stage = self.programmable_stage(device, stage, ShaderStage::Vertex)?;
        Ok((stage, buffers.collect()))
    }

    fn fragment_state(
        &mut self,
        device: &DeviceState,
        fragment: wit::GpuFragmentState,
    ) -> wasmtime::Result<(FragmentState<'static>, Result<(), String>)> {
        let stage = wit::GpuProgrammableStage {
            module: fragment.module,
            entry_point: fragment.entry_point,
            constants: fragment.constants,
        };
        let targets = fragment.targets.into_iter();
        let targets = targets.map(|target| target.map(convert::color_target_state));
        let (stage, checked) = self.programmable_stage(device, stage, ShaderStage::Fragment)?;
        let targets = Cow::Owned(targets.collect());
        Ok((FragmentState { stage, targets }, checked))
    }
}

impl wit::HostGpuRenderPipeline for WebGpuCtxView<'_> {
    makers!(view, pipeline: RenderPipeline {
        get_bind_group_layout(index: u32) -> BindGroupLayout = pipeline.bind_group_layout(|global, id| {
            global.render_pipeline_get_bind_group_layout(id, index, None)
        })?;
    });

    labelled_resource!(RenderPipeline);
}
