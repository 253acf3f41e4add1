//! What a guest may take and see of this machine: memory, time, and the adapter's features and limits.

use std::time::Duration;

use bytesize::ByteSize;
use clap::Args;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use wasi_webgpu_host::{AdapterCaps, InvalidCap, Quotas};
use wasmtime::{Engine, ResourceLimiter, Store};

use crate::environment::Host;

/// Bytes that a guest may pass in one call, an upload for instance; wasmtime's default is 128 MiB.
const LARGEST_CALL: usize = 2 << 30;

/// How long a guest that computes may keep its thread after its time is over.
const TICK: Duration = Duration::from_millis(10);

/// The options that limit each instance of the guest.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Limits for the guest (in a test suite, for each test)")]
pub(crate) struct Limits {
    /// GPU memory: buffers, textures, query sets, and uploads until they are done. What goes over it is
    /// an out-of-memory error. `512M` is 512,000,000 bytes, `512MiB` 536,870,912
    #[arg(long, value_name = "SIZE")]
    max_gpu_memory: Option<ByteSize>,

    /// Size of a single buffer. A larger one is an out-of-memory error
    #[arg(long, value_name = "SIZE")]
    max_buffer_size: Option<ByteSize>,

    /// Handles of wasi:webgpu that the guest has at a time: buffers, pipelines, passes, errors and
    /// all others. One more is a trap
    #[arg(long, value_name = "N")]
    max_objects: Option<u64>,

    /// The guest's own (linear) memory. Growing it further is a trap
    #[arg(long, value_name = "SIZE")]
    max_memory: Option<ByteSize>,

    /// Ends the guest after this time, whatever it does: `30s`, `1m 30s`. Its compilation does not count
    #[arg(long, value_name = "TIME")]
    timeout: Option<humantime::Duration>,

    /// Loses the device when the guest has waited this long for the GPU to do a single submission. The
    /// runner does not wait longer in the end, either
    #[arg(long, value_name = "TIME")]
    gpu_timeout: Option<humantime::Duration>,

    /// Hides the adapter's vendor, device, description and subgroup sizes from the guest
    #[arg(long)]
    mask_adapter_info: bool,

    /// Takes a feature away from the adapter, by its name in WebGPU: `timestamp-query`. Repeatable
    #[arg(long, value_name = "NAME", value_parser = feature)]
    deny_feature: Vec<String>,

    /// Makes a limit of the adapter no better than a value, by its name in WebGPU:
    /// `maxComputeWorkgroupSizeX=64`. Repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = limit)]
    cap_limit: Vec<(String, u64)>,
}

fn feature(name: &str) -> Result<String, InvalidCap> {
    AdapterCaps::default().deny_feature(name)?;
    Ok(name.to_owned())
}

fn limit(option: &str) -> Result<(String, u64), String> {
    let (name, value) = option.split_once('=').ok_or("it must be NAME=VALUE")?;
    let value = value
        .parse()
        .map_err(|error| format!("`{value}`: {error}"))?;
    let checked = AdapterCaps::default().cap_limit(name, value);
    checked.map_err(|error| error.to_string())?;
    Ok((name.to_owned(), value))
}

impl Limits {
    /// What the guest may take of the GPU.
    pub(crate) fn quotas(&self) -> Quotas {
        let mut quotas = Quotas::default();
        if let Some(ByteSize(bytes)) = self.max_gpu_memory {
            quotas.gpu_memory = bytes;
        }
        if let Some(ByteSize(bytes)) = self.max_buffer_size {
            quotas.buffer_size = bytes;
        }
        if let Some(objects) = self.max_objects {
            quotas.objects = objects;
        }
        quotas.gpu_wait = self.gpu_timeout.map(Duration::from);
        quotas
    }

    /// What the guest sees of the adapter.
    pub(crate) fn caps(&self) -> AdapterCaps {
        let mut caps = AdapterCaps::default();
        if self.mask_adapter_info {
            caps.mask_info();
        }
        // The parser has seen to it that these are right.
        for name in &self.deny_feature {
            caps.deny_feature(name).unwrap_or_default();
        }
        for (name, value) in &self.cap_limit {
            caps.cap_limit(name, *value).unwrap_or_default();
        }
        caps
    }

    /// Whether the guest's wasm has to be compiled so that it can be interrupted.
    pub(crate) fn interrupt(&self) -> bool {
        self.timeout.is_some()
    }

    /// How long the runner waits in the end for what guests have left on the GPU; `None` for any time.
    pub(crate) fn patience(&self) -> Option<Duration> {
        self.gpu_timeout.or(self.timeout).map(Duration::from)
    }

    pub(crate) fn linear_memory(&self) -> LinearMemory {
        let limit = self.max_memory.map_or(u64::MAX, |size| size.as_u64());
        LinearMemory { used: 0, limit }
    }

    /// Calls into the guest of `store`, for as long as the guest has.
    ///
    /// # Errors
    ///
    /// Those of `call`, or [`TimedOut`].
    pub(crate) async fn call<T>(
        &self,
        store: &mut Store<Host>,
        call: impl AsyncFnOnce(&mut Store<Host>) -> wasmtime::Result<T>,
    ) -> wasmtime::Result<T> {
        store.limiter(|host| host.linear_memory());
        store.set_hostcall_fuel(LARGEST_CALL);
        let Some(limit) = self.timeout else {
            return call(store).await;
        };
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let mut ticker = JoinSet::new();
        ticker.spawn(tick(store.engine().clone()));
        let called = timeout(limit.into(), call(store)).await;
        called.unwrap_or_else(|_| Err(TimedOut(limit).into()))
    }
}

/// Has running wasm look up every now and then whether its time is over.
async fn tick(engine: Engine) {
    loop {
        sleep(TICK).await;
        engine.increment_epoch();
    }
}

/// The guest took longer than it may.
#[derive(Debug, thiserror::Error)]
#[error("the guest was ended after `--timeout {0}`")]
pub(crate) struct TimedOut(humantime::Duration);

/// The linear memories of an instance.
pub(crate) struct LinearMemory {
    used: u64,
    limit: u64,
}

impl ResourceLimiter for LinearMemory {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.used += desired.saturating_sub(current) as u64;
        if self.used <= self.limit {
            return Ok(true);
        }
        Err(wasmtime::format_err!(
            "the guest needs {} of linear memory, and has `--max-memory {}`",
            ByteSize(self.used).display().si(),
            ByteSize(self.limit).display().si(),
        ))
    }

    fn table_growing(
        &mut self,
        _current: usize,
        _desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(true)
    }
}
