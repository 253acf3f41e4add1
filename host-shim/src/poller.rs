//! Waiting for the GPU: one thread per device, started by the first wait and parked when none is left.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wgpu_core::SubmissionIndex;
use wgpu_core::device::WaitIdleError;
use wgpu_types::PollType;

use crate::device_state::DeviceCore;
use crate::errors::chain;

/// The longest that one poll holds wgpu-core's locks, which `destroy` calls of the guest need.
const SLICE: Duration = Duration::from_millis(5);

#[derive(Default)]
struct State {
    /// The submissions that somebody waits for.
    waits: BTreeSet<SubmissionIndex>,
    started: bool,
    stopped: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the oldest submission that is waited for; `None` when the device has gone.
    fn next(&self) -> Option<SubmissionIndex> {
        let mut state = self.lock();
        loop {
            if state.stopped {
                return None;
            }
            if let Some(submission) = state.waits.pop_first() {
                return Some(submission);
            }
            state = (self.changed.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Polls a device for as long as somebody waits for it.
#[derive(Default)]
pub(crate) struct Poller(Arc<Shared>);

impl Poller {
    /// Sees to it that the callbacks of `submission` are called once the GPU has done it.
    pub(crate) fn wait_for(
        &self,
        device: &Arc<DeviceCore>,
        submission: SubmissionIndex,
    ) -> wasmtime::Result<()> {
        let mut state = self.0.lock();
        state.waits.insert(submission);
        if !state.started {
            let (shared, device) = (Arc::clone(&self.0), Arc::clone(device));
            let driver = device.driver().clone();
            driver.spawn("wasi-webgpu-poll", move || run(&shared, &device))?;
            state.started = true;
        }
        self.0.changed.notify_one();
        Ok(())
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        // Not joined: the thread ends with its slice, and a store's drop should not wait for the GPU.
        self.0.lock().stopped = true;
        self.0.changed.notify_one();
    }
}

fn run(shared: &Shared, device: &DeviceCore) {
    while let Some(submission) = shared.next() {
        // After a loss wgpu-core's next poll frees all buffers, and the guest's thread may be copying
        // out of a mapped one. Nobody waits here any more: the waits end with the loss.
        if device.loss.happened() {
            continue;
        }
        let poll = PollType::Wait {
            submission_index: Some(submission),
            timeout: Some(SLICE),
        };
        let polled = device
            .driver()
            .call("poll", |global| global.device_poll(device.id(), poll));
        match polled {
            Ok(Ok(_)) => {}
            Ok(Err(WaitIdleError::Timeout)) => {
                shared.lock().waits.insert(submission);
            }
            Ok(Err(error)) => device.loss.report_failure(chain(&error)),
            Err(panic) => device.loss.report_failure(panic.to_string()),
        }
    }
}
