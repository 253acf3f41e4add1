//! A device's errors: the stack of error scopes, and the errors that no scope captured.
//!
//! See [WebGPU, 22. Errors & Debugging](https://www.w3.org/TR/webgpu/#errors-and-debugging).

use std::collections::VecDeque;
use std::error::Error;
use std::fmt::{Display, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};

use futures::task::AtomicWaker;

/// How many uncaptured errors are kept for a guest that does not read them.
const UNCAPTURED_LIMIT: usize = 1024;

/// How many error scopes of a device may be open.
pub(crate) const MAX_SCOPES: usize = 4096;

/// The longest message of an error, in bytes.
const MAX_MESSAGE: usize = 16 << 10;

/// WebGPU's three kinds of error, which are also the filters of an error scope.
pub(crate) use crate::wit::GpuErrorFilter as ErrorKind;

/// A `gpu-error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceError {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
}

struct Scope {
    filter: ErrorKind,
    first: Option<DeviceError>,
}

#[derive(Default)]
struct State {
    scopes: Vec<Scope>,
    uncaptured: VecDeque<DeviceError>,
    /// Uncaptured errors that came when the queue was full.
    dropped: u64,
    closed: bool,
    readers: Vec<Weak<AtomicWaker>>,
}

impl State {
    fn wake_readers(&mut self) {
        let readers = self.readers.iter().filter_map(Weak::upgrade);
        readers.for_each(|reader| reader.wake());
    }
}

/// Where a device's errors go.
#[derive(Default)]
pub(crate) struct ErrorSink(Mutex<State>);

impl ErrorSink {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a scope; `false` where too many are open.
    #[must_use]
    pub(crate) fn push_scope(&self, filter: ErrorKind) -> bool {
        let scopes = &mut self.lock().scopes;
        let fits = scopes.len() < MAX_SCOPES;
        if fits {
            let first = None;
            scopes.push(Scope { filter, first });
        }
        fits
    }

    /// The first error of the innermost scope; `None` where no scope is open.
    pub(crate) fn pop_scope(&self) -> Option<Option<DeviceError>> {
        self.lock().scopes.pop().map(|scope| scope.first)
    }

    /// Gives `error` to the innermost scope with its filter, or else to who reads uncaptured errors.
    pub(crate) fn report(&self, error: DeviceError) {
        let mut state = self.lock();
        let scope = (state.scopes.iter_mut().rev()).find(|scope| scope.filter == error.kind);
        tracing::debug!(kind = ?error.kind, captured = scope.is_some(), "{}", error.message);
        if let Some(scope) = scope {
            scope.first.get_or_insert(error);
            return;
        }
        if state.uncaptured.len() < UNCAPTURED_LIMIT {
            state.uncaptured.push_back(error);
        } else {
            state.dropped += 1;
        }
        state.wake_readers();
    }

    /// No more errors will come: who has read them all comes to the end.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.wake_readers();
    }

    /// Adds one who reads uncaptured errors, for as long as it has the waker.
    pub(crate) fn add_reader(&self) -> Arc<AtomicWaker> {
        let reader = Arc::default();
        let readers = &mut self.lock().readers;
        readers.retain(|reader| reader.strong_count() > 0);
        readers.push(Arc::downgrade(&reader));
        reader
    }

    /// Whether an uncaptured error, or the end of them, can be had at once; if not, `cx` is woken then.
    pub(crate) fn poll_ready(&self, reader: &AtomicWaker, cx: &mut Context<'_>) -> Poll<()> {
        let state = self.lock();
        if state.closed || !state.uncaptured.is_empty() || state.dropped > 0 {
            return Poll::Ready(());
        }
        reader.register(cx.waker());
        Poll::Pending
    }

    /// The oldest uncaptured error, if there is one.
    pub(crate) fn next_uncaptured(&self) -> Option<DeviceError> {
        let mut state = self.lock();
        state.uncaptured.pop_front().or_else(|| {
            let dropped = std::mem::take(&mut state.dropped);
            (dropped > 0).then(|| DeviceError {
                kind: ErrorKind::Internal,
                message: format!(
                    "{dropped} more uncaptured errors came while {UNCAPTURED_LIMIT} were not read; \
                     read on-uncaptured-error more often"
                ),
            })
        })
    }
}

/// The message of an error: which call, on which object, and what is wrong.
pub(crate) fn message(call: &str, label: &str, what: impl Display) -> String {
    shorten(if label.is_empty() {
        format!("In {call}: {what}")
    } else {
        format!("In {call}, label {label:?}: {what}")
    })
}

/// A text that may quote a guest's names or WGSL, cut where it gets too long to keep.
pub(crate) fn shorten(mut text: String) -> String {
    if text.len() > MAX_MESSAGE {
        text.truncate(text.floor_char_boundary(MAX_MESSAGE));
        text.push_str(" [...]");
    }
    text
}

/// The message of an error that wgpu-core gives, with its causes.
pub(crate) fn describe(call: &str, label: &str, error: &dyn Error) -> String {
    message(call, label, chain(error))
}

/// An error and its causes, without those that the text has already.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string().trim().to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        let part = error.to_string();
        if !text.contains(part.trim()) {
            let _ = write!(text, ": {}", part.trim());
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::task::{Wake, Waker};

    use super::*;

    #[test]
    fn a_guest_that_never_reads_costs_bounded_memory() {
        let sink = ErrorSink::default();
        for _ in 0..UNCAPTURED_LIMIT + 3 {
            let (kind, message) = (ErrorKind::Validation, "x".to_owned());
            sink.report(DeviceError { kind, message });
        }
        let all = std::iter::from_fn(|| sink.next_uncaptured()).collect::<Vec<_>>();
        assert_eq!(all.len(), UNCAPTURED_LIMIT + 1);
        assert!(all[UNCAPTURED_LIMIT].message.starts_with("3 more"));
    }

    #[test]
    fn a_guest_that_reads_often_costs_bounded_memory() {
        struct Nobody;
        impl Wake for Nobody {
            fn wake(self: Arc<Self>) {}
        }
        let (sink, nobody) = (ErrorSink::default(), Arc::new(Nobody));
        let reader = sink.add_reader();
        for _ in 0..100 {
            let waker = Waker::from(Arc::clone(&nobody));
            let read = sink.poll_ready(&reader, &mut Context::from_waker(&waker));
            assert!(read.is_pending());
        }
        assert_eq!(Arc::strong_count(&nobody), 2);
        for _ in 0..100 {
            sink.add_reader();
        }
        assert_eq!(sink.lock().readers.len(), 2);
    }
}
