//! The one door to wgpu-core: every call of this crate goes through [`Driver::call`].

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use wgpu_core::global::Global;

/// A wgpu-core instance, and the threads that work with it.
#[derive(Clone)]
pub(crate) struct Driver(Arc<Shared>);

struct Shared {
    global: Arc<Global>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Driver {
    pub(crate) fn new(global: Arc<Global>) -> Self {
        let threads = Mutex::default();
        Self(Arc::new(Shared { global, threads }))
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
    if let Some(text) = panic.downcast_ref::<&str>() {
        text
    } else if let Some(text) = panic.downcast_ref::<String>() {
        text
    } else {
        "panic without a message"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_names_the_call() {
        let descriptor = wgpu_types::InstanceDescriptor {
            backends: wgpu_types::Backends::empty(),
            ..wgpu_types::InstanceDescriptor::new_without_display_handle()
        };
        let driver = Driver::new(Arc::new(Global::new("test", descriptor, None)));
        let error = driver
            .call("create-buffer", |_| panic!("lost {}", 1))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "wasi:webgpu: the GPU stack failed in `create-buffer`: lost 1"
        );
    }
}
