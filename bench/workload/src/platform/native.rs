use std::sync::mpsc;

use wgpu::{Buffer, BufferSlice, Device, MapMode, PollType, Queue};

use crate::Result;

/// Maps a range to read.
pub(crate) async fn map_to_read(device: &Device, range: BufferSlice<'_>) -> Result<()> {
    let (done, mapped) = mpsc::channel();
    range.map_async(MapMode::Read, move |result| {
        // The receiver is there until it has this.
        let _ = done.send(result);
    });
    device.poll(PollType::wait_indefinitely())?;
    Ok(mapped.recv()??)
}

/// Waits for all that was submitted.
pub(crate) async fn work_done(device: &Device, queue: &Queue) -> Result<()> {
    let (done, finished) = mpsc::channel();
    queue.on_submitted_work_done(move || {
        // The receiver is there until it has this.
        let _ = done.send(());
    });
    device.poll(PollType::wait_indefinitely())?;
    Ok(finished.recv()?)
}

/// Copies a mapped range into memory of the program, which has its size.
pub(crate) fn copy_out(range: BufferSlice<'_>, mut memory: Vec<u8>) -> Result<Vec<u8>> {
    memory.copy_from_slice(&range.get_mapped_range()?);
    Ok(memory)
}

/// There is no host to ask.
pub(crate) fn size(_: &Buffer) -> Option<u64> {
    None
}
