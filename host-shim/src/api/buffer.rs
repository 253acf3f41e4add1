//! `gpu-buffer`.

use std::sync::Arc;

use wasmtime::component::{Accessor, Resource};
use wgpu_core::global::Global;
use wgpu_core::id::BufferId;
use wgpu_core::resource::BufferAccessError;
use wgpu_types::BufferDescriptor;

use super::bytes;
use super::mapping::{MapState, Mapping, map_async};
use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::quota::check;
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, convert, wit};

/// A `gpu-buffer`.
pub type Buffer = Object<BufferId, BufferState>;

/// What a buffer has beside its id.
pub struct BufferState {
    pub(crate) size: u64,
    usage: wit::GpuBufferUsage,
    pub(crate) mapping: Mapping,
}

impl Buffer {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuBufferDescriptor,
    ) -> wasmtime::Result<Self> {
        let wit::GpuBufferDescriptor {
            size, usage, label, ..
        } = descriptor;
        let mapped_at_creation = descriptor.mapped_at_creation.unwrap_or(false);
        let map_usages = wit::GpuBufferUsage::MAP_READ | wit::GpuBufferUsage::MAP_WRITE;
        let mapping = Mapping::new(mapped_at_creation || usage.intersects(map_usages));
        let state = BufferState {
            size,
            usage,
            mapping: mapping.clone(),
        };
        let bytes = if size > device.limits.max_buffer_size {
            Ok(0) // For wgpu-core to refuse.
        } else {
            check("buffer_size", device.accounts().quotas.buffer_size, 0, size)
        };
        let call = "create-buffer";
        device.create_in_memory(call, label, state, bytes, |global, label, fits| {
            let descriptor = BufferDescriptor {
                label,
                size: if fits { size } else { u64::MAX },
                usage: convert::buffer_usages(usage),
                mapped_at_creation,
            };
            let created = global.device_create_buffer(device.id(), &descriptor, None);
            if mapped_at_creation && created.1.is_none() {
                mapping.map_at_creation();
            }
            created
        })
    }

    /// Ends a mapping, or a `map-async` that has not come to its end.
    fn unmap(&self, call: &str) -> wasmtime::Result<()> {
        let unmapped = (self.device).call(call, |global| global.buffer_unmap(self.id()))?;
        self.state.mapping.unmap();
        match unmapped {
            // WebGPU lets a guest unmap what is not mapped.
            Ok(())
            | Err(
                BufferAccessError::NotMapped
                | BufferAccessError::DestroyedResource(_)
                | BufferAccessError::InvalidResource(_),
            ) => {}
            Err(error) => self.device.report(call, &self.label, Some(error)),
        }
        Ok(())
    }
}

impl wit::HostGpuBuffer for WebGpuCtxView<'_> {
    getters!(buffer: Buffer {
        size() -> u64 = buffer.state.size;
        usage() -> wit::GpuBufferUsage = buffer.state.usage;
        map_state() -> wit::GpuBufferMapState = match buffer.state.mapping.state() {
            MapState::Unmapped => wit::GpuBufferMapState::Unmapped,
            MapState::Pending(_) => wit::GpuBufferMapState::Pending,
            MapState::Mapped(_) => wit::GpuBufferMapState::Mapped,
        };
    });

    fn get_mapped_range_get_with_copy(
        &mut self,
        this: Resource<Buffer>,
        offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<Result<Vec<u8>, wit::GetMappedRangeError>> {
        let range = bytes::MappedRange::new(self, &this, offset, size)?;
        // SAFETY: the bytes are copied here.
        #[allow(unsafe_code)]
        let read = unsafe { range.read() }?;
        Ok(read.map(<[u8]>::to_vec))
    }

    fn get_mapped_range_set_with_copy(
        &mut self,
        this: Resource<Buffer>,
        data: Vec<u8>,
        offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<Result<(), wit::GetMappedRangeError>> {
        bytes::MappedRange::new(self, &this, offset, size)?.write(&data)
    }

    fn unmap(&mut self, this: Resource<Buffer>) -> wasmtime::Result<Result<(), wit::UnmapError>> {
        self.table.get(&this)?.unmap("unmap").map(Ok)
    }

    fn destroy(&mut self, this: Resource<Buffer>) -> wasmtime::Result<()> {
        let buffer = self.table.get(&this)?;
        buffer.unmap("destroy")?;
        buffer.destroy(Global::buffer_destroy)
    }

    labelled_resource!(Buffer);
}

impl<T: WebGpuView + 'static> wit::HostGpuBufferWithStore<T> for HasWebGpu {
    async fn map_async(
        accessor: &Accessor<T, Self>,
        this: Resource<Buffer>,
        mode: wit::GpuMapMode,
        offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<Result<(), wit::MapAsyncError>> {
        let started = accessor
            .with(|mut access| map_async(access.get().table.get(&this)?, mode, offset, size))?;
        match started {
            Ok(mapped) => mapped.await,
            Err(error) => Ok(Err(error)),
        }
    }
}
