use std::ops::Deref;

use wgpu_types::{BufferUsages, COPY_BUFFER_ALIGNMENT};

use crate::{BufferDescriptor, BufferSlice, BufferView, Device, Error, MapMode, Queue, Result};

/// Bytes of a buffer, read back by one call.
#[derive(Debug)]
pub struct DownloadBuffer {
    view: BufferView,
    len: usize,
}

impl DownloadBuffer {
    /// Reads a slice of any buffer that has the usage `COPY_SRC`, after all work that was submitted
    /// before. The slice's offset is a multiple of 4 bytes.
    ///
    /// # Errors
    /// The slice is not in the buffer, or the buffer's usage does not allow to copy from it. Errors
    /// of the copy itself, from a destroyed buffer for instance, go to the error scope.
    pub async fn read_buffer(
        device: &Device,
        queue: &Queue,
        slice: &BufferSlice<'_>,
    ) -> Result<Self> {
        let Some(size) = check(slice) else {
            let rule = "the slice must lie in the buffer, begin at a multiple of 4 bytes, and the \
                        buffer have the usage COPY_SRC";
            return Err(Error::invalid(
                "read_buffer",
                &slice.buffer().inner.label,
                rule,
            ));
        };
        let staging = device.create_buffer(&BufferDescriptor {
            label: Some("DownloadBuffer"),
            size,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(slice.buffer(), slice.offset(), &staging, 0, size);
        queue.submit([encoder.finish()]);
        staging.slice(..).map(MapMode::Read).await?;
        let view = staging.slice(..).get_mapped_range()?;
        // The size of a buffer in the guest's memory fits.
        let len = slice.size() as usize;
        Ok(Self { view, len })
    }
}

/// The bytes to copy, if the slice can be copied.
fn check(slice: &BufferSlice<'_>) -> Option<u64> {
    let buffer = slice.buffer();
    let size = slice
        .size()
        .checked_next_multiple_of(COPY_BUFFER_ALIGNMENT)?;
    let end = slice.offset().checked_add(size)?;
    let copyable = buffer.usage().contains(BufferUsages::COPY_SRC)
        && slice.offset().is_multiple_of(COPY_BUFFER_ALIGNMENT)
        && end <= buffer.size();
    copyable.then_some(size)
}

impl Deref for DownloadBuffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.view[..self.len]
    }
}
