//! Error scopes around work that does not wait. Nothing can be dropped between their beginning and their
//! end, so that this has no use for [`ErrorScopeGuard`](crate::ErrorScopeGuard), whose care for that
//! case is 6 KB of a guest.

use std::cell::RefCell;

use crate::{
    Device, Error, ErrorFilter, Result,
    api::{PopFuture, PoppedScope, pop_scope},
    error::describe_call,
};

/// From the outermost to the innermost: a cause before what follows from it.
const FILTERS: [ErrorFilter; 3] = [
    ErrorFilter::Validation,
    ErrorFilter::Internal,
    ErrorFilter::OutOfMemory,
];

/// Does work inside error scopes: its output, or the first error that the device found in it, as
/// [`util::checked`](crate::util::checked).
///
/// # Errors
/// Also that memory was short [before](in_memory).
pub(super) async fn scoped<T>(device: &Device, work: impl FnOnce() -> T) -> Result<T> {
    FILTERS.into_iter().for_each(|filter| push(device, filter));
    let output = work();
    // All scopes end before another task can run.
    let pops = FILTERS.map(|_| pop(device));
    let mut first = None;
    while let Some(late) = take_late(device) {
        first = first.or(late.await);
    }
    for pop in pops {
        let error = match pop {
            PoppedScope::Done(error) => error,
            PoppedScope::Waits(pop) => pop.await,
        };
        first = first.or(error);
    }
    first.map_or(Ok(output), Err)
}

/// Does work that may need memory of the GPU.
///
/// # Errors
/// The memory is short. On a host that does not say so at once, the next [`scoped`] work has the error.
pub(super) fn in_memory<T>(
    device: &Device,
    call: &str,
    label: &str,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    push(device, ErrorFilter::OutOfMemory);
    let output = work();
    end_in_memory(device, call, label)?;
    output
}

/// Not generic, as every type of element has an [`in_memory`] of its own.
fn end_in_memory(device: &Device, call: &str, label: &str) -> Result<()> {
    match pop(device) {
        PoppedScope::Done(None) => {}
        PoppedScope::Done(Some(error)) => return Err(within(call, label, error)),
        PoppedScope::Waits(pop) => LATE.with_borrow_mut(|late| late.push((device.clone(), pop))),
    }
    Ok(())
}

thread_local! {
    /// Ends of scopes whose errors nobody has yet.
    static LATE: RefCell<Vec<(Device, PopFuture)>> = const { RefCell::new(Vec::new()) };
}

fn take_late(device: &Device) -> Option<PopFuture> {
    LATE.with_borrow_mut(|late| {
        let index = late.iter().position(|(of, _)| of == device)?;
        Some(late.swap_remove(index).1)
    })
}

fn push(device: &Device, filter: ErrorFilter) {
    device.as_raw().push_error_scope(filter.to_raw());
    device.errors().push_scope(filter);
}

fn pop(device: &Device) -> PoppedScope {
    pop_scope(device, device.errors().pop_scope())
}

/// The error, with the call in which it came: WebGPU's own does not always say of which object it is.
pub(super) fn within(call: &str, label: &str, mut error: Error) -> Error {
    if let Error::Validation { description }
    | Error::OutOfMemory { description }
    | Error::Internal { description } = &mut error
    {
        *description = describe_call(call, label, description);
    }
    error
}
