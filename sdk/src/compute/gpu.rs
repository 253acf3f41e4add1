use std::{
    borrow::Borrow,
    fmt,
    sync::{Arc, Mutex, MutexGuard},
};

use bytemuck::Pod;
use wgpu_types::{AdapterInfo, Features, Limits};

use super::{
    BufferOptions, Dispatch, GpuOptions, TypedBuffer,
    cache::{Cache, lock},
    check::FEATURES,
    scope::{scoped, within},
};
use crate::{ComputePassDescriptor, ComputePassTimestampWrites, Device, Queue, Result};

/// A device and its queue, with the pipelines that were made for it. Clones are the same device.
#[derive(Clone)]
pub struct Gpu {
    shared: Arc<Shared>,
}

struct Shared {
    device: Device,
    queue: Queue,
    features: Features,
    limits: Limits,
    cache: Mutex<Cache>,
}

impl Gpu {
    /// The host's fastest adapter, with all it can do: see [`GpuOptions::request`].
    ///
    /// # Errors
    /// The host has no adapter.
    pub async fn request() -> Result<Self> {
        Self::options().request().await
    }

    /// To say which adapter, and what it must have.
    pub fn options() -> GpuOptions<'static> {
        GpuOptions::new()
    }

    /// A device of the plain layer, and its queue.
    pub fn from_parts(device: Device, queue: Queue) -> Self {
        let (features, limits) = (device.features(), device.limits());
        Self::new(device, queue, features, limits)
    }

    pub(super) fn new(device: Device, queue: Queue, features: Features, limits: Limits) -> Self {
        let shared = Shared {
            device,
            queue,
            features,
            limits,
            cache: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// For calls of the plain layer.
    pub fn device(&self) -> &Device {
        &self.shared.device
    }

    /// For calls of the plain layer.
    pub fn queue(&self) -> &Queue {
        &self.shared.queue
    }

    /// The features that it has.
    pub fn features(&self) -> Features {
        self.shared.features
    }

    /// The limits that were asked for: the device keeps to these, or to better ones.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// What the host says of the adapter. The whole is in what [`Display`](fmt::Display) shows.
    pub fn info(&self) -> AdapterInfo {
        self.device().adapter_info()
    }

    /// A buffer that holds `elements`. For one with a label, see [`buffer`](Self::buffer).
    ///
    /// # Errors
    /// The device has no buffers as large, or no memory left.
    pub fn upload<T: Pod>(&self, elements: &[T]) -> Result<TypedBuffer<T>> {
        self.buffer("").upload(elements)
    }

    /// A buffer of `len` elements, all bytes zero.
    ///
    /// # Errors
    /// As of [`upload`](Self::upload).
    pub fn zeroed<T: Pod>(&self, len: usize) -> Result<TypedBuffer<T>> {
        self.buffer("").zeroed(len)
    }

    /// To make a buffer with a label, which errors show, or for other usages.
    pub fn buffer<'a>(&'a self, label: &'a str) -> BufferOptions<'a> {
        BufferOptions::new(self, label)
    }

    /// Runs dispatches in their order, each after the work of those before it, by one pass and one
    /// submission.
    ///
    /// # Errors
    /// The first error that the device finds; then none of them runs. Also what
    /// [`Dispatch::record`] finds.
    pub async fn run<D: Borrow<Dispatch>>(
        &self,
        dispatches: impl IntoIterator<Item = D>,
    ) -> Result<()> {
        let owned: Vec<D> = dispatches.into_iter().collect();
        let borrowed: Vec<_> = owned.iter().map(Borrow::borrow).collect();
        self.run_all(&borrowed, None).await
    }

    pub(super) async fn run_all(
        &self,
        dispatches: &[&Dispatch],
        timestamp_writes: Option<ComputePassTimestampWrites<'_>>,
    ) -> Result<()> {
        if timestamp_writes.is_none() && dispatches.iter().all(|dispatch| dispatch.is_empty()) {
            return Ok(());
        }
        let submit = || self.submit(dispatches, timestamp_writes);
        let result = match scoped(self.device(), submit).await {
            Ok(recorded) => recorded,
            Err(error) => Err(within("run", &labels(dispatches), error)),
        };
        if result.is_err() {
            for dispatch in dispatches {
                dispatch.launch().forget();
            }
        }
        result
    }

    /// One pass of all. Nothing is submitted where a dispatch has an error.
    fn submit(
        &self,
        dispatches: &[&Dispatch],
        timestamp_writes: Option<ComputePassTimestampWrites<'_>>,
    ) -> Result<()> {
        let mut encoder = self.device().create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&ComputePassDescriptor {
            label: None,
            timestamp_writes,
        });
        for dispatch in dispatches {
            dispatch.record(&mut pass)?;
        }
        drop(pass);
        self.queue().submit([encoder.finish()]);
        Ok(())
    }

    pub(super) fn cache(&self) -> MutexGuard<'_, Cache> {
        lock(&self.shared.cache)
    }
}

/// What runs, for errors.
fn labels(dispatches: &[&Dispatch]) -> String {
    let mut labels = String::new();
    for (index, dispatch) in dispatches.iter().enumerate() {
        labels.push_str(if index > 0 { ", " } else { "" });
        labels.push_str(&dispatch.launch().label());
    }
    labels
}

/// What it is: the adapter, the features that programs ask for, and the limits that kernels meet.
///
/// ```text
/// llvmpipe (LLVM 19.1.7, 256 bits); shader-f16, subgroups, timestamp-query; buffers of 2147483647 bytes,
/// bindings of 134217728; workgroups of 1024 invocations and 32768 bytes
/// ```
impl fmt::Display for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits = self.limits();
        f.write_str(&self.info().name)?;
        let features = FEATURES.into_iter();
        let features = features.filter(|(feature, _)| self.features().contains(*feature));
        for (index, (_, name)) in features.enumerate() {
            f.write_str(if index == 0 { "; " } else { ", " })?;
            f.write_str(name)?;
        }
        write!(
            f,
            "; buffers of {} bytes, bindings of {}; workgroups of {} invocations and {} bytes",
            limits.max_buffer_size,
            limits.max_storage_buffer_binding_size,
            limits.max_compute_invocations_per_workgroup,
            limits.max_compute_workgroup_storage_size,
        )
    }
}

impl fmt::Debug for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gpu")
            .field("device", self.device())
            .finish_non_exhaustive()
    }
}
