//! `gpu-bind-group-layout`.

use std::borrow::Cow;
use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::binding_model::BindGroupLayoutDescriptor;
use wgpu_core::global::Global;
use wgpu_core::id::BindGroupLayoutId;
use wgpu_types::error::WebGpuError;
use wgpu_types::{BindGroupLayoutEntry, BindingType, SamplerBindingType, ShaderStages};

use crate::device_state::DeviceState;
use crate::handle::{GpuId, Object};
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-bind-group-layout`.
pub type BindGroupLayout = Object<BindGroupLayoutId>;

impl BindGroupLayout {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuBindGroupLayoutDescriptor,
    ) -> wasmtime::Result<Self> {
        let call = "create-bind-group-layout";
        let entries = (descriptor.entries.iter())
            .map(convert::bind_group_layout_entry)
            .collect::<Result<Vec<_>, _>>();
        match entries {
            Ok(entries) => device.create(call, descriptor.label, (), |global, label| {
                let entries = Cow::Owned(entries);
                let descriptor = BindGroupLayoutDescriptor { label, entries };
                global.device_create_bind_group_layout(device.id(), &descriptor, None)
            }),
            Err(what) => device.create_invalid(call, descriptor.label, (), &what, |global| {
                let entry = BindGroupLayoutEntry {
                    binding: 0,
                    visibility: ShaderStages::COMPUTE,
                    ty: BindingType::Sampler(SamplerBindingType::Filtering),
                    count: None,
                };
                let same_binding_twice = BindGroupLayoutDescriptor {
                    label: None,
                    entries: Cow::Owned(vec![entry, entry]),
                };
                global.device_create_bind_group_layout(device.id(), &same_binding_twice, None)
            }),
        }
    }
}

impl<I: GpuId> Object<I> {
    /// A layout of a pipeline, which `f` gets.
    pub(crate) fn bind_group_layout<E: WebGpuError + 'static>(
        &self,
        f: impl FnOnce(&Global, I) -> (BindGroupLayoutId, Option<E>),
    ) -> wasmtime::Result<BindGroupLayout> {
        let call = "get-bind-group-layout";
        let made =
            (self.device).create_unreported(call, None, (), |global, _| f(global, self.id()));
        let (layout, error) = made?;
        self.device.report(call, &self.label, error);
        Ok(layout)
    }
}

impl wit::HostGpuBindGroupLayout for WebGpuCtxView<'_> {
    labelled_resource!(BindGroupLayout);
}
