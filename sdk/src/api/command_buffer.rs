use crate::raw;

/// Recorded commands, ready for [`Queue::submit`](crate::Queue::submit).
///
/// Corresponds to [WebGPU `GPUCommandBuffer`](https://gpuweb.github.io/gpuweb/#gpucommandbuffer).
#[derive(Debug)]
pub struct CommandBuffer {
    pub(crate) raw: raw::GpuCommandBuffer,
}

impl CommandBuffer {
    /// The raw resource, for calls that the safe layer does not have.
    pub fn as_raw(&self) -> &raw::GpuCommandBuffer {
        &self.raw
    }
}
