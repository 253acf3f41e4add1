//! Tasks that run beside the future that `block_on` runs.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use futures::{
    FutureExt as _, StreamExt as _, channel::oneshot, future::LocalBoxFuture,
    stream::FuturesUnordered,
};

thread_local! {
    static TASKS: RefCell<FuturesUnordered<LocalBoxFuture<'static, ()>>> = RefCell::default();
    /// Set by the first `spawn`, so that a program that spawns nothing does not carry all this.
    static EXECUTOR: Cell<Option<Executor>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Executor {
    poll: fn(&mut Context<'_>),
    drop_all: fn(),
}

/// Starts a future that runs beside the current one, whenever that one waits.
///
/// The task goes on if the handle is dropped. It ends, done or not, with the [`block_on`] (the
/// `main`, the test) that drives it: await the handle of a task that must finish.
///
/// [`block_on`]: crate::block_on
pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> JoinHandle<T> {
    let (sender, receiver) = oneshot::channel();
    let task = future.map(|output| {
        // Nobody waits for the output of a task whose handle was dropped.
        let _ = sender.send(output);
    });
    TASKS.with_borrow(|tasks| tasks.push(task.boxed_local()));
    EXECUTOR.set(Some(Executor {
        poll: poll_tasks,
        drop_all: drop_tasks,
    }));
    JoinHandle { receiver }
}

/// The output of a [spawned](spawn) task, when it is done.
#[derive(Debug)]
#[must_use = "a task that must finish has to be awaited"]
pub struct JoinHandle<T> {
    receiver: oneshot::Receiver<T>,
}

impl<T> Future for JoinHandle<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        match self.receiver.poll_unpin(cx) {
            Poll::Ready(Ok(output)) => Poll::Ready(output),
            // The task was dropped with its `block_on`: there will never be an output, and nobody
            // is left to drive this future either.
            Poll::Ready(Err(oneshot::Canceled)) | Poll::Pending => Poll::Pending,
        }
    }
}

/// A task may spawn tasks, and may call `block_on`.
fn poll_tasks(cx: &mut Context<'_>) {
    loop {
        let mut running = TASKS.take();
        if running.is_empty() {
            return;
        }
        while let Poll::Ready(Some(())) = running.poll_next_unpin(cx) {}
        let spawned = TASKS.replace(running);
        if spawned.is_empty() {
            return;
        }
        TASKS.with_borrow(|tasks| spawned.into_iter().for_each(|task| tasks.push(task)));
    }
}

fn drop_tasks() {
    drop(TASKS.take());
}

/// Lets every task that is ready make progress.
pub(super) fn poll(cx: &mut Context<'_>) {
    if let Some(executor) = EXECUTOR.get() {
        (executor.poll)(cx);
    }
}

/// Whether there is any task.
pub(super) fn are_there() -> bool {
    EXECUTOR.get().is_some()
}

/// Drops all tasks, and the host's work that they wait for with them.
pub(super) fn drop_all() {
    if let Some(executor) = EXECUTOR.get() {
        (executor.drop_all)();
    }
}
