//! Running futures: the entry point of a program, tasks, and the watch for uncaptured errors.

pub(crate) mod entry;
pub(crate) mod errors;
mod executor;
mod tasks;

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    task::{Context, Poll, Waker},
};

pub use tasks::{JoinHandle, spawn};

/// Runs a future to its end, and waits for the host without using the CPU.
///
/// It drives [spawned tasks](spawn) meanwhile; those that are not done at the end are dropped.
/// Errors that no error scope captured are reported, the last ones at the end.
///
/// Programs use [`main`](macro@crate::main) and tests [`test`](macro@crate::test) instead, which
/// also give the component the entry point that may wait: in a component that lacks it, and in a
/// synchronous export, the first wait for the GPU is a trap.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut output = None;
    executor::block_on(pin!(async { output = Some(run(future).await) }));
    match output {
        Some(output) => output,
        None => unreachable!("the executor returns when its future is ready"),
    }
}

/// What [`block_on`] does, as a future: for a component that has an `async` export of its own.
pub async fn run<F: Future>(future: F) -> F::Output {
    let _running = Running::enter();
    let mut future = pin!(future);
    let mut ended = None;
    let output = poll_fn(|cx| {
        let poll = match ended.take() {
            None => future.as_mut().poll(cx),
            Some(output) => {
                tasks::poll(cx);
                return Poll::Ready(output);
            }
        };
        tasks::poll(cx);
        match poll {
            // The tasks see what the host has for them by now, a device that is lost for instance:
            // whoever drives this future looks for events, and comes back at once.
            Poll::Ready(output) if tasks::are_there() => {
                ended = Some(output);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Pending => {
                errors::report_all();
                Poll::Pending
            }
            ready => ready,
        }
    })
    .await;
    tasks::drop_all();
    errors::report_all();
    output
}

/// Makes a future that has begun: it is polled now, and then by whoever awaits it. A future of a raw
/// call makes the call when it is first polled.
pub(crate) fn start<T: 'static>(
    future: impl Future<Output = T> + 'static,
) -> impl Future<Output = T> {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    let first = match is_running() {
        true => future.as_mut().poll(&mut context),
        false => Poll::Pending,
    };
    async {
        match first {
            Poll::Ready(output) => output,
            Poll::Pending => future.await,
        }
    }
}

thread_local! {
    static RUNNING: Cell<usize> = const { Cell::new(0) };
}

/// Counts the calls of [`run`] that are at work: outside one, no future of the host's can be
/// polled.
struct Running;

impl Running {
    fn enter() -> Self {
        RUNNING.set(RUNNING.get() + 1);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.set(RUNNING.get() - 1);
    }
}

pub(crate) fn is_running() -> bool {
    RUNNING.get() > 0
}
