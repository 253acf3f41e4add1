use crate::{
    Device, Error, ErrorFilter, Result,
    api::{PoppedScope, pop_scope},
    error::describe_call,
};

/// From the outermost to the innermost.
const FILTERS: [ErrorFilter; 3] = [
    ErrorFilter::Internal,
    ErrorFilter::OutOfMemory,
    ErrorFilter::Validation,
];

/// Does work that does not wait inside error scopes: its output, or the first error that the device
/// found in it, as [`util::checked`](crate::util::checked).
///
/// Nothing can be dropped between the beginning and the end of the scopes, so that this has no use for
/// [`ErrorScopeGuard`](crate::ErrorScopeGuard), whose care for that case is 6 KB of a guest.
pub(super) async fn scoped<T>(device: &Device, work: impl FnOnce() -> T) -> Result<T> {
    for filter in FILTERS {
        device.as_raw().push_error_scope(filter.to_raw());
        device.errors().push_scope(filter);
    }
    let output = work();
    // All scopes end before another task can run.
    let pops = FILTERS.map(|_| pop_scope(device, device.errors().pop_scope()));
    let mut first = None;
    for pop in pops {
        let error = match pop {
            PoppedScope::Done(error) => error,
            PoppedScope::Waits(pop) => pop.await,
        };
        first = first.or(error);
    }
    match first {
        Some(error) => Err(error),
        None => Ok(output),
    }
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
