//! `gpu-bind-group`.

use std::borrow::Cow;

use wasmtime::component::Resource;
use wgpu_core::binding_model::{
    BindGroupDescriptor, BindGroupEntry, BindingResource, BufferBinding,
};
use wgpu_core::id::BindGroupId;

use super::{Device, TextureView};
use crate::handle::Object;
use crate::quota::Memory;
use crate::{WebGpuCtxView, wit};

const CALL: &str = "create-bind-group";

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
        let mut default_views = Vec::new();
        let mut memory = Memory::new();
        let entries = (descriptor.entries.into_iter())
            .map(|entry| {
                Ok(BindGroupEntry {
                    binding: entry.binding,
                    resource: self.binding_resource(
                        entry.resource,
                        &mut default_views,
                        &mut memory,
                    )?,
                })
            })
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let bind_group = device.create(CALL, descriptor.label, (), |global, label| {
            let descriptor = BindGroupDescriptor {
                label,
                layout,
                entries: Cow::Owned(entries),
            };
            global.device_create_bind_group(device.id(), &descriptor, None)
        })?;
        Ok(bind_group.keeping(memory))
    }

    /// What a binding binds, and in `memory` the GPU memory that it keeps. Of a texture it is a default view,
    /// which has to live until the bind group is made: it goes to `default_views`.
    fn binding_resource(
        &self,
        resource: wit::GpuBindingResource,
        default_views: &mut Vec<TextureView>,
        memory: &mut Memory,
    ) -> wasmtime::Result<BindingResource<'static>> {
        let whole = |buffer| wit::GpuBufferBinding {
            buffer,
            offset: None,
            size: None,
        };
        Ok(match resource {
            wit::GpuBindingResource::GpuBuffer(buffer) => {
                self.buffer_binding(whole(buffer), memory)?
            }
            wit::GpuBindingResource::GpuBufferBinding(binding) => {
                self.buffer_binding(binding, memory)?
            }
            wit::GpuBindingResource::GpuSampler(sampler) => {
                BindingResource::Sampler(self.table.get(&sampler)?.id())
            }
            wit::GpuBindingResource::GpuTextureView(view) => {
                let view = self.table.get(&view)?;
                memory.extend_from_slice(view.memory());
                BindingResource::TextureView(view.id())
            }
            wit::GpuBindingResource::GpuTexture(texture) => {
                let texture = self.table.get(&texture)?;
                let view = TextureView::create(texture, CALL, None)?;
                let id = view.id();
                memory.extend_from_slice(view.memory());
                default_views.push(view);
                BindingResource::TextureView(id)
            }
        })
    }

    fn buffer_binding(
        &self,
        binding: wit::GpuBufferBinding,
        memory: &mut Memory,
    ) -> wasmtime::Result<BindingResource<'static>> {
        let buffer = self.table.get(&binding.buffer)?;
        memory.extend_from_slice(buffer.memory());
        Ok(BindingResource::Buffer(BufferBinding {
            buffer: buffer.id(),
            offset: binding.offset.unwrap_or(0),
            size: binding.size,
        }))
    }
}

impl wit::HostGpuBindGroup for WebGpuCtxView<'_> {
    labelled_resource!(BindGroup);
}
