//! `gpu-render-pipeline`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::id::RenderPipelineId;
use wgpu_core::pipeline::{
    CreateRenderPipelineError, FragmentState, ProgrammableStageDescriptor,
    RenderPipelineDescriptor, VertexBufferLayout, VertexState,
};

use super::{BindGroupLayout, Device};
use crate::handle::Object;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-render-pipeline`.
pub type RenderPipeline = Object<RenderPipelineId>;

type Stage = ProgrammableStageDescriptor<'static>;

impl WebGpuCtxView<'_> {
    /// Makes a pipeline, and leaves it to the caller where its error goes.
    pub(crate) fn new_render_pipeline(
        &mut self,
        device: &Resource<Device>,
        call: &str,
        descriptor: wit::GpuRenderPipelineDescriptor,
    ) -> wasmtime::Result<(RenderPipeline, Option<CreateRenderPipelineError>)> {
        let device = self.device(device)?;
        let layout = self.layout_mode(&descriptor.layout)?;
        let (vertex_stage, buffers) = self.vertex_state(descriptor.vertex)?;
        let fragment = match descriptor.fragment {
            Some(fragment) => Some(self.fragment_state(fragment)?),
            None => None,
        };
        let primitive = descriptor.primitive.map(convert::primitive_state);
        let multisample = descriptor.multisample.map(convert::multisample_state);
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
        })
    }

    fn vertex_state(
        &mut self,
        vertex: wit::GpuVertexState,
    ) -> wasmtime::Result<(Stage, Vec<Option<VertexBufferLayout<'static>>>)> {
        let stage = wit::GpuProgrammableStage {
            module: vertex.module,
            entry_point: vertex.entry_point,
            constants: vertex.constants,
        };
        let buffers = vertex.buffers.unwrap_or_default().into_iter();
        let buffers = buffers.map(|buffer| buffer.map(convert::vertex_buffer_layout));
        Ok((self.programmable_stage(stage)?, buffers.collect()))
    }

    fn fragment_state(
        &mut self,
        fragment: wit::GpuFragmentState,
    ) -> wasmtime::Result<FragmentState<'static>> {
        let stage = wit::GpuProgrammableStage {
            module: fragment.module,
            entry_point: fragment.entry_point,
            constants: fragment.constants,
        };
        let targets = fragment.targets.into_iter();
        let targets = targets.map(|target| target.map(convert::color_target_state));
        Ok(FragmentState {
            stage: self.programmable_stage(stage)?,
            targets: Cow::Owned(targets.collect()),
        })
    }
}

impl wit::HostGpuRenderPipeline for WebGpuCtxView<'_> {
    fn get_bind_group_layout(
        &mut self,
        this: Resource<RenderPipeline>,
        index: u32,
    ) -> wasmtime::Result<Resource<BindGroupLayout>> {
        let pipeline = self.table.get(&this)?;
        let call = "get-bind-group-layout";
        let (layout, error) =
            (pipeline.device).create_unreported(call, None, (), |global, _| {
                global.render_pipeline_get_bind_group_layout(pipeline.id(), index, None)
            })?;
        pipeline.device.report(call, &pipeline.label, error);
        self.push(layout)
    }

    labelled_resource!(RenderPipeline);
}
