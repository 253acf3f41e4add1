//! `gpu-error`: what error scopes and `on-uncaptured-error` give.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::task::AtomicWaker;
use wasmtime::StoreContextMut;
use wasmtime::component::{Destination, Resource, StreamProducer, StreamResult};

use crate::errors::{DeviceError, ErrorKind, ErrorSink};
use crate::{WebGpuCtxView, WebGpuView, wit};

impl wit::HostGpuError for WebGpuCtxView<'_> {
    getters!(error: DeviceError {
        message() -> String = error.message.clone();
        kind() -> wit::GpuErrorKind = match error.kind {
            ErrorKind::Validation => wit::GpuErrorKind::ValidationError,
            ErrorKind::OutOfMemory => wit::GpuErrorKind::OutOfMemoryError,
            ErrorKind::Internal => wit::GpuErrorKind::InternalError,
        };
    });

    resource_drop!(DeviceError);
}

/// No function of `wasi:webgpu` gives a guest such an event: errors come from `on-uncaptured-error`.
#[allow(unreachable_code)]
impl wit::HostGpuUncapturedErrorEvent for WebGpuCtxView<'_> {
    getters!(none: wit::GpuUncapturedErrorEvent { error() -> Resource<DeviceError> = match *none {}; });

    resource_drop!(wit::GpuUncapturedErrorEvent);
}

/// The stream that `on-uncaptured-error` gives. Streams of one device share its errors: each error goes
/// to the first that reads it.
pub(crate) struct UncapturedErrors {
    errors: Arc<ErrorSink>,
    reader: Arc<AtomicWaker>,
}

impl UncapturedErrors {
    pub(crate) fn new(errors: &Arc<ErrorSink>) -> Self {
        let (errors, reader) = (Arc::clone(errors), errors.add_reader());
        Self { errors, reader }
    }
}

impl<T: WebGpuView + 'static> StreamProducer<T> for UncapturedErrors {
    type Item = Resource<DeviceError>;
    type Buffer = Option<Self::Item>;

    fn poll_produce<'a>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut store: StoreContextMut<'a, T>,
        mut destination: Destination<'a, Self::Item, Self::Buffer>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        if self.errors.poll_ready(&self.reader, cx).is_pending() {
            return if finish {
                Poll::Ready(Ok(StreamResult::Cancelled))
            } else {
                Poll::Pending
            };
        }
        // A read of length zero asks whether there is something: nothing may be taken for it.
        if destination.remaining(&mut store) == Some(0) {
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        let Some(error) = self.errors.next_uncaptured() else {
            return Poll::Ready(Ok(StreamResult::Dropped));
        };
        let error = store.data_mut().webgpu().push(error)?;
        destination.set_buffer(Some(error));
        Poll::Ready(Ok(StreamResult::Completed))
    }
}
