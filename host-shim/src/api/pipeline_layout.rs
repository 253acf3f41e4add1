//! `gpu-pipeline-layout`.

use std::borrow::Cow;
use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::binding_model::PipelineLayoutDescriptor;
use wgpu_core::id::PipelineLayoutId;

use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// A `gpu-pipeline-layout`.
pub type PipelineLayout = Object<PipelineLayoutId>;

impl PipelineLayout {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        view: &WebGpuCtxView<'_>,
        descriptor: wit::GpuPipelineLayoutDescriptor,
    ) -> wasmtime::Result<Self> {
        let layouts = (descriptor.bind_group_layouts.iter())
            .map(|layout| Ok(view.get_optional(layout.as_ref())?.map(|it| it.id())))
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let (call, label) = ("create-pipeline-layout", descriptor.label);
        device.create(call, label, (), |global, label| {
            let descriptor = PipelineLayoutDescriptor {
                label,
                bind_group_layouts: Cow::Owned(layouts),
                immediate_size: descriptor.immediate_size.unwrap_or(0),
            };
            global.device_create_pipeline_layout(device.id(), &descriptor, None)
        })
    }
}

impl wit::HostGpuPipelineLayout for WebGpuCtxView<'_> {
    labelled_resource!(PipelineLayout);
}
