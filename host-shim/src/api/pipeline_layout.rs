//! `gpu-pipeline-layout`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::binding_model::PipelineLayoutDescriptor;
use wgpu_core::id::PipelineLayoutId;

use super::Device;
use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// A `gpu-pipeline-layout`.
pub type PipelineLayout = Object<PipelineLayoutId>;

impl WebGpuCtxView<'_> {
    pub(crate) fn new_pipeline_layout(
        &self,
        device: &Resource<Device>,
        descriptor: wit::GpuPipelineLayoutDescriptor,
    ) -> wasmtime::Result<PipelineLayout> {
        let device = self.device(device)?;
        let layouts = (descriptor.bind_group_layouts.iter())
            .map(|layout| match layout {
                Some(layout) => Ok(Some(self.table.get(layout)?.id())),
                None => Ok(None),
            })
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let immediate_size = descriptor.immediate_size.unwrap_or(0);
        device.create(
            "create-pipeline-layout",
            descriptor.label,
            (),
            |global, label| {
                let descriptor = PipelineLayoutDescriptor {
                    label,
                    bind_group_layouts: Cow::Owned(layouts),
                    immediate_size,
                };
                global.device_create_pipeline_layout(device.id(), &descriptor, None)
            },
        )
    }
}

impl wit::HostGpuPipelineLayout for WebGpuCtxView<'_> {
    labelled_resource!(PipelineLayout);
}
