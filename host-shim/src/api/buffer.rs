//! `gpu-buffer`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::channel::oneshot;
use wasmtime::component::{Accessor, Resource};
use wgpu_core::SubmissionIndex;
use wgpu_core::device::{DeviceError, HostMap};
use wgpu_core::id::BufferId;
use wgpu_core::resource::{BufferAccessError, BufferAccessResult, BufferMapOperation};
use wgpu_types::BufferDescriptor;

use super::bytes;
use crate::device_state::DeviceState;
use crate::errors::{describe, message};
use crate::handle::Object;
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, convert, wit};

/// A `gpu-buffer`.
pub type Buffer = Object<BufferId, BufferState>;

/// What a buffer has beside its id.
pub struct BufferState {
    size: u64,
    usage: wit::GpuBufferUsage,
    pub(crate) mapping: Arc<Mapping>,
}

/// Whether a buffer is mapped, and for what. wgpu-core knows, but does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MapState {
    Unmapped,
    Pending(HostMap),
    Mapped(HostMap),
}

/// A [`MapState`] that the callback of a `map-async` changes.
pub(crate) struct Mapping(Mutex<MapState>);

impl Mapping {
    fn lock(&self) -> MutexGuard<'_, MapState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state(&self) -> MapState {
        *self.lock()
    }

    /// Notes that a mapping was asked for; `false` if the buffer is mapped already, or about to be.
    fn begin(&self, mode: HostMap) -> bool {
        let mut state = self.lock();
        let free = *state == MapState::Unmapped;
        if free {
            *state = MapState::Pending(mode);
        }
        free
    }

    /// Notes how a mapping that [`begin`](Self::begin) announced went.
    fn end(&self, mapped: bool) {
        let mut state = self.lock();
        if let MapState::Pending(mode) = *state {
            *state = if mapped {
                MapState::Mapped(mode)
            } else {
                MapState::Unmapped
            };
        }
    }
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
        let mapping = Arc::new(Mapping(Mutex::new(MapState::Unmapped)));
        let state = BufferState {
            size,
            usage,
            mapping: Arc::clone(&mapping),
        };
        device.create("create-buffer", label, state, |global, label| {
            let descriptor = BufferDescriptor {
                label,
                size,
                usage: convert::buffer_usages(usage),
                mapped_at_creation,
            };
            let created = global.device_create_buffer(device.id(), &descriptor, None);
            if mapped_at_creation && created.1.is_none() {
                *mapping.lock() = MapState::Mapped(HostMap::Write);
            }
            created
        })
    }

    /// Ends a mapping, or a `map-async` that has not come to its end.
    fn unmap(&self, call: &str) -> wasmtime::Result<()> {
        let unmapped = (self.device).call(call, |global| global.buffer_unmap(self.id()))?;
        *self.state.mapping.lock() = MapState::Unmapped;
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
    fn size(&mut self, this: Resource<Buffer>) -> wasmtime::Result<u64> {
        Ok(self.table.get(&this)?.state.size)
    }

    fn usage(&mut self, this: Resource<Buffer>) -> wasmtime::Result<wit::GpuBufferUsage> {
        Ok(self.table.get(&this)?.state.usage)
    }

    fn map_state(&mut self, this: Resource<Buffer>) -> wasmtime::Result<wit::GpuBufferMapState> {
        Ok(match self.table.get(&this)?.state.mapping.state() {
            MapState::Unmapped => wit::GpuBufferMapState::Unmapped,
            MapState::Pending(_) => wit::GpuBufferMapState::Pending,
            MapState::Mapped(_) => wit::GpuBufferMapState::Mapped,
        })
    }

    fn get_mapped_range_get_with_copy(
        &mut self,
        this: Resource<Buffer>,
        offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<Result<Vec<u8>, wit::GetMappedRangeError>> {
        bytes::MappedRange::new(self, &this, offset, size)?.read()
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
        (buffer.device).call("destroy", |global| global.buffer_destroy(buffer.id()))
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
        let started = accessor.with(|mut access| {
            PendingMap::start(access.get().table.get(&this)?, mode, offset, size)
        })?;
        match started {
            Ok(pending) => pending.finish().await,
            Err(error) => Ok(Err(error)),
        }
    }
}

/// A `map-async` that waits for the GPU.
struct PendingMap {
    submission: SubmissionIndex,
    answer: oneshot::Receiver<BufferAccessResult>,
    device: Arc<DeviceState>,
    label: String,
}

impl PendingMap {
    /// Does what does not wait. A rejection here is a device error as well.
    fn start(
        buffer: &Buffer,
        mode: wit::GpuMapMode,
        offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<Result<Self, wit::MapAsyncError>> {
        let (call, device, label) = ("map-async", &buffer.device, &buffer.label);
        let Some(host) = host_map(mode) else {
            let what = "mode must be exactly one of read and write";
            device.report_validation(call, label, what);
            return Ok(Err(wit::MapAsyncError {
                kind: wit::MapAsyncErrorKind::OperationError,
                message: message(call, label, what),
            }));
        };
        let (sender, answer) = oneshot::channel();
        let mapping = Arc::clone(&buffer.state.mapping);
        let begun = mapping.begin(host);
        let callback = Box::new(move |result: BufferAccessResult| {
            if begun {
                mapping.end(result.is_ok());
            }
            // Nobody listens where the guest has cancelled the call.
            let _ = sender.send(result);
        });
        let operation = BufferMapOperation {
            host,
            callback: Some(callback),
        };
        let mapped = device.call(call, |global| {
            global.buffer_map_async(buffer.id(), offset.unwrap_or(0), size, operation)
        })?;
        Ok(match mapped {
            Ok(submission) => Ok(Self {
                submission,
                answer,
                device: Arc::clone(device),
                label: label.clone(),
            }),
            Err(error) => {
                let rejection = map_error(label, &error);
                device.report(call, label, Some(error));
                Err(rejection)
            }
        })
    }

    async fn finish(self) -> wasmtime::Result<Result<(), wit::MapAsyncError>> {
        let device = Arc::clone(&self.device);
        let answer = (self.device).answer(self.submission, self.answer).await?;
        let result = match answer {
            Some(result) if !device.is_gone() => result,
            _ => Err(BufferAccessError::Device(DeviceError::Lost)),
        };
        Ok(result.map_err(|error| map_error(&self.label, &error)))
    }
}

fn host_map(mode: wit::GpuMapMode) -> Option<HostMap> {
    if mode == wit::GpuMapMode::READ {
        Some(HostMap::Read)
    } else if mode == wit::GpuMapMode::WRITE {
        Some(HostMap::Write)
    } else {
        None
    }
}

fn map_error(label: &str, error: &BufferAccessError) -> wit::MapAsyncError {
    let kind = match error {
        BufferAccessError::MapAborted
        | BufferAccessError::DestroyedResource(_)
        | BufferAccessError::Device(DeviceError::Lost) => wit::MapAsyncErrorKind::AbortError,
        BufferAccessError::Device(DeviceError::OutOfMemory) => wit::MapAsyncErrorKind::RangeError,
        _ => wit::MapAsyncErrorKind::OperationError,
    };
    let message = describe("map-async", label, error);
    wit::MapAsyncError { kind, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_map_does_not_disturb_the_first() {
        let mapping = Mapping(Mutex::new(MapState::Unmapped));
        assert!(mapping.begin(HostMap::Read));
        assert!(!mapping.begin(HostMap::Write));
        assert_eq!(mapping.state(), MapState::Pending(HostMap::Read));
        mapping.end(true);
        assert_eq!(mapping.state(), MapState::Mapped(HostMap::Read));
        assert!(!mapping.begin(HostMap::Write));
    }

    #[test]
    fn a_failed_map_leaves_the_buffer_unmapped() {
        let mapping = Mapping(Mutex::new(MapState::Unmapped));
        assert!(mapping.begin(HostMap::Read));
        mapping.end(false);
        assert_eq!(mapping.state(), MapState::Unmapped);
    }
}
