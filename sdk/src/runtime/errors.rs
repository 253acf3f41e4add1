//! Errors of a device that no error scope captured, and the guest's half of error scopes.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{Stream, channel::mpsc, stream};
use wit_bindgen::rt::async_support::StreamReader;

use crate::{Error, ErrorFilter, Lacking, UncapturedErrorHandler, raw};

/// Where the errors of one device go.
///
/// The host keeps the stack of error scopes for the errors that it finds. Some calls return their
/// error at once and some cannot even be said in the raw bindings: those errors join the host's
/// here, so that an error scope captures both.
#[derive(Default)]
pub(crate) struct Errors(Mutex<State>);

#[derive(Default)]
struct State {
    scopes: Vec<Scope>,
    handler: Option<Arc<dyn UncapturedErrorHandler>>,
    /// The host's stream; `None` once it has ended, and while it is read.
    stream: Option<StreamReader<raw::GpuError>>,
}

struct Scope {
    filter: ErrorFilter,
    error: Option<Error>,
}

impl fmt::Debug for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Errors")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Errors {
    /// Opens a scope, and returns how many are open now.
    pub(crate) fn push_scope(&self, filter: ErrorFilter) -> usize {
        let mut state = lock(&self.0);
        state.scopes.push(Scope {
            filter,
            error: None,
        });
        state.scopes.len()
    }

    pub(crate) fn scope_depth(&self) -> usize {
        lock(&self.0).scopes.len()
    }

    /// The guest's error of the innermost scope.
    pub(crate) fn pop_scope(&self) -> Option<Error> {
        lock(&self.0).scopes.pop()?.error
    }

    pub(crate) fn set_handler(&self, handler: Arc<dyn UncapturedErrorHandler>) {
        lock(&self.0).handler = Some(handler);
    }

    /// An error that the guest's side found: to the innermost scope that captures it.
    pub(crate) fn report(&self, error: Error) {
        let mut state = lock(&self.0);
        let mut scopes = state.scopes.iter_mut().rev();
        match scopes.find(|scope| scope.filter.captures(&error)) {
            Some(scope) => {
                scope.error.get_or_insert(error);
            }
            None => {
                drop(state);
                self.uncaptured(error);
            }
        }
    }

    /// Shorthand for a validation error.
    pub(crate) fn invalid(&self, call: &str, label: &str, rule: &str) {
        self.report(Error::invalid(call, label, rule));
    }

    /// The host's errors as its stream gives them, joined by those that the guest's side finds.
    pub(crate) fn stream(&self) -> impl Stream<Item = Error> + use<> {
        let (sender, ours) = mpsc::unbounded();
        self.set_handler(Arc::new(move |error| {
            // Who has dropped the stream does not want the errors.
            let _ = sender.unbounded_send(error);
        }));
        let reader = lock(&self.0).stream.take();
        let theirs = stream::unfold(reader, async |reader| {
            let mut reader = reader?;
            let error = reader.next().await?;
            Some((Error::from_raw(&error), Some(reader)))
        });
        stream::select(theirs, ours)
    }

    /// A validation error: WebGPU lacks what was asked for.
    pub(crate) fn lacking(&self, call: &str, label: crate::Label<'_>, what: Lacking) {
        self.invalid(call, label.unwrap_or_default(), &what.text());
    }

    /// An error that no scope captures: to the handler, else to stderr.
    pub(crate) fn uncaptured(&self, error: Error) {
        let handler = lock(&self.0).handler.clone();
        match handler {
            Some(handler) => handler(error),
            None => eprintln!("wasi-webgpu: uncaptured {error}"),
        }
    }
}

/// The devices that live.
static WATCHED: Mutex<Vec<Arc<Errors>>> = Mutex::new(Vec::new());

/// Reports what comes on a device's stream of uncaptured errors, from now until
/// [`unwatch`] or the end of the stream.
pub(crate) fn watch(errors: &Arc<Errors>, stream: StreamReader<raw::GpuError>) {
    lock(&errors.0).stream = Some(stream);
    lock(&WATCHED).push(errors.clone());
}

/// Reports what a device's stream still has, and ends its watch.
pub(crate) fn unwatch(errors: &Arc<Errors>) {
    errors.report_uncaptured();
    lock(&WATCHED).retain(|other| !Arc::ptr_eq(errors, other));
}

/// Reports what all streams have now. No lock is held while a handler runs: it may make and drop
/// devices.
pub(super) fn report_all() {
    let mut index = 0;
    loop {
        let errors = lock(&WATCHED).get(index).cloned();
        let Some(errors) = errors else { return };
        errors.report_uncaptured();
        index += 1;
    }
}

impl Errors {
    /// Reports what the device's stream has now.
    pub(crate) fn report_uncaptured(&self) {
        // Another call that is at work with the stream has it.
        let Some(stream) = lock(&self.0).stream.take() else {
            return;
        };
        let mut ended = false;
        while !ended {
            let error;
            (error, ended) = read_now(&stream);
            match error {
                Some(error) => self.uncaptured(Error::from_raw(&error)),
                None => break,
            }
        }
        if !ended {
            lock(&self.0).stream = Some(stream);
        }
    }
}

/// Reads an element that the host has now, if it has one, and whether the stream has ended.
///
/// A read that blocks is cancelled at once, and gives what the host had by then. The generated
/// reader could do so, too, but only by the machinery for reads that wait, which is 8 KB of every
/// guest.
#[allow(unsafe_code)]
fn read_now(stream: &StreamReader<raw::GpuError>) -> (Option<raw::GpuError>, bool) {
    const BLOCKED: u32 = u32::MAX;
    const DROPPED: u32 = 1;

    let operations = <raw::GpuError as raw::wit_stream::StreamPayload>::VTABLE;
    // An `own` handle is 4 bytes in the canonical ABI.
    let mut element = [0_u32; 1];
    let place = element.as_mut_ptr().cast::<u8>();
    // SAFETY: the handle is that of a stream of this type, no other read of it is pending (the
    // caller took the reader out of its mutex), and `place` has space for one element until the
    // read is completed or cancelled, which it is here.
    let code = unsafe {
        match (operations.start_read)(stream.handle(), place, 1) {
            BLOCKED => (operations.cancel_read)(stream.handle()),
            code => code,
        }
    };
    // The status in the lower four bits, the number of elements above.
    let (status, count) = (code & 0xf, code >> 4);
    let error = match (count, operations.lift) {
        // SAFETY: the host wrote one element, and it is lifted once.
        (1, Some(lift)) => Some(unsafe { lift(place) }),
        _ => None,
    };
    (error, status == DROPPED)
}
