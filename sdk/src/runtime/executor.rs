//! Drives one future to its end, and sleeps in the host while it waits.
//!
//! The futures of the raw bindings register what they wait for (a *waitable* of the component
//! model) with the current task, by the C interface that `wit-bindgen` describes in its module
//! `async_support::cabi` (version 2), which lets any executor drive the bindings of any version.
//! This one puts the waitables into a set, waits for an event of the set, and wakes the future that
//! the event is for. `wit_bindgen::block_on` does the same for a component with exports, too; it
//! is 8 KB more in every guest, and (0.61) ends a future that wakes itself by a panic.

use std::{
    ffi::c_void,
    pin::Pin,
    ptr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll, Wake, Waker},
};

/// Polls `future` until it is ready.
///
/// # Panics
/// If the future waits, and neither the host nor a task of this program can ever wake it.
pub(super) fn block_on(mut future: Pin<&mut dyn Future<Output = ()>>) {
    let task = Arc::new(Task::new());
    let waker = Waker::from(task.clone());
    let mut context = Context::from_waker(&waker);
    loop {
        task.woken.store(false, Relaxed);
        if let Poll::Ready(()) = task.enter(|| future.as_mut().poll(&mut context)) {
            return;
        }
        task.sleep();
    }
}

/// What the executor knows of its future. Waitables may outlive the future, and keep this alive.
struct Task {
    woken: AtomicBool,
    set: u32,
    waiting: Mutex<Vec<Waiting>>,
}

/// A waitable in the set, and whom to tell of its event.
struct Waiting {
    waitable: u32,
    callback: Callback,
    argument: *mut c_void,
}

// SAFETY: a component has one thread; the pointer is only kept for the one who gave it.
#[allow(unsafe_code)]
unsafe impl Send for Waiting {}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Relaxed);
    }
}

impl Task {
    fn new() -> Self {
        Self {
            woken: AtomicBool::new(false),
            set: host::new_set(),
            waiting: Mutex::new(Vec::new()),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for an event, or only looks for one if the future has been woken, and delivers it with
    /// all others that are there: what is ready at once is seen at once.
    fn sleep(&self) {
        let woken = self.woken.load(Relaxed);
        assert!(
            woken || !self.waiting().is_empty(),
            "block_on waits for something that neither the host nor a task will ever do"
        );
        let mut event = host::next_event(self.set, woken);
        while let Some((waitable, code)) = event {
            if let Some(waiting) = self.remove(waitable) {
                waiting.tell(code);
            }
            event = host::next_event(self.set, true);
        }
    }

    /// Takes a waitable out of the set.
    fn remove(&self, waitable: u32) -> Option<Waiting> {
        let mut all = self.waiting();
        let position = all.iter().position(|w| w.waitable == waitable)?;
        host::join(waitable, host::NO_SET);
        Some(all.swap_remove(position))
    }

    /// Puts a waitable into the set; the former argument if it was there.
    fn register(&self, new: Waiting) -> *mut c_void {
        let mut all = self.waiting();
        match all.iter_mut().find(|w| w.waitable == new.waitable) {
            Some(waiting) => std::mem::replace(waiting, new).argument,
            None => {
                host::join(new.waitable, self.set);
                all.push(new);
                ptr::null_mut()
            }
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        for waiting in self.waiting().iter() {
            host::join(waiting.waitable, host::NO_SET);
        }
        host::drop_set(self.set);
    }
}

type Callback = unsafe extern "C" fn(argument: *mut c_void, code: u32);

/// The C interface by which bindings find their executor: `wasip3_task`, version 2.
#[allow(unsafe_code)]
mod c_interface {
    use super::{Arc, Callback, Task, Waiting, c_void, ptr};

    #[repr(C)]
    pub(super) struct CurrentTask {
        version: u32,
        task: *mut c_void,
        register: Register,
        unregister: Unregister,
        vtable: &'static Vtable,
    }

    #[repr(C)]
    struct Vtable {
        register: Register,
        unregister: Unregister,
        clone: unsafe extern "C" fn(*mut c_void) -> *mut c_void,
        drop: unsafe extern "C" fn(*mut c_void),
    }

    type Register = unsafe extern "C" fn(*mut c_void, u32, Callback, *mut c_void) -> *mut c_void;
    type Unregister = unsafe extern "C" fn(*mut c_void, u32) -> *mut c_void;

    static VTABLE: Vtable = Vtable {
        register,
        unregister,
        clone,
        drop,
    };

    impl Waiting {
        pub(super) fn tell(self, code: u32) {
            // SAFETY: whoever registered the callback keeps its argument alive until the callback
            // is called or the waitable is unregistered, and it is called once.
            unsafe { (self.callback)(self.argument, code) }
        }
    }

    impl Task {
        /// Makes this task the current one while `f` runs.
        pub(super) fn enter<T>(self: &Arc<Self>, f: impl FnOnce() -> T) -> T {
            let mut current = CurrentTask {
                version: 2,
                task: Arc::as_ptr(self).cast_mut().cast(),
                register,
                unregister,
                vtable: &VTABLE,
            };
            // SAFETY: `current` and the task that it points to live until the former one is
            // restored.
            let former = unsafe { super::host::wasip3_task_set(&mut current) };
            let output = f();
            // SAFETY: the former one is what the caller of `enter` had.
            unsafe { super::host::wasip3_task_set(former) };
            output
        }
    }

    /// # Safety
    /// `task` is that of a [`CurrentTask`] or of a clone.
    unsafe fn borrow<'a>(task: *mut c_void) -> &'a Task {
        // SAFETY: both are pointers of an `Arc<Task>` that lives.
        unsafe { &*task.cast_const().cast() }
    }

    unsafe extern "C" fn register(
        task: *mut c_void,
        waitable: u32,
        callback: Callback,
        argument: *mut c_void,
    ) -> *mut c_void {
        // SAFETY: bindings pass on what they were given.
        unsafe { borrow(task) }.register(Waiting {
            waitable,
            callback,
            argument,
        })
    }

    unsafe extern "C" fn unregister(task: *mut c_void, waitable: u32) -> *mut c_void {
        // SAFETY: bindings pass on what they were given.
        let waiting = unsafe { borrow(task) }.remove(waitable);
        waiting.map_or(ptr::null_mut(), |waiting| waiting.argument)
    }

    unsafe extern "C" fn clone(task: *mut c_void) -> *mut c_void {
        // SAFETY: the pointer is that of an `Arc`, which the new one shares.
        unsafe { Arc::increment_strong_count(task.cast_const().cast::<Task>()) };
        task
    }

    unsafe extern "C" fn drop(task: *mut c_void) {
        // SAFETY: bindings drop each clone once.
        unsafe { Arc::decrement_strong_count(task.cast_const().cast::<Task>()) };
    }
}

/// The built-in functions of the component model for sets of waitables, and the one pointer that
/// all bindings of a component share.
#[cfg(all(target_arch = "wasm32", target_env = "p2"))]
#[allow(unsafe_code)]
mod host {
    use super::c_interface::CurrentTask;

    /// Joining it takes a waitable out of its set.
    pub(super) const NO_SET: u32 = 0;

    #[link(wasm_import_module = "$root")]
    unsafe extern "C" {
        #[link_name = "[waitable-set-new]"]
        safe fn waitable_set_new() -> u32;
        #[link_name = "[waitable-set-drop]"]
        safe fn waitable_set_drop(set: u32);
        #[link_name = "[waitable-join]"]
        safe fn waitable_join(waitable: u32, set: u32);
        #[link_name = "[waitable-set-wait]"]
        safe fn waitable_set_wait(set: u32, event: &mut [u32; 2]) -> u32;
        #[link_name = "[waitable-set-poll]"]
        safe fn waitable_set_poll(set: u32, event: &mut [u32; 2]) -> u32;
    }

    unsafe extern "C" {
        /// Sets the current task and gives the former one.
        pub(super) fn wasip3_task_set(task: *mut CurrentTask) -> *mut CurrentTask;
    }

    pub(super) fn new_set() -> u32 {
        waitable_set_new()
    }

    pub(super) fn drop_set(set: u32) {
        waitable_set_drop(set);
    }

    pub(super) fn join(waitable: u32, set: u32) {
        waitable_join(waitable, set);
    }

    /// The waitable that has an event, and the event; without waiting for one if `now`.
    pub(super) fn next_event(set: u32, now: bool) -> Option<(u32, u32)> {
        let mut event = [0; 2];
        let kind = if now {
            waitable_set_poll(set, &mut event)
        } else {
            waitable_set_wait(set, &mut event)
        };
        (kind != 0).then_some((event[0], event[1]))
    }
}

/// On other targets the SDK compiles, for its documentation and unit tests, and has no host.
#[cfg(not(all(target_arch = "wasm32", target_env = "p2")))]
#[allow(unsafe_code)]
mod host {
    use super::c_interface::CurrentTask;

    pub(super) const NO_SET: u32 = 0;

    pub(super) fn new_set() -> u32 {
        panic!("block_on works in a component only: build for wasm32-wasip2");
    }

    pub(super) fn drop_set(_: u32) {}

    pub(super) fn join(_: u32, _: u32) {}

    pub(super) fn next_event(_: u32, _: bool) -> Option<(u32, u32)> {
        None
    }

    pub(super) unsafe fn wasip3_task_set(task: *mut CurrentTask) -> *mut CurrentTask {
        task
    }
}
