//! What all objects of a device share.

use std::borrow::Cow;
use std::future::poll_fn;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{Either, Shared, select};
use wgpu_core::SubmissionIndex;
use wgpu_core::global::Global;
use wgpu_core::id::{DeviceId, QueueId};
use wgpu_types::error::{ErrorType, WebGpuError};
use wgpu_types::{AdapterInfo, DeviceLostReason, Features, Limits};

use crate::WebGpuCtx;
use crate::driver::Driver;
use crate::errors::{DeviceError, ErrorKind, ErrorSink, describe};
use crate::handle::{GpuId, Handle, Object};
use crate::pass_observer::PassObserver;
use crate::poller::{Poller, wait};
use crate::quota::{Accounts, Charge, DeviceMemory, Memory, OverQuota, Recording, check_label};

/// How long a guest at the end of its GPU memory is held up for the GPU to free some.
const RECLAIM_TIME: Duration = Duration::from_millis(100);

/// How long a guest that has nothing else to do waits on its own thread. That is shorter than it takes to
/// wake the poll thread and be woken by it.
const MOMENT: Duration = Duration::from_micros(200);

/// Why a device was lost: a `gpu-device-lost-info`.
#[derive(Clone, Debug)]
pub struct LossInfo {
    pub(crate) reason: DeviceLostReason,
    pub(crate) message: String,
}

/// Resolves when the device is lost. An `Err` says that the last handle of the device went before that.
pub(crate) type Lost = Shared<oneshot::Receiver<LossInfo>>;

/// Says once that a device is lost.
pub(crate) struct Loss {
    happened: AtomicBool,
    sender: Mutex<Option<oneshot::Sender<LossInfo>>>,
}

impl Loss {
    fn new() -> (Arc<Self>, Lost) {
        let (sender, receiver) = oneshot::channel();
        let loss = Self {
            happened: AtomicBool::new(false),
            sender: Mutex::new(Some(sender)),
        };
        (Arc::new(loss), receiver.shared())
    }

    /// Whether the driver has lost the device. A `destroy` is no such loss.
    pub(crate) fn happened(&self) -> bool {
        self.happened.load(Ordering::Acquire)
    }

    pub(crate) fn report_failure(&self, message: String) {
        self.report(DeviceLostReason::Unknown, message);
    }

    fn report(&self, reason: DeviceLostReason, message: String) {
        if reason == DeviceLostReason::Unknown {
            self.happened.store(true, Ordering::Release);
        }
        let sender = (self.sender.lock().unwrap_or_else(PoisonError::into_inner)).take();
        let message = match reason {
            DeviceLostReason::Destroyed if message.is_empty() => "the device was destroyed".into(),
            _ => message,
        };
        if let Some(sender) = sender {
            // Without a receiver nobody asked.
            let _ = sender.send(LossInfo { reason, message });
        }
    }
}

/// The device and its queue in wgpu-core: what the poll thread needs of a device.
pub(crate) struct DeviceCore {
    pub(crate) driver: Driver,
    queue: QueueId,
    pub(crate) device: DeviceId,
    pub(crate) loss: Arc<Loss>,
}

impl Drop for DeviceCore {
    fn drop(&mut self) {
        let (driver, queue, device) = (self.driver.clone(), self.queue, self.device);
        let release = move || {
            // A drop has nobody to tell.
            let _ = driver.call("drop", |global| {
                queue.release(global);
                device.release(global);
            });
        };
        // wgpu-core's queue waits for the GPU when it goes, which may take for ever.
        if let Err(error) = self.driver.spawn("wasi-webgpu-drop", release) {
            tracing::error!("a device is not freed, as no thread can be started: {error}");
        }
    }
}

/// A device, shared by its handles, its queue and all objects made from it.
pub(crate) struct DeviceState {
    poller: Poller,
    core: Arc<DeviceCore>,
    destroyed: AtomicBool,
    pub(crate) lost: Lost,
    pub(crate) errors: Arc<ErrorSink>,
    /// What the guest sees of the device's features.
    pub(crate) features: Features,
    pub(crate) limits: Limits,
    pub(crate) adapter_info: AdapterInfo,
    /// All `gpu-queue` handles of a device are one queue.
    pub(crate) queue_label: Mutex<String>,
    /// Only where the device has the features that it needs.
    pub(crate) observer: Option<Arc<dyn PassObserver>>,
    memory: Arc<DeviceMemory>,
    _quota: Charge,
}

impl DeviceState {
    pub(crate) fn new(
        ctx: &WebGpuCtx,
        quota: Charge,
        (device, queue): (DeviceId, QueueId),
        features: Features,
        queue_label: String,
        observer: Option<Arc<dyn PassObserver>>,
    ) -> wasmtime::Result<Arc<Self>> {
        let driver = &ctx.driver;
        let (loss, lost) = Loss::new();
        let core = DeviceCore {
            driver: driver.clone(),
            queue,
            device,
            loss: Arc::clone(&loss),
        };
        let (limits, adapter_info) = driver.call("request-device", |global| {
            global.device_set_device_lost_closure(
                device,
                Box::new(move |reason, message| loss.report(reason, message)),
            );
            (
                global.device_limits(device),
                global.device_adapter_info(device),
            )
        })?;
        Ok(Arc::new(Self {
            poller: Poller::new(ctx.accounts.quotas.gpu_wait),
            core: Arc::new(core),
            destroyed: AtomicBool::new(false),
            lost,
            errors: Arc::default(),
            features,
            limits,
            adapter_info: ctx.caps.info(adapter_info),
            queue_label: Mutex::new(queue_label),
            observer,
            memory: DeviceMemory::new(&ctx.accounts),
            _quota: quota,
        }))
    }

    pub(crate) fn driver(&self) -> &Driver {
        &self.core.driver
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.core.device
    }

    pub(crate) fn queue_id(&self) -> QueueId {
        self.core.queue
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.memory.accounts
    }

    pub(crate) fn new_recording(&self) -> Arc<Recording> {
        Recording::new(&self.memory)
    }

    /// Takes GPU memory from the guest's quota.
    #[inline]
    pub(crate) fn take_memory(&self, bytes: u64) -> wasmtime::Result<Result<Memory, OverQuota>> {
        let taken = self.memory.take(bytes);
        if taken.is_ok() {
            return Ok(taken);
        }
        let given_up = self.memory.given_up();
        if self.is_gone() {
            drop(given_up);
        } else {
            let free = Box::new(move || drop(given_up));
            let submission = self.call("reclaim", |global| {
                // This submits the uploads that wait for the next submission, too.
                global.queue_on_submitted_work_done(self.queue_id(), free)
            })?;
            // A failure shows in the next call.
            let _ = wait(self.driver(), self.id(), submission, RECLAIM_TIME)?;
        }
        Ok(self.memory.take(bytes))
    }

    /// Makes an object that takes `bytes` of GPU memory. If that is over a quota, `f` is told by `false` to
    /// give wgpu-core a descriptor that it refuses.
    pub(crate) fn create_in_memory<I: GpuId, S, E: WebGpuError>(
        self: &Arc<Self>,
        call: &str,
        label: Option<String>,
        state: S,
        bytes: Result<u64, OverQuota>,
        f: impl FnOnce(&Global, wgpu_core::Label<'_>, bool) -> (I, Option<E>),
    ) -> wasmtime::Result<Object<I, S>> {
        let memory = match bytes {
            Ok(bytes) => self.take_memory(bytes)?,
            Err(over) => Err(over),
        };
        let (memory, over) = match memory {
            Ok(memory) => (memory, None),
            Err(over) => (Memory::new(), Some(over)),
        };
        self.make(call, label, (state, memory.clone()), |global, label| {
            let (id, error) = f(global, core_label(label), over.is_none());
            if error.is_some() {
                memory.iter().for_each(|it| it.release());
            }
            match over {
                None => self.report(call, label, error),
                over => self.report(call, label, over),
            }
            id
        })
    }

    /// Calls wgpu-core; `call` is the WIT name of what the guest asked for.
    #[inline]
    pub(crate) fn call<R>(&self, call: &str, f: impl FnOnce(&Global) -> R) -> wasmtime::Result<R> {
        self.driver().call(call, f)
    }

    /// Makes an object. A creation that fails reports its error and gives an invalid object, whose uses
    /// fail in turn ([contagious invalidity](https://www.w3.org/TR/webgpu/#invalidity)).
    pub(crate) fn create<I: GpuId, S, E: WebGpuError>(
        self: &Arc<Self>,
        call: &str,
        label: Option<String>,
        state: S,
        f: impl FnOnce(&Global, wgpu_core::Label<'_>) -> (I, Option<E>),
    ) -> wasmtime::Result<Object<I, S>> {
        self.make(call, label, (state, Memory::new()), |global, label| {
            let (id, error) = f(global, core_label(label));
            self.report(call, label, error);
            id
        })
    }

    /// Makes an object, and leaves it to the caller where its error goes.
    pub(crate) fn create_unreported<I: GpuId, S, E>(
        self: &Arc<Self>,
        call: &str,
        label: Option<String>,
        state: S,
        f: impl FnOnce(&Global, wgpu_core::Label<'_>) -> (I, Option<E>),
    ) -> wasmtime::Result<(Object<I, S>, Option<E>)> {
        let mut failure = None;
        let object = self.make(call, label, (state, Memory::new()), |global, label| {
            let (id, error) = f(global, core_label(label));
            failure = error;
            id
        })?;
        Ok((object, failure))
    }

    /// Makes an object of what `f` gives.
    #[inline]
    fn make<I: GpuId, S>(
        self: &Arc<Self>,
        call: &str,
        label: Option<String>,
        (state, memory): (S, Memory),
        f: impl FnOnce(&Global, &str) -> I,
    ) -> wasmtime::Result<Object<I, S>> {
        let label = check_label(call, label)?;
        let id = self.call(call, |global| f(global, &label))?;
        let device = Arc::clone(self);
        Ok(Object::new(Handle { device, id, memory }, label, state))
    }

    /// Makes the invalid object of a creation that this host refuses because of `what`. wgpu-core makes one
    /// of any descriptor that it refuses: `f` gives it such a one.
    pub(crate) fn create_invalid<I: GpuId, S, E>(
        self: &Arc<Self>,
        call: &str,
        label: Option<String>,
        state: S,
        what: &str,
        f: impl FnOnce(&Global) -> (I, Option<E>),
    ) -> wasmtime::Result<Object<I, S>> {
        let refused = HostValidation(what.to_owned());
        self.create(call, label, state, |global, _| (f(global).0, Some(refused)))
    }

    /// Reports what wgpu-core said of a call on the object with that label, if it said something.
    #[inline]
    pub(crate) fn report(&self, call: &str, label: &str, error: Option<impl WebGpuError>) {
        if let Some(error) = error {
            self.report_error(call, label, &error);
        }
    }

    #[cold]
    fn report_error(&self, call: &str, label: &str, error: &impl WebGpuError) {
        // `lost` says it; WebGPU raises no errors on a lost device.
        if self.is_gone() {
            return;
        }
        let kind = match error.webgpu_error_type() {
            ErrorType::Validation => ErrorKind::Validation,
            ErrorType::OutOfMemory => ErrorKind::OutOfMemory,
            ErrorType::Internal => ErrorKind::Internal,
            ErrorType::DeviceLost => return,
        };
        let message = describe(call, label, error);
        self.errors.report(DeviceError { kind, message });
    }

    /// Reports a validation error that wgpu-core does not see.
    pub(crate) fn report_validation(&self, call: &str, label: &str, message: &str) {
        self.report(call, label, Some(HostValidation(message.to_owned())));
    }

    /// Waits for an answer that wgpu-core gives once the GPU has done `submission`.
    ///
    /// # Errors
    ///
    /// `Ok(None)` if the device is lost before that.
    pub(crate) async fn answer<T>(
        self: Arc<Self>,
        submission: SubmissionIndex,
        mut answer: oneshot::Receiver<T>,
    ) -> wasmtime::Result<Option<T>> {
        yield_now().await;
        if !self.is_gone() {
            // The poll thread sees a failure, too.
            let _ = wait(self.driver(), self.id(), submission, MOMENT)?;
        }
        if let Ok(Some(answer)) = answer.try_recv() {
            return Ok(Some(answer));
        }
        self.poller.wait_for(&self.core, submission)?;
        Ok(match select(answer, self.lost.clone()).await {
            Either::Left((answer, _)) => answer.ok(),
            Either::Right(_) => None,
        })
    }

    /// Whether the guest may no longer use the memory of this device's mapped buffers.
    pub(crate) fn is_gone(&self) -> bool {
        self.destroyed.load(Ordering::Acquire) || self.core.loss.happened()
    }

    /// Destroys the device; `lost` resolves when the GPU has done what was submitted before.
    pub(crate) fn destroy(&self) -> wasmtime::Result<()> {
        self.destroyed.store(true, Ordering::Release);
        let last = self.call("destroy", |global| {
            let last = global.queue_on_submitted_work_done(self.queue_id(), Box::new(|| {}));
            global.device_destroy(self.id());
            last
        })?;
        self.poller.wait_for(&self.core, last)
    }
}

impl Drop for DeviceState {
    fn drop(&mut self) {
        // A drop has nobody to tell.
        let _ = self.observe(|observer, device| observer.close(device));
        self.errors.close();
        self.core.loss.report(
            DeviceLostReason::Destroyed,
            "all handles of the device were dropped".to_owned(),
        );
    }
}

/// Lets the guest go on with what else it has to do.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|cx| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A label as wgpu-core takes it.
pub(crate) fn core_label(label: &str) -> wgpu_core::Label<'_> {
    (!label.is_empty()).then_some(Cow::Borrowed(label))
}

/// A validation error that this host finds before wgpu-core does.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct HostValidation(String);

impl WebGpuError for HostValidation {
    fn webgpu_error_type(&self) -> ErrorType {
        ErrorType::Validation
    }
}
