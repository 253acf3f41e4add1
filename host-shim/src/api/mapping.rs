//! The mapping of a buffer: its state, and `map-async`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::channel::oneshot;
use wgpu_core::device::{DeviceError, HostMap};
use wgpu_core::resource::{BufferAccessError, BufferAccessResult, BufferMapOperation};

use super::Buffer;
use crate::errors::{describe, message};
use crate::wit;

/// Whether a buffer is mapped, and for what. wgpu-core knows, but does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MapState {
    #[default]
    Unmapped,
    Pending(HostMap),
    Mapped(HostMap),
}

/// The [`MapState`] of a buffer, which the callback of a `map-async` changes. Nothing, where the buffer can never
/// be mapped.
#[derive(Clone)]
pub(crate) struct Mapping(Option<Arc<Mutex<Turn>>>);

#[derive(Default)]
struct Turn {
    state: MapState,
    /// How often the buffer was unmapped: tells a `map-async` from a later one.
    number: u64,
}

impl Mapping {
    pub(crate) fn new(can_be_mapped: bool) -> Self {
        Self(can_be_mapped.then(Arc::default))
    }

    fn lock(&self) -> Option<MutexGuard<'_, Turn>> {
        let turn = self.0.as_ref()?;
        Some(turn.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn state(&self) -> MapState {
        self.lock().map_or(MapState::Unmapped, |turn| turn.state)
    }

    fn turn(&self) -> Option<u64> {
        self.lock().map(|turn| turn.number)
    }

    pub(crate) fn map_at_creation(&self) {
        if let Some(mut turn) = self.lock() {
            turn.state = MapState::Mapped(HostMap::Write);
        }
    }

    /// Notes that a mapping was asked for; `None` if the buffer is mapped already, or about to be, or never can.
    fn begin(&self, mode: HostMap) -> Option<u64> {
        let mut turn = self.lock()?;
        if turn.state != MapState::Unmapped {
            return None;
        }
        turn.state = MapState::Pending(mode);
        Some(turn.number)
    }

    /// Notes how the mapping went that [`begin`](Self::begin) gave this number.
    fn end(&self, number: u64, mapped: bool) {
        if let Some(mut turn) = self.lock()
            && let MapState::Pending(mode) = turn.state
            && turn.number == number
        {
            turn.state = if mapped {
                MapState::Mapped(mode)
            } else {
                MapState::Unmapped
            };
        }
    }

    pub(crate) fn unmap(&self) {
        if let Some(mut turn) = self.lock() {
            turn.state = MapState::Unmapped;
            turn.number += 1;
        }
    }
}

type Mapped = Result<(), wit::MapAsyncError>;

/// Does the part of a `map-async` that does not wait, and gives the rest. A rejection here is a device error
/// as well.
pub(crate) fn map_async(
    buffer: &Buffer,
    mode: wit::GpuMapMode,
    offset: Option<u64>,
    size: Option<u64>,
) -> wasmtime::Result<
    Result<impl Future<Output = wasmtime::Result<Mapped>> + use<>, wit::MapAsyncError>,
> {
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
    let mapping = buffer.state.mapping.clone();
    let begun = mapping.begin(host);
    let callback = Box::new(move |result: BufferAccessResult| {
        if let Some(turn) = begun {
            mapping.end(turn, result.is_ok());
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
    let submission = match mapped {
        Ok(submission) => submission,
        Err(error) => {
            let mut rejection = map_error(label, &error);
            if matches!(error, BufferAccessError::DestroyedResource(_)) {
                // Only a pending map is aborted.
                rejection.kind = wit::MapAsyncErrorKind::OperationError;
            }
            device.report(call, label, Some(error));
            return Ok(Err(rejection));
        }
    };
    let (mapping, label) = (buffer.state.mapping.clone(), label.clone());
    let device = Arc::clone(device);
    Ok(Ok(async move {
        let answer = Arc::clone(&device).answer(submission, answer).await?;
        let result = match answer.filter(|_| !device.is_gone()) {
            None => Err(BufferAccessError::Device(DeviceError::Lost)),
            // The guest has unmapped or destroyed the buffer after the GPU was done with it.
            Some(Ok(())) if begun != mapping.turn() => Err(BufferAccessError::MapAborted),
            Some(result) => result,
        };
        Ok(result.map_err(|error| map_error(&label, &error)))
    }))
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
