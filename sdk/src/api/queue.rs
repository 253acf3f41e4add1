use std::sync::Arc;

use wgpu_types::{BufferAddress, BufferSize, Extent3d, TexelCopyBufferLayout, WriteOnly};

use super::{
    Buffer, CommandBuffer, Device, TexelCopyTextureInfo, handle::handle, texture::texture_info,
};
use crate::{
    raw,
    runtime::{errors::Errors, start},
};

handle!(
    /// Where a device's work is submitted.
    ///
    /// Corresponds to [WebGPU `GPUQueue`](https://gpuweb.github.io/gpuweb/#gpuqueue).
    Queue,
    GpuQueue,
    Arc<Errors>
);

/// Which submission a [`Queue::submit`] was. WebGPU cannot wait for one of them alone: use
/// [`Queue::on_submitted_work_done`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubmissionIndex;

impl Queue {
    /// A handle for a raw resource of `device`. The host is asked for its label.
    pub fn from_raw(device: &Device, raw: raw::GpuQueue) -> Self {
        let label = raw.label();
        Self::make(raw, Some(label), device.errors().clone())
    }

    /// Writes `data` into `buffer` from byte `offset` on, before the work of later submissions.
    ///
    /// `offset` and the length of `data` are multiples of 4 bytes ([`COPY_BUFFER_ALIGNMENT`](
    /// crate::COPY_BUFFER_ALIGNMENT)); `buffer` has the usage `COPY_DST`. An error goes to the
    /// error scope, as a validation error.
    ///
    /// See [WebGPU `writeBuffer`](https://gpuweb.github.io/gpuweb/#dom-gpuqueue-writebuffer).
    pub fn write_buffer(&self, buffer: &Buffer, offset: BufferAddress, data: &[u8]) {
        let raw = self.as_raw();
        if let Err(error) = raw.write_buffer_with_copy(buffer.as_raw(), offset, data, None, None) {
            let label = &buffer.inner.label;
            let errors = &self.inner.state;
            errors.invalid("write_buffer", label, &error.message);
        }
    }

    /// Writes into `buffer` what is put into the view, when the view is dropped.
    ///
    /// `None`, with an error to the error scope, if the range is not in the buffer.
    pub fn write_buffer_with<'a>(
        &'a self,
        buffer: &'a Buffer,
        offset: BufferAddress,
        size: BufferSize,
    ) -> Option<QueueWriteBufferView<'a>> {
        let end = offset.checked_add(size.get());
        let len = usize::try_from(size.get()).ok();
        match (end, len) {
            (Some(end), Some(len)) if end <= buffer.size() => Some(QueueWriteBufferView {
                queue: self,
                buffer,
                offset,
                data: vec![0; len],
            }),
            _ => {
                let rule = format!(
                    "{size} bytes from byte {offset} on do not fit into its {} bytes",
                    buffer.size()
                );
                let errors = &self.inner.state;
                errors.invalid("write_buffer_with", &buffer.inner.label, &rule);
                None
            }
        }
    }

    /// Writes `data` into `texture`, before the work of later submissions. Rows may begin at any byte:
    /// `data_layout` says where.
    ///
    /// See [WebGPU `writeTexture`](https://gpuweb.github.io/gpuweb/#dom-gpuqueue-writetexture).
    pub fn write_texture(
        &self,
        texture: TexelCopyTextureInfo<'_>,
        data: &[u8],
        data_layout: TexelCopyBufferLayout,
        size: Extent3d,
    ) {
        let (place, lacking) = texture_info(&texture);
        if let Some(lacking) = lacking {
            let label = Some(&*texture.texture.inner.label);
            self.inner.state.lacking("write_texture", label, lacking);
        }
        self.as_raw()
            .write_texture_with_copy(&place, data, data_layout.into(), size.into());
    }

    /// Submits recorded work: it starts in order, after all that was submitted or written before.
    ///
    /// See [WebGPU `submit`](https://gpuweb.github.io/gpuweb/#dom-gpuqueue-submit).
    pub fn submit<I: IntoIterator<Item = CommandBuffer>>(
        &self,
        command_buffers: I,
    ) -> SubmissionIndex {
        let owned: Vec<_> = command_buffers.into_iter().collect();
        let raw: Vec<_> = owned.iter().map(CommandBuffer::as_raw).collect();
        self.as_raw().submit(&raw);
        SubmissionIndex
    }

    /// Nanoseconds between two ticks of a timestamp: 1, as WebGPU's timestamps are nanoseconds.
    pub fn get_timestamp_period(&self) -> f32 {
        1.0
    }

    /// Waits for the work that was submitted before this call. Uncaptured errors of earlier calls are
    /// reported by then.
    ///
    /// See [WebGPU `onSubmittedWorkDone`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpuqueue-onsubmittedworkdone).
    pub fn on_submitted_work_done(&self) -> impl Future<Output = ()> + use<> {
        let queue = self.clone();
        start(async move {
            queue.as_raw().on_submitted_work_done().await;
            queue.inner.state.report_uncaptured();
        })
    }
}

/// What [`Queue::write_buffer_with`] gives: bytes to be written, zero at first.
#[derive(Debug)]
pub struct QueueWriteBufferView<'a> {
    queue: &'a Queue,
    buffer: &'a Buffer,
    offset: BufferAddress,
    data: Vec<u8>,
}

impl QueueWriteBufferView<'_> {
    /// How many bytes.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Never: the view has at least one byte.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// A range of the bytes.
    ///
    /// # Panics
    /// Where the range is not in the view, as slices do.
    pub fn slice<S: std::ops::RangeBounds<usize>>(&mut self, bounds: S) -> WriteOnly<'_, [u8]> {
        WriteOnly::from_mut(self.data.as_mut_slice()).into_slice(bounds)
    }

    /// Sets all bytes.
    ///
    /// # Panics
    /// Where the lengths differ, as slices do.
    pub fn copy_from_slice(&mut self, src: &[u8]) {
        self.data.copy_from_slice(src);
    }
}

impl Drop for QueueWriteBufferView<'_> {
    fn drop(&mut self) {
        self.queue
            .write_buffer(self.buffer, self.offset, &self.data);
    }
}
