//! `gpu-bind-group`.

use std::borrow::Cow;
use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::binding_model::{
    BindGroupDescriptor, BindGroupEntry, BindingResource, BufferBinding,
};
use wgpu_core::id::BindGroupId;

use super::TextureView;
use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::quota::Memory;
use crate::{WebGpuCtxView, wit};

const CALL: &str = "create-bind-group";

/// A `gpu-bind-group`.
pub type BindGroup = Object<BindGroupId>;

impl BindGroup {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        view: &WebGpuCtxView<'_>,
        descriptor: wit::GpuBindGroupDescriptor,
    ) -> wasmtime::Result<Self> {
        let layout = view.table.get(&descriptor.layout)?.id();
        let mut bound = Bound::default();
        let entries = (descriptor.entries.into_iter())
            .map(|entry| {
                Ok(BindGroupEntry {
                    binding: entry.binding,
                    resource: bound.resource(view, entry.resource)?,
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
        Ok(bind_group.keeping(bound.memory))
    }
}

/// What a bind group keeps.
#[derive(Default)]
struct Bound {
    memory: Memory,
    /// Of textures that are bound themselves; they have to live until the bind group is made.
    default_views: Vec<TextureView>,
}

impl Bound {
    /// What a binding binds.
    fn resource(
        &mut self,
        view: &WebGpuCtxView<'_>,
        resource: wit::GpuBindingResource,
    ) -> wasmtime::Result<BindingResource<'static>> {
        let (buffer, offset, size) = match resource {
            wit::GpuBindingResource::GpuBuffer(buffer) => (buffer, None, None),
            wit::GpuBindingResource::GpuBufferBinding(it) => (it.buffer, it.offset, it.size),
            wit::GpuBindingResource::GpuSampler(sampler) => {
                return Ok(BindingResource::Sampler(view.table.get(&sampler)?.id()));
            }
            wit::GpuBindingResource::GpuTextureView(it) => {
                return Ok(self.texture_view(view.table.get(&it)?));
            }
            wit::GpuBindingResource::GpuTexture(texture) => {
                let whole = TextureView::create(view.table.get(&texture)?, CALL, None)?;
                let bound = self.texture_view(&whole);
                self.default_views.push(whole);
                return Ok(bound);
            }
        };
        let buffer = view.table.get(&buffer)?;
        self.memory.extend_from_slice(&buffer.memory);
        Ok(BindingResource::Buffer(BufferBinding {
            buffer: buffer.id(),
            offset: offset.unwrap_or(0),
            size,
        }))
    }

    fn texture_view(&mut self, view: &TextureView) -> BindingResource<'static> {
        self.memory.extend_from_slice(&view.memory);
        BindingResource::TextureView(view.id())
    }
}

impl wit::HostGpuBindGroup for WebGpuCtxView<'_> {
    labelled_resource!(BindGroup);
}
