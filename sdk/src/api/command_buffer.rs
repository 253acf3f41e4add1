use super::handle::label;
use crate::raw;

/// Recorded commands, ready for [`Queue::submit`](crate::Queue::submit).
///
/// Corresponds to [WebGPU `GPUCommandBuffer`](https://gpuweb.github.io/gpuweb/#gpucommandbuffer).
#[derive(Debug)]
pub struct CommandBuffer {
    raw: raw::GpuCommandBuffer,
    label: String,
}

impl CommandBuffer {
    pub(crate) fn wrap(raw: raw::GpuCommandBuffer, label: String) -> Self {
        Self { raw, label }
    }

    /// A command buffer for a raw resource. The host is asked for its label.
    pub fn from_raw(raw: raw::GpuCommandBuffer) -> Self {
        let label = raw.label();
        Self::wrap(raw, label)
    }

    label!();

    /// The raw resource.
    pub fn as_raw(&self) -> &raw::GpuCommandBuffer {
        &self.raw
    }
}
