//! Tables of calls, with what WebGPU says of each.

use std::panic::Location;

use wasi_webgpu::raw::{GpuDevice, GpuErrorFilter as Filter, GpuErrorKind as Kind};

/// What came of the calls of a table. A table is gone through to its end, so that one run shows all that is
/// wrong.
pub(crate) struct Checks<'a> {
    device: &'a GpuDevice,
    wrong: Vec<String>,
}

/// A call's error, as a test names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    Validation,
    OutOfMemory,
    Internal,
}

impl<'a> Checks<'a> {
    pub(crate) fn new(device: &'a GpuDevice) -> Self {
        Self {
            device,
            wrong: Vec::new(),
        }
    }

    /// A call that causes no error.
    #[track_caller]
    pub(crate) fn fine<T>(
        &mut self,
        what: &str,
        call: impl FnOnce() -> T,
    ) -> impl Future<Output = T> {
        self.expect(&[Outcome::Fine], what, call)
    }

    /// A call that causes a validation error.
    #[track_caller]
    pub(crate) fn invalid<T>(
        &mut self,
        what: &str,
        call: impl FnOnce() -> T,
    ) -> impl Future<Output = T> {
        self.expect(&[Outcome::Validation], what, call)
    }

    /// A call that is valid, and may be too much for the machine.
    #[track_caller]
    pub(crate) fn large<T>(
        &mut self,
        what: &str,
        call: impl FnOnce() -> T,
    ) -> impl Future<Output = T> {
        self.expect(&[Outcome::Fine, Outcome::OutOfMemory], what, call)
    }

    /// A call that is refused, as invalid or as too large.
    #[track_caller]
    pub(crate) fn refused<T>(
        &mut self,
        what: &str,
        call: impl FnOnce() -> T,
    ) -> impl Future<Output = T> {
        self.expect(&[Outcome::Validation, Outcome::OutOfMemory], what, call)
    }

    /// A call on which wgpu-core and WebGPU do not agree, and that does no harm.
    #[track_caller]
    pub(crate) fn either<T>(
        &mut self,
        what: &str,
        call: impl FnOnce() -> T,
    ) -> impl Future<Output = T> {
        self.expect(&[Outcome::Fine, Outcome::Validation], what, call)
    }

    /// Something that the host answers with a value rather than an error of the device.
    #[track_caller]
    pub(crate) fn holds(&mut self, what: &str, is_so: bool) {
        if !is_so {
            self.wrong.push(format!("{}: {what}", Location::caller()));
        }
    }

    /// A call that waits, and causes a validation error.
    #[track_caller]
    pub(crate) fn invalid_wait<T>(
        &mut self,
        what: &str,
        call: impl Future<Output = T>,
    ) -> impl Future<Output = T> {
        self.wait(&[Outcome::Validation], what, call)
    }

    /// A call that waits, and causes no error of the device.
    #[track_caller]
    pub(crate) fn fine_wait<T>(
        &mut self,
        what: &str,
        call: impl Future<Output = T>,
    ) -> impl Future<Output = T> {
        self.wait(&[Outcome::Fine], what, call)
    }

    #[track_caller]
    fn expect<T>(
        &mut self,
        expected: &'static [Outcome],
        what: &str,
        call: impl FnOnce() -> T,
    ) -> impl Future<Output = T> {
        self.wait(expected, what, async { call() })
    }

    #[track_caller]
    fn wait<T>(
        &mut self,
        expected: &'static [Outcome],
        what: &str,
        call: impl Future<Output = T>,
    ) -> impl Future<Output = T> {
        let place = Location::caller();
        async move {
            let (made, outcome, message) = outcome(self.device, call).await;
            if !expected.contains(&outcome) {
                let wrong = format!("{place}: {what}: {outcome:?}, not {expected:?}: {message}");
                self.wrong.push(wrong);
            }
            made
        }
    }

    /// Fails if something was wrong.
    pub(crate) fn end(self) {
        let Self { wrong, .. } = self;
        assert!(
            wrong.is_empty(),
            "{} wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}

/// Makes a call in error scopes for all kinds of errors.
async fn outcome<T>(device: &GpuDevice, call: impl Future<Output = T>) -> (T, Outcome, String) {
    let filters = [Filter::OutOfMemory, Filter::Internal, Filter::Validation];
    for filter in filters {
        device.push_error_scope(filter);
    }
    let made = call.await;
    let (mut outcome, mut message) = (Outcome::Fine, String::new());
    for _ in filters {
        if let Some(error) = device.pop_error_scope().await.expect("a scope is open") {
            outcome = match error.kind() {
                Kind::ValidationError => Outcome::Validation,
                Kind::OutOfMemoryError => Outcome::OutOfMemory,
                Kind::InternalError => Outcome::Internal,
            };
            message = error.message();
        }
    }
    (made, outcome, message)
}
