//! Bytes to and from a buffer, by WebGPU's rules. What is returned as a text is the rule that a call
//! breaks.

use wgpu_types::{BufferUsages, COPY_BUFFER_ALIGNMENT};

use super::{
    Gpu,
    check::decimal,
    scope::{scoped, within},
};
use crate::{Buffer, BufferDescriptor, Error, MapMode, Result, error::text};

/// Bytes of a buffer.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) buffer: &'a Buffer,
    pub(super) offset: u64,
    pub(super) size: u64,
    /// Whether only padding follows, up to a multiple of 4 bytes at least.
    pub(super) to_end: bool,
}

impl Place<'_> {
    fn usable(&self, usage: BufferUsages, name: &str) -> Result<(), String> {
        if self.buffer.usage().contains(usage) {
            return Ok(());
        }
        Err(text(&["it is made without the usage ", name]))
    }

    fn starts_aligned(&self) -> Result<(), String> {
        aligned("begin", self.offset)
    }

    /// Bytes to write, with the padding if the place ends there.
    fn writable(&self) -> Result<u64, String> {
        self.usable(BufferUsages::COPY_DST, "COPY_DST")?;
        self.starts_aligned()?;
        if !self.to_end {
            aligned("end", self.offset + self.size)?;
        }
        Ok(self.size.next_multiple_of(COPY_BUFFER_ALIGNMENT))
    }
}

fn aligned(verb: &str, byte: u64) -> Result<(), String> {
    if byte.is_multiple_of(COPY_BUFFER_ALIGNMENT) {
        return Ok(());
    }
    Err(text(&[
        "its elements ",
        verb,
        " at byte ",
        &decimal(byte),
        " of the buffer; a write or copy begins at a multiple of 4 bytes, and ends at one or at the \
         last element",
    ]))
}

/// Writes all of a place.
pub(super) fn write(gpu: &Gpu, to: Place<'_>, bytes: &[u8]) -> Result<(), String> {
    let size = to.writable()? as usize;
    if size == bytes.len() {
        gpu.queue().write_buffer(to.buffer, to.offset, bytes);
    } else {
        let mut padded = bytes.to_vec();
        padded.resize(size, 0);
        gpu.queue().write_buffer(to.buffer, to.offset, &padded);
    }
    Ok(())
}

/// Copies as many bytes as there are in both places.
pub(super) fn copy(gpu: &Gpu, from: Place<'_>, to: Place<'_>) -> Result<(), String> {
    let size = to.writable()?;
    from.usable(BufferUsages::COPY_SRC, "COPY_SRC")
        .and_then(|()| from.starts_aligned())
        .and_then(|()| match from.offset + size <= from.buffer.size() {
            true => Ok(()),
            false => aligned("end", from.offset + from.size),
        })
        .map_err(|rule| text(&["of the source: ", &rule]))?;
    if from.buffer == to.buffer {
        let rule = "source and destination are of one buffer, which WebGPU does not copy; copy by way \
                    of another buffer";
        return Err(rule.to_owned());
    }
    let mut encoder = gpu.device().create_command_encoder(&Default::default());
    encoder.copy_buffer_to_buffer(from.buffer, from.offset, to.buffer, to.offset, size);
    gpu.queue().submit([encoder.finish()]);
    Ok(())
}

/// As much as the guest takes from a map at a time: the host's copy is a vector of its own, and stays
/// in the processor's cache until it is where it should be.
const CHUNK: usize = 1 << 20;

/// Reads a place of any alignment into as many bytes.
pub(super) async fn read(gpu: &Gpu, from: Place<'_>, bytes: &mut [u8]) -> Result<()> {
    let label = from.buffer.label();
    from.usable(BufferUsages::COPY_SRC, "COPY_SRC")
        .map_err(|rule| Error::invalid("read", label, &rule))?;
    if bytes.is_empty() {
        return Ok(());
    }
    let skipped = from.offset % COPY_BUFFER_ALIGNMENT;
    let size = (skipped + from.size).next_multiple_of(COPY_BUFFER_ALIGNMENT);
    let device = gpu.device();
    let staging = scoped(device, || {
        let staging = device.create_buffer(&BufferDescriptor {
            label: Some(label),
            size,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(from.buffer, from.offset - skipped, &staging, 0, size);
        gpu.queue().submit([encoder.finish()]);
        staging
    })
    .await
    .map_err(|error| within("read", label, error))?;
    staging.slice(..).map(MapMode::Read).await?;
    // Views begin at multiples of 8 bytes, and do not overlap.
    let mut skipped = skipped as usize;
    let mut start = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let len = rest.len().min(CHUNK - skipped);
        let end = (start + (skipped + len) as u64).next_multiple_of(COPY_BUFFER_ALIGNMENT);
        let view = staging.get_mapped_range(start..end)?;
        let (chunk, others) = rest.split_at_mut(len);
        chunk.copy_from_slice(&view[skipped..skipped + len]);
        (rest, start, skipped) = (others, end, 0);
    }
    Ok(())
}
