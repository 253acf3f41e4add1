//! `gpu-bind-group`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::binding_model::{
    BindGroupDescriptor, BindGroupEntry, BindingResource, BufferBinding,
};
use wgpu_core::id::BindGroupId;

use super::{Device, not_implemented};
use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// A `gpu-bind-group`.
pub type BindGroup = Object<BindGroupId>;

impl WebGpuCtxView<'_> {
    pub(crate) fn new_bind_group(
        &self,
        device: &Resource<Device>,
        descriptor: wit::GpuBindGroupDescriptor,
    ) -> wasmtime::Result<BindGroup> {
        let device = self.device(device)?;
        let layout = self.table.get(&descriptor.layout)?.id();
        let entries = (descriptor.entries.into_iter())
            .map(|entry| {
                Ok(BindGroupEntry {
                    binding: entry.binding,
                    resource: self.binding_resource(entry.resource)?,
                })
            })
            .collect::<wasmtime::Result<Vec<_>>>()?;
        device.create(
            "create-bind-group",
            descriptor.label,
            (),
            |global, label| {
                let descriptor = BindGroupDescriptor {
                    label,
                    layout,
                    entries: Cow::Owned(entries),
                };
                global.device_create_bind_group(device.id(), &descriptor, None)
            },
        )
    }

    fn binding_resource(
        &self,
        resource: wit::GpuBindingResource,
    ) -> wasmtime::Result<BindingResource<'static>> {
        let (buffer, offset, size) = match resource {
            wit::GpuBindingResource::GpuBuffer(buffer) => (buffer, None, None),
            wit::GpuBindingResource::GpuBufferBinding(it) => (it.buffer, it.offset, it.size),
            wit::GpuBindingResource::GpuSampler(_)
            | wit::GpuBindingResource::GpuTexture(_)
            | wit::GpuBindingResource::GpuTextureView(_) => {
                return not_implemented::trap("a texture or sampler in create-bind-group");
            }
        };
        Ok(BindingResource::Buffer(BufferBinding {
            buffer: self.table.get(&buffer)?.id(),
            offset: offset.unwrap_or(0),
            size,
        }))
    }
}

impl wit::HostGpuBindGroup for WebGpuCtxView<'_> {
    labelled_resource!(BindGroup);
}
