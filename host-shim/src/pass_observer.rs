//! A hook for profilers: what becomes of a guest's passes.

use std::sync::Arc;

use wgpu_core::command::PassTimestampWrites;
use wgpu_core::global::Global;
use wgpu_core::id::{CommandBufferId, CommandEncoderId, DeviceId, QueueId};
use wgpu_types::Features;

use crate::device_state::DeviceState;

/// Follows the passes of guests to the GPU, to time them for instance.
///
/// The methods run inside the guest's calls, on the guest's thread. They must not report errors of what
/// they do to the guest, and a panic in one traps the guest.
pub trait PassObserver: Send + Sync {
    /// Features for devices besides those that their guests require. A guest does not see that its
    /// device has them, and an adapter that lacks one is used without.
    fn features(&self) -> Features;

    /// A pass is beginning, on a device with all the [`features`](Self::features), and the guest wants no
    /// timestamps for itself. `name` is the pass's label, or else what kind of pass it is.
    fn begin(
        &self,
        device: ObservedDevice<'_>,
        encoder: CommandEncoderId,
        name: &str,
    ) -> Option<PassTimestampWrites>;

    /// The recording of a command buffer is about to end: the encoder takes its last commands.
    fn finish(&self, device: ObservedDevice<'_>, encoder: CommandEncoderId);

    /// What was recorded with `encoder` is now `buffer`.
    fn finished(&self, encoder: CommandEncoderId, buffer: CommandBufferId);

    /// Command buffers were submitted.
    fn submitted(&self, device: ObservedDevice<'_>, buffers: &[CommandBufferId]);

    /// The last object of a device goes.
    fn close(&self, device: ObservedDevice<'_>);
}

/// The device that a [`PassObserver`] is told of.
#[derive(Clone, Copy)]
pub struct ObservedDevice<'a> {
    /// The instance of wgpu-core.
    pub global: &'a Arc<Global>,
    /// The device.
    pub device: DeviceId,
    /// The device's queue.
    pub queue: QueueId,
}

impl DeviceState {
    /// Tells the observer of this device's passes, if there is one.
    ///
    /// # Errors
    ///
    /// A panic of the observer becomes a trap.
    pub(crate) fn observe<R>(
        &self,
        f: impl FnOnce(&dyn PassObserver, ObservedDevice<'_>) -> R,
    ) -> wasmtime::Result<Option<R>> {
        let Some(observer) = &self.observer else {
            return Ok(None);
        };
        let device = ObservedDevice {
            global: self.driver().global(),
            device: self.id(),
            queue: self.queue_id(),
        };
        let observed = self.call("pass-observer", |_| f(&**observer, device))?;
        Ok(Some(observed))
    }

    /// The timestamps that a pass is to write: the guest's own, or else the observer's.
    pub(crate) fn pass_timestamps(
        &self,
        own: Option<PassTimestampWrites>,
        encoder: CommandEncoderId,
        label: &str,
        kind: &str,
    ) -> wasmtime::Result<Option<PassTimestampWrites>> {
        if own.is_some() {
            return Ok(own);
        }
        let name = if label.is_empty() { kind } else { label };
        let writes = self.observe(|observer, device| observer.begin(device, encoder, name))?;
        Ok(writes.flatten())
    }
}
