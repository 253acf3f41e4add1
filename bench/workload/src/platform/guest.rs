use wgpu::{Buffer, BufferSlice, Device, MapMode, Queue};

use crate::Result;

/// Maps a range to read.
pub(crate) async fn map_to_read(_: &Device, range: BufferSlice<'_>) -> Result<()> {
    Ok(range.map_async(MapMode::Read).await?)
}

/// Waits for all that was submitted.
pub(crate) async fn work_done(_: &Device, queue: &Queue) -> Result<()> {
    queue.on_submitted_work_done().await;
    Ok(())
}

/// Copies a mapped range into memory of the program: a view is such a copy.
pub(crate) fn copy_out(range: BufferSlice<'_>, memory: Vec<u8>) -> Result<Vec<u8>> {
    // So that the view gets the same memory.
    drop(memory);
    Ok(range.get_mapped_range()?.into_vec())
}

/// Asks the host for a buffer's size.
pub(crate) fn size(buffer: &Buffer) -> Option<u64> {
    Some(buffer.as_raw().size())
}
