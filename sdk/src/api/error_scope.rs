use std::{
    fmt,
    future::{Future, ready},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use super::Device;
use crate::{Error, ErrorFilter, error::text};

/// What [`Device::on_uncaptured_error`] takes: any function of the error.
pub trait UncapturedErrorHandler: Fn(Error) + Send + Sync + 'static {}

impl<F: Fn(Error) + Send + Sync + 'static> UncapturedErrorHandler for F {}

/// An open error scope: it captures the first error of its kind until it is [popped](Self::pop).
///
/// Scopes nest; pop the innermost first. A scope that is dropped without being popped ends, and
/// its error is reported as an uncaptured one.
///
/// Corresponds to [WebGPU `pushErrorScope`](
/// https://gpuweb.github.io/gpuweb/#dom-gpudevice-pusherrorscope).
#[must_use = "the errors that the scope captures are in what `pop` returns"]
pub struct ErrorScopeGuard {
    device: Device,
    depth: usize,
    popped: bool,
    /// Scopes are a stack, so a guard stays where it was made.
    _not_send: PhantomData<*mut ()>,
}

/// The error of a scope that has ended.
pub(crate) type PopFuture = Pin<Box<dyn Future<Output = Option<Error>>>>;

impl ErrorScopeGuard {
    pub(crate) fn push(device: &Device, filter: ErrorFilter) -> Self {
        device.as_raw().push_error_scope(filter.to_raw());
        Self {
            depth: device.errors().push_scope(filter),
            device: device.clone(),
            popped: false,
            _not_send: PhantomData,
        }
    }

    /// Closes the scope, at once, and waits for the error that it captured, if any.
    ///
    /// See [WebGPU `popErrorScope`](https://gpuweb.github.io/gpuweb/#dom-gpudevice-poperrorscope).
    pub fn pop(mut self) -> impl Future<Output = Option<Error>> + use<> {
        self.start_pop()
    }

    fn start_pop(&mut self) -> PopFuture {
        self.popped = true;
        let errors = self.device.errors();
        let ours = if errors.scope_depth() == self.depth {
            errors.pop_scope()
        } else {
            errors.pop_scope();
            Some(Error::Validation {
                description: "In ErrorScopeGuard::pop: a scope inside this one is still open; \
                              pop the innermost scope first"
                    .to_owned(),
            })
        };
        match pop_scope(&self.device, ours) {
            PoppedScope::Done(error) => Box::pin(ready(error)),
            PoppedScope::Waits(pop) => pop,
        }
    }
}

/// The end of a scope.
pub(crate) enum PoppedScope {
    Done(Option<Error>),
    Waits(PopFuture),
}

/// Ends the host's innermost scope, at once. `ours` is the error that the guest's side has found in it.
pub(crate) fn pop_scope(device: &Device, ours: Option<Error>) -> PoppedScope {
    let device = device.clone();
    let mut pop: PopFuture = Box::pin(async move {
        match device.as_raw().pop_error_scope().await {
            Ok(error) => ours.or(error.map(|error| Error::from_raw(&error))),
            // The stacks of scopes agree, so what is wrong is the device.
            Err(error) => ours.or(Some(Error::DeviceLost {
                description: text(&["In pop_error_scope: ", &error.message]),
            })),
        }
    });
    // The call to the host is made by the first poll.
    match pop.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(error) => PoppedScope::Done(error),
        Poll::Pending => PoppedScope::Waits(pop),
    }
}

impl Drop for ErrorScopeGuard {
    fn drop(&mut self) {
        if self.popped || !crate::runtime::is_running() {
            return;
        }
        let pop = self.start_pop();
        let device = self.device.clone();
        let report = async move {
            if let Some(error) = pop.await {
                device.errors().uncaptured(error);
            }
        };
        drop(crate::spawn(report));
    }
}

impl fmt::Debug for ErrorScopeGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorScopeGuard")
            .field("device", &self.device)
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}
