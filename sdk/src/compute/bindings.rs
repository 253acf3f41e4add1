use wgpu_types::{BindingType, BufferSize, BufferUsages};

use super::Group;
use crate::{
    BindGroup, BindGroupDescriptor, BindGroupEntry, BindGroupLayout, BindingResource, Buffer,
    BufferBinding, BufferDescriptor, Device, Sampler, TextureView,
};

/// What is bound to one group, by binding number. It has handles of its own, and borrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Bindings(pub Vec<(u32, Resource)>);

/// Something to bind.
#[derive(Clone, Debug, PartialEq)]
pub enum Resource {
    /// A range of a buffer.
    Buffer {
        /// The buffer.
        buffer: Buffer,
        /// The first byte.
        offset: u64,
        /// Bytes; with 0, the shader sees a zeroed buffer of the least size that WebGPU can bind.
        size: u64,
    },
    /// A texture.
    TextureView(TextureView),
    /// A sampler.
    Sampler(Sampler),
}

/// What can be bound.
pub trait AsResource {
    /// A handle of it.
    fn resource(&self) -> Resource;
}

macro_rules! as_resource {
    ($($kind:ident)*) => {
        $(impl AsResource for $kind {
            fn resource(&self) -> Resource {
                Resource::$kind(self.clone())
            }
        })*
    };
}

as_resource!(TextureView Sampler);

/// The whole buffer.
impl AsResource for Buffer {
    fn resource(&self) -> Resource {
        Resource::Buffer {
            buffer: self.clone(),
            offset: 0,
            size: self.size(),
        }
    }
}

impl Bindings {
    /// A bind group of `group`, whose layout `layout` is.
    pub fn create_bind_group(
        &self,
        device: &Device,
        layout: &BindGroupLayout,
        group: &Group,
        label: &str,
    ) -> BindGroup {
        let bindings = self.0.iter().map(|(binding, resource)| match resource {
            Resource::Buffer { size: 0, .. } => (*binding, nothing(device, group, *binding)),
            resource => (*binding, resource.clone()),
        });
        let bindings: Vec<_> = bindings.collect();
        let entries = bindings.iter().map(|(binding, resource)| BindGroupEntry {
            binding: *binding,
            resource: resource.binding(),
        });
        device.create_bind_group(&BindGroupDescriptor {
            label: Some(label),
            layout,
            entries: &entries.collect::<Vec<_>>(),
        })
    }
}

/// In place of no bytes, which WebGPU cannot bind. It is a buffer of its own: no other binding sees what
/// the shader writes there.
fn nothing(device: &Device, group: &Group, binding: u32) -> Resource {
    let entry = group.entries.iter().find(|entry| entry.binding == binding);
    let least = entry.and_then(|entry| match entry.ty {
        BindingType::Buffer {
            min_binding_size, ..
        } => min_binding_size,
        _ => None,
    });
    let buffer = device.create_buffer(&BufferDescriptor {
        label: Some("an empty buffer"),
        size: least.map_or(4, u64::from),
        usage: BufferUsages::STORAGE | BufferUsages::UNIFORM,
        mapped_at_creation: false,
    });
    buffer.resource()
}

impl Resource {
    fn binding(&self) -> BindingResource<'_> {
        match self {
            Self::Buffer {
                buffer,
                offset,
                size,
            } => BindingResource::Buffer(BufferBinding {
                buffer,
                offset: *offset,
                size: BufferSize::new(*size),
            }),
            Self::TextureView(view) => BindingResource::TextureView(view),
            Self::Sampler(sampler) => BindingResource::Sampler(sampler),
        }
    }
}
