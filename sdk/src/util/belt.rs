use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use wgpu_types::{BufferAddress, BufferSize, BufferUsages, MAP_ALIGNMENT};

use crate::{
    Buffer, BufferDescriptor, BufferSlice, BufferViewMut, CommandEncoder, Device, MapMode,
};

/// Writes into buffers at a place among the commands of an encoder, by way of mapped buffers that
/// are used again and again, its *chunks*.
///
/// [`Queue::write_buffer`](crate::Queue::write_buffer) is one call to the host, and happens before
/// all commands of the next submission. A write of a belt is two (the bytes, and the command that
/// copies them): take it where a buffer must change *between* two passes of one submission, or where
/// commands need mapped bytes, for textures for instance.
///
/// Each round is
///
/// 1. [`write_buffer`](Self::write_buffer) or [`allocate`](Self::allocate), any number of times;
/// 2. [`finish`](Self::finish);
/// 3. submit the encoders of step 1;
/// 4. [`recall`](Self::recall).
///
/// A recalled chunk is used again once the GPU is done with it *and* the program has waited for the
/// host since, for a read-back or for [`Queue::on_submitted_work_done`](
/// crate::Queue::on_submitted_work_done). A program that never waits gets new chunks in each round;
/// the belt keeps three rounds' worth of them at most.
///
/// What breaks a rule of WebGPU is an error to the error scope, where wgpu panics.
///
/// ```no_run
/// # use wasi_webgpu as wgpu;
/// # async fn example(device: wgpu::Device, queue: wgpu::Queue, sums: wgpu::Buffer) {
/// let mut belt = wgpu::util::StagingBelt::new(device.clone(), 1 << 16);
/// for step in 0..100_u32 {
///     let mut encoder = device.create_command_encoder(&Default::default());
///     let size = wgpu::BufferSize::new(4).unwrap();
///     belt.write_buffer(&mut encoder, &sums, 0, size)
///         .copy_from_slice(&step.to_le_bytes());
///     // Record what reads `sums`.
///     belt.finish();
///     queue.submit([encoder.finish()]);
///     belt.recall();
///     queue.on_submitted_work_done().await;
/// }
/// # }
/// ```
pub struct StagingBelt {
    device: Device,
    chunk_size: BufferAddress,
    buffer_usages: BufferUsages,
    mapped: Vec<Chunk>,
    /// Unmapped by `finish`, until they are recalled.
    closed: Vec<Buffer>,
    returning: Vec<Returning>,
    /// The most chunks that were recalled at once.
    round: usize,
}

/// A buffer that can be written from byte `used` on.
struct Chunk {
    buffer: Buffer,
    used: BufferAddress,
}

/// Maps a buffer again; without an output if that fails, when the device is lost for instance.
type Returning = Pin<Box<dyn Future<Output = Option<Buffer>>>>;

impl StagingBelt {
    /// A belt without chunks. Each that it makes has `chunk_size` bytes, or more for a write that
    /// needs more: best is a size larger than each write, and about that of all writes of a round.
    pub fn new(device: Device, chunk_size: BufferAddress) -> Self {
        Self::new_with_buffer_usages(device, chunk_size, BufferUsages::COPY_SRC)
    }

    /// As [`new`](Self::new), with the usages that chunks have beside `MAP_WRITE`. WebGPU allows no
    /// other one than `COPY_SRC`.
    pub fn new_with_buffer_usages(
        device: Device,
        chunk_size: BufferAddress,
        buffer_usages: BufferUsages,
    ) -> Self {
        Self {
            device,
            chunk_size,
            buffer_usages: buffer_usages | BufferUsages::MAP_WRITE,
            mapped: Vec::new(),
            closed: Vec::new(),
            returning: Vec::new(),
            round: 0,
        }
    }

    /// Records that `size` bytes are copied into `target` from byte `offset` on, and gives the view
    /// to write them by. Drop the view before [`finish`](Self::finish).
    ///
    /// `offset` and `size` are multiples of 4 bytes ([`COPY_BUFFER_ALIGNMENT`](
    /// crate::COPY_BUFFER_ALIGNMENT)); `target` has the
    /// usage `COPY_DST`. Bytes of the view that are not written are whatever the chunk held before.
    pub fn write_buffer(
        &mut self,
        encoder: &mut CommandEncoder,
        target: &Buffer,
        offset: BufferAddress,
        size: BufferSize,
    ) -> BufferViewMut {
        let source = self.allocate(size, BufferSize::MIN);
        encoder.copy_buffer_to_buffer(source.buffer(), source.offset(), target, offset, size.get());
        match source.get_mapped_range_mut() {
            Ok(view) => view,
            Err(_) => unreachable!("the belt gives mapped bytes, and each byte once"),
        }
    }

    /// A mapped slice of `size` bytes for commands of your own, copies to textures for instance:
    /// write it by [`get_mapped_range_mut`](BufferSlice::get_mapped_range_mut), and drop that view
    /// before [`finish`](Self::finish).
    ///
    /// `size` is a multiple of 4 bytes ([`COPY_BUFFER_ALIGNMENT`](
    /// crate::COPY_BUFFER_ALIGNMENT)). The slice's offset in its buffer
    /// is a multiple of `alignment` and of [`MAP_ALIGNMENT`].
    pub fn allocate(&mut self, size: BufferSize, alignment: BufferSize) -> BufferSlice<'_> {
        let size = size.get();
        let (index, start) = match self.place(size, alignment) {
            Some(place) => place,
            None => {
                self.return_chunks();
                let place = self.place(size, alignment);
                place.unwrap_or_else(|| self.add_chunk(size))
            }
        };
        let chunk = &mut self.mapped[index];
        chunk.used = start + size;
        chunk.buffer.slice(start..chunk.used)
    }

    /// Gives all written chunks to the GPU, before the encoders that use them are submitted.
    pub fn finish(&mut self) {
        for chunk in self.mapped.extract_if(.., |chunk| chunk.used > 0) {
            chunk.buffer.unmap();
            self.closed.push(chunk.buffer);
        }
    }

    /// Asks for all finished chunks back, after the encoders that use them are submitted. It does
    /// not wait. Chunks that were recalled before and are still in use are looked at again.
    pub fn recall(&mut self) {
        self.round = self.round.max(self.closed.len());
        for buffer in self.closed.drain(..) {
            self.returning.push(Box::pin(async move {
                let mapped = buffer.slice(..).map_async(MapMode::Write).await;
                mapped.is_ok().then_some(buffer)
            }));
        }
        self.return_chunks();
    }

    /// [`finish`](Self::finish), for a program that has no place to [`recall`](Self::recall) at once
    /// the encoder is submitted. When that is, a belt cannot know, so it does not use the chunks
    /// again: the GPU's memory is free when the encoder's work is done, and the next round makes new
    /// ones.
    pub fn finish_and_recall_on_submit(&mut self, _encoder: &CommandEncoder) {
        self.finish();
        self.closed.clear();
    }

    /// The chunk that the slice leaves the least space in, and where the slice begins in it.
    fn place(&self, size: BufferAddress, alignment: BufferSize) -> Option<(usize, BufferAddress)> {
        // The least multiple of both, as the one for maps is a power of two.
        let lacking = MAP_ALIGNMENT.trailing_zeros();
        let lacking = lacking.saturating_sub(alignment.trailing_zeros());
        let alignment = alignment.get() << lacking;
        let chunks = self.mapped.iter().enumerate();
        let places = chunks.filter_map(|(index, chunk)| {
            let start = chunk.used.checked_next_multiple_of(alignment)?;
            let rest = chunk.buffer.size().checked_sub(start)?;
            Some((rest.checked_sub(size)?, index, start))
        });
        places.min().map(|(_, index, start)| (index, start))
    }

    fn add_chunk(&mut self, size: BufferAddress) -> (usize, BufferAddress) {
        let size = self.chunk_size.max(size);
        let buffer = self.device.create_buffer(&BufferDescriptor {
            label: Some("StagingBelt"),
            size: size.checked_next_multiple_of(MAP_ALIGNMENT).unwrap_or(size),
            usage: self.buffer_usages,
            mapped_at_creation: true,
        });
        self.mapped.push(Chunk { buffer, used: 0 });
        (self.mapped.len() - 1, 0)
    }

    /// Takes the recalled chunks that the host has given back.
    fn return_chunks(&mut self) {
        // Outside a task of the host's, nothing can be asked for.
        if !crate::runtime::is_running() {
            return;
        }
        // The first poll is the call to the host. No waker is needed: the host tells of its answer
        // while the program waits, and the next poll finds it.
        let mut context = Context::from_waker(Waker::noop());
        self.returning
            .retain_mut(|chunk| match chunk.as_mut().poll(&mut context) {
                Poll::Ready(Some(buffer)) => {
                    self.mapped.push(Chunk { buffer, used: 0 });
                    false
                }
                Poll::Ready(None) => false,
                Poll::Pending => true,
            });
        // Not without bound: a program may wait seldom, and for other things that come first.
        let excess = self.returning.len().saturating_sub(2 * self.round);
        self.returning.drain(..excess);
    }
}

impl fmt::Debug for StagingBelt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StagingBelt")
            .field("device", &self.device)
            .field("chunk_size", &self.chunk_size)
            .field("buffer_usages", &self.buffer_usages)
            .field("mapped", &self.mapped.len())
            .field("closed", &self.closed.len())
            .field("returning", &self.returning.len())
            .finish()
    }
}
