//! The one door to wgpu-core: every call of this crate goes through [`Driver::call`].

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use wgpu_core::global::Global;

/// A wgpu-core instance, and the threads that work with it.
#[derive(Clone)]
pub(crate) struct Driver(Arc<Shared>);

struct Shared {
    global: LazyLock<Arc<Global>, Box<dyn FnOnce() -> Arc<Global> + Send>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Driver {
    /// A driver for what `open` gives, once it is needed.
    pub(crate) fn new(open: impl FnOnce() -> Arc<Global> + Send + 'static) -> Self {
        let (global, threads) = (LazyLock::new(Box::new(open) as Box<_>), Mutex::default());
        Self(Arc::new(Shared { global, threads }))
    }

    /// Opens it on a thread of its own, if there can be one, so that a guest can be loaded meanwhile.
    pub(crate) fn open_soon(&self) {
        let driver = self.clone();
        let open = move || driver.call("open", |_| ()).unwrap_or_default();
        let _ = self.spawn("wasi-webgpu-open", open);
    }

    pub(crate) fn global(&self) -> &Arc<Global> {
        &self.0.global
    }

    fn threads(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        (self.0.threads.lock()).unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a thread, which [`join`](Self::join) waits for.
    pub(crate) fn spawn(
        &self,
        name: &str,
        work: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<()> {
        let thread = Builder::new().name(name.to_owned()).spawn(work)?;
        let mut threads = self.threads();
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread);
        Ok(())
    }

    /// Waits for the threads to end.
    pub(crate) fn join(&self) {
        // One at a time: a poll thread that ends may start one that drops the device.
        let next = || self.threads().pop();
        while let Some(thread) = next() {
            // A thread that panicked has ended, too.
            let _ = thread.join();
        }
    }

    /// Runs `f`, which does what the guest asked for with `call`.
    ///
    /// # Errors
    ///
    /// A panic inside wgpu-core or a driver becomes a trap of the guest that made the call. wgpu-core's
    /// locks do not poison, so that other guests on the same instance go on.
    #[inline]
    pub(crate) fn call<R>(&self, call: &str, f: impl FnOnce(&Global) -> R) -> wasmtime::Result<R> {
        catch_unwind(AssertUnwindSafe(|| f(&self.0.global))).map_err(|panic| {
            wasmtime::format_err!(
                "wasi:webgpu: the GPU stack failed in `{call}`: {}",
                message(&*panic)
            )
        })
    }
}

/// What a panic says, where it says something.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = (panic.downcast_ref::<&str>().copied())
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic without a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_names_the_call() {
        let driver = Driver::new(|| panic!("lost {}", 1));
        let error = driver.call("request-adapter", |_| ()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "wasi:webgpu: the GPU stack failed in `request-adapter`: lost 1"
        );
    }
}
