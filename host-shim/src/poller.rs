//! Waiting for the GPU: one thread per device, started by the first wait and parked when none is left.

use std::collections::BTreeSet;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use wgpu_core::SubmissionIndex;
use wgpu_core::device::WaitIdleError;
use wgpu_core::global::Global;
use wgpu_core::id::DeviceId;
use wgpu_types::{PollStatus, PollType};

use crate::device_state::DeviceCore;
use crate::driver::Driver;
use crate::errors::chain;

/// The longest that one poll holds wgpu-core's locks, which `destroy` calls of the guest need.
const SLICE: Duration = Duration::from_millis(5);

/// The name of the threads that wait for the GPU. Their panics are caught, and not all mean something.
pub const POLL_THREAD: &str = "wasi-webgpu-poll";

/// Polls a device for as long as somebody waits for it.
pub(crate) struct Poller {
    /// To the thread, which ends when this goes. It is not joined: a store's drop should not wait for the GPU.
    waits: Mutex<Option<Sender<SubmissionIndex>>>,
    /// How long a submission may take.
    limit: Option<Duration>,
}

impl Poller {
    pub(crate) fn new(limit: Option<Duration>) -> Self {
        let waits = Mutex::default();
        Self { waits, limit }
    }

    /// Sees to it that the callbacks of `submission` are called once the GPU has done it.
    pub(crate) fn wait_for(
        &self,
        device: &Arc<DeviceCore>,
        submission: SubmissionIndex,
    ) -> wasmtime::Result<()> {
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        if waits.is_none() {
            let (sender, receiver) = mpsc::channel();
            let (core, limit) = (Arc::clone(device), self.limit);
            (device.driver).spawn(POLL_THREAD, move || run(&receiver, &core, limit))?;
            *waits = Some(sender);
        }
        // The thread lives as long as the sender.
        let _ = waits.as_ref().map(|waits| waits.send(submission));
        Ok(())
    }
}

/// Waits for a submission, but not longer than `timeout`.
pub(crate) fn wait(
    driver: &Driver,
    device: DeviceId,
    submission: SubmissionIndex,
    timeout: Duration,
) -> wasmtime::Result<Result<PollStatus, WaitIdleError>> {
    let wait = PollType::Wait {
        submission_index: Some(submission),
        timeout: Some(timeout),
    };
    let waited = driver.call("poll", |global| global.device_poll(device, wait));
    if waited.is_ok() {
        return waited;
    }
    // wgpu-core 30 asserts that the queue is not empty when a wait times out. That fails, before the wait
    // has done anything, if the GPU gets done then, and a submit of another thread sees it first. A device
    // that works can be polled, and the next wait finds the submission done.
    let polled = driver.call("poll", |global| global.device_poll(device, PollType::Poll))?;
    Ok(polled.and(Err(WaitIdleError::Timeout)))
}

/// The oldest submission that is waited for; `None` when the device has gone.
fn next(
    waits: &Receiver<SubmissionIndex>,
    open: &mut BTreeSet<SubmissionIndex>,
) -> Option<SubmissionIndex> {
    loop {
        match waits.try_recv() {
            Ok(submission) => drop(open.insert(submission)),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if open.is_empty() => drop(open.insert(waits.recv().ok()?)),
            Err(TryRecvError::Empty) => return open.pop_first(),
        }
    }
}

fn run(waits: &Receiver<SubmissionIndex>, device: &DeviceCore, limit: Option<Duration>) {
    let mut open = BTreeSet::new();
    let mut slow: Option<(SubmissionIndex, Instant)> = None;
    while let Some(submission) = next(waits, &mut open) {
        // After a loss wgpu-core's next poll frees all buffers, and the guest's thread may be copying
        // out of a mapped one. Nobody waits here any more: the waits end with the loss.
        if device.loss.happened() {
            continue;
        }
        match wait(&device.driver, device.device, submission, SLICE) {
            Ok(Ok(_)) => {}
            Ok(Err(WaitIdleError::Timeout)) => {
                let since = match slow {
                    Some((slow, since)) if slow == submission => since,
                    _ => Instant::now(),
                };
                slow = Some((submission, since));
                match limit {
                    Some(limit) if since.elapsed() >= limit => give_up(device, limit),
                    _ => drop(open.insert(submission)),
                }
            }
            Ok(Err(error)) => device.loss.report_failure(chain(&error)),
            Err(panic) => device.loss.report_failure(panic.to_string()),
        }
    }
}

/// Loses a device whose GPU takes too long. It may never end, and cannot be stopped.
fn give_up(device: &DeviceCore, limit: Duration) {
    device.loss.report_failure(format!(
        "the GPU has not finished a submission within the quota `gpu_wait` = {limit:?}"
    ));
    let destroy = |global: &Global| global.device_destroy(device.device);
    let destroyed = device.driver.call("destroy", destroy);
    if let Err(panic) = destroyed {
        tracing::error!("{panic}");
    }
}
