//! What a guest may take of the host, and the accounts of what it has taken.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use wgpu_types::error::{ErrorType, WebGpuError};

/// The longest label, debug marker or key of a record, in bytes. A longer one is a trap.
const MAX_TEXT: usize = 4096;
/// What a recorded command takes of the host's memory, besides arguments of any length.
const COMMAND_BYTES: u64 = 128;
/// How much of the host's memory a recording takes at once.
const RECORDING_CHUNK: u64 = 64 << 10;

/// How much of the host the guest of one store may take.
///
/// Where WebGPU has an out-of-memory error for the call that goes over a quota, the guest gets that error
/// and an invalid object. Elsewhere the guest traps. Both messages name the quota and its value.
#[derive(Clone, Debug)]
pub struct Quotas {
    /// Bytes of GPU memory: buffers, textures, query sets, and uploads until the GPU has them. Memory counts
    /// until nothing that the guest has, has recorded or has submitted can use it. Unlimited by default.
    pub gpu_memory: u64,
    /// Bytes of a single buffer. Unlimited by default.
    pub buffer_size: u64,
    /// Handles of any kind of resource of the interface that the guest has at the same time. Unlimited by
    /// default, but a [`ResourceTable`](wasmtime::component::ResourceTable) has a capacity of its own.
    pub objects: u64,
    /// Devices that live at the same time. 64 by default: each may have a thread of the host.
    pub devices: u64,
    /// Bytes of the host's own memory, in round figures: recorded commands, compiled shader modules (16
    /// times the length of their WGSL), and records. 1 GiB by default.
    pub host_memory: u64,
    /// Bytes of WGSL in one shader module. 1 MiB by default: compilation takes the host's time, and cannot
    /// be interrupted.
    pub shader_size: u64,
    /// How long the guest waits for a single submission, once those before it are done; a device that
    /// takes longer is lost. Unlimited by default.
    pub gpu_wait: Option<Duration>,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            gpu_memory: u64::MAX,
            buffer_size: u64::MAX,
            objects: u64::MAX,
            devices: 64,
            host_memory: 1 << 30,
            shader_size: 1 << 20,
            gpu_wait: None,
        }
    }
}

/// A guest wants more than its quota.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the guest is over its quota `{0}` = {1}: it has {2} and wants {3} more")]
pub(crate) struct OverQuota(&'static str, u64, u64, u64);

/// The sum of what is used and what is wanted, if it is inside the limit.
pub(crate) fn check(
    quota: &'static str,
    limit: u64,
    used: u64,
    wanted: u64,
) -> Result<u64, OverQuota> {
    let sum = used.checked_add(wanted).filter(|sum| *sum <= limit);
    sum.ok_or(OverQuota(quota, limit, used, wanted))
}

impl OverQuota {
    /// As a trap, where WebGPU has no error for it.
    pub(crate) fn trap(self, call: &str) -> wasmtime::Error {
        wasmtime::format_err!("wasi:webgpu: in {call}: {self}")
    }
}

impl WebGpuError for OverQuota {
    fn webgpu_error_type(&self) -> ErrorType {
        ErrorType::OutOfMemory
    }
}

/// What a guest has of one quota.
pub(crate) struct Account {
    quota: &'static str,
    limit: u64,
    used: AtomicU64,
}

impl Account {
    fn new(quota: &'static str, limit: u64) -> Arc<Self> {
        let used = AtomicU64::new(0);
        Arc::new(Self { quota, limit, used })
    }

    fn take(&self, wanted: u64) -> Result<(), OverQuota> {
        let used = self.used.fetch_add(wanted, Relaxed);
        let taken = check(self.quota, self.limit, used, wanted);
        if taken.is_err() {
            self.used.fetch_sub(wanted, Relaxed);
        }
        taken.map(|_| ())
    }
}

/// A part of an account, which goes back to it with this.
pub(crate) struct Charge {
    account: Arc<Account>,
    amount: u64,
}

impl Charge {
    pub(crate) fn none(account: &Arc<Account>) -> Self {
        let (account, amount) = (Arc::clone(account), 0);
        Self { account, amount }
    }

    pub(crate) fn new(account: &Arc<Account>, amount: u64) -> Result<Self, OverQuota> {
        let mut charge = Self::none(account);
        charge.grow(amount)?;
        Ok(charge)
    }

    pub(crate) fn grow(&mut self, amount: u64) -> Result<(), OverQuota> {
        self.account.take(amount)?;
        self.amount += amount;
        Ok(())
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.account.used.fetch_sub(self.amount, Relaxed);
    }
}

/// The accounts of a store.
pub(crate) struct Accounts {
    pub(crate) quotas: Quotas,
    pub(crate) devices: Arc<Account>,
    pub(crate) host_memory: Arc<Account>,
    gpu_memory: Arc<Account>,
}

impl Accounts {
    pub(crate) fn new(quotas: Quotas) -> Arc<Self> {
        Arc::new(Self {
            devices: Account::new("devices", quotas.devices),
            host_memory: Account::new("host_memory", quotas.host_memory),
            gpu_memory: Account::new("gpu_memory", quotas.gpu_memory),
            quotas,
        })
    }
}

/// The GPU memory that an object keeps, its own or that of what it was made from. Empty where GPU memory
/// has no quota.
pub(crate) type Memory = Vec<Arc<GpuCharge>>;

/// A part of a device's GPU memory.
pub(crate) struct GpuCharge {
    device: Arc<DeviceMemory>,
    amount: AtomicU64,
}

impl GpuCharge {
    /// Gives the memory up, which counts until the GPU is done with it.
    pub(crate) fn release(&self) {
        let amount = self.amount.swap(0, Relaxed);
        self.device.given_up.fetch_add(amount, Relaxed);
    }
}

impl Drop for GpuCharge {
    fn drop(&mut self) {
        self.release();
    }
}

/// The GPU memory of a device. wgpu-core frees what was given up when no recording and no submission has
/// it any more, which it does not tell; so what was given up goes back to the account only at the end of
/// the submissions that were made by a time at which no recording lived.
pub(crate) struct DeviceMemory {
    pub(crate) accounts: Arc<Accounts>,
    given_up: AtomicU64,
    recordings: AtomicU64,
}

impl DeviceMemory {
    pub(crate) fn new(accounts: &Arc<Accounts>) -> Arc<Self> {
        Arc::new(Self {
            accounts: Arc::clone(accounts),
            given_up: AtomicU64::new(0),
            recordings: AtomicU64::new(0),
        })
    }

    /// Takes `amount` bytes of GPU memory.
    #[inline]
    pub(crate) fn take(self: &Arc<Self>, amount: u64) -> Result<Memory, OverQuota> {
        if self.accounts.gpu_memory.limit == u64::MAX {
            return Ok(Memory::new());
        }
        self.accounts.gpu_memory.take(amount)?;
        let (device, amount) = (Arc::clone(self), AtomicU64::new(amount));
        Ok(vec![Arc::new(GpuCharge { device, amount })])
    }

    /// What was given up, to go back to the account when the present submissions have ended.
    pub(crate) fn given_up(&self) -> Option<Charge> {
        if self.recordings.load(Relaxed) > 0 {
            return None;
        }
        let amount = self.given_up.swap(0, Relaxed);
        let account = Arc::clone(&self.accounts.gpu_memory);
        (amount > 0).then_some(Charge { account, amount })
    }
}

impl Drop for DeviceMemory {
    fn drop(&mut self) {
        drop(self.given_up());
    }
}

/// What is recorded with a command encoder and its passes, until the command buffer is submitted; or with
/// a render bundle encoder.
pub(crate) struct Recording {
    device: Arc<DeviceMemory>,
    taken: Mutex<Charge>,
    left: AtomicU64,
}

impl Recording {
    pub(crate) fn new(device: &Arc<DeviceMemory>) -> Arc<Self> {
        device.recordings.fetch_add(1, Relaxed);
        let taken = Mutex::new(Charge::none(&device.accounts.host_memory));
        let (device, left) = (Arc::clone(device), AtomicU64::new(0));
        Arc::new(Self {
            device,
            taken,
            left,
        })
    }

    /// Counts a command with `bytes` of arguments.
    #[inline]
    pub(crate) fn count(&self, call: &str, bytes: usize) -> wasmtime::Result<()> {
        let wanted = COMMAND_BYTES + bytes as u64;
        // Only the store's thread records: no need for one atomic step.
        let mut left = self.left.load(Relaxed);
        if left < wanted {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let more = RECORDING_CHUNK.max(wanted);
            taken.grow(more).map_err(|over| over.trap(call))?;
            left += more;
        }
        self.left.store(left - wanted, Relaxed);
        Ok(())
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.device.recordings.fetch_sub(1, Relaxed);
    }
}

/// The label of a descriptor, which may not be too long.
pub(crate) fn check_label(call: &str, label: Option<String>) -> wasmtime::Result<String> {
    let label = label.unwrap_or_default();
    check_text(call, &label)?;
    Ok(label)
}

/// Refuses a text that is too long to keep.
pub(crate) fn check_text<'a>(call: &str, text: &'a str) -> wasmtime::Result<&'a str> {
    wasmtime::ensure!(
        text.len() <= MAX_TEXT,
        "wasi:webgpu: in {call}: a label, marker or key has {} bytes; this host takes at most {MAX_TEXT}",
        text.len()
    );
    Ok(text)
}
