//! Bytes from the program's memory to the GPU, and back.

use std::mem;
use std::time::{Duration, Instant};

use wgpu::{Buffer, BufferDescriptor, BufferUsages};

use crate::gpu::Gpu;
use crate::{Result, platform, portions, timed};

/// Bytes that may wait for the next submission.
const WAITING: u64 = 16 << 20;

/// The buffers of one size, kept for the next request.
#[derive(Default)]
pub(crate) struct Transfers(Option<Buffers>);

struct Buffers {
    bytes: Vec<u8>,
    on_gpu: Buffer,
    to_read: Buffer,
}

impl Transfers {
    pub(crate) async fn measure(
        &mut self,
        gpu: &Gpu,
        what: &str,
        size: u64,
        times: u32,
    ) -> Result<Option<Duration>> {
        if self.0.as_ref().is_none_or(|it| it.on_gpu.size() != size) {
            // Freed before those of another size are made, so that both need not fit.
            self.0 = None;
            gpu.finish().await?;
        }
        let buffers = self.0.get_or_insert_with(|| Buffers::new(gpu, size));
        Ok(Some(match what {
            "write-buffer" => buffers.write(gpu, times).await?,
            "upload" => buffers.upload(gpu, times).await?,
            "read-back" => buffers.read_back(gpu, times).await?,
            _ => return Ok(None),
        }))
    }
}

impl Buffers {
    fn new(gpu: &Gpu, size: u64) -> Self {
        let buffer = |usage| {
            gpu.device.create_buffer(&BufferDescriptor {
                label: None,
                size,
                usage,
                mapped_at_creation: false,
            })
        };
        Self {
            bytes: vec![1; size as usize],
            on_gpu: buffer(BufferUsages::COPY_DST | BufferUsages::COPY_SRC),
            to_read: buffer(BufferUsages::COPY_DST | BufferUsages::MAP_READ),
        }
    }

    /// The call alone, which takes the bytes out of the program's memory.
    async fn write(&self, gpu: &Gpu, times: u32) -> Result<Duration> {
        let most = WAITING.div_ceil(self.on_gpu.size());
        let mut total = Duration::ZERO;
        for portion in portions(times, most as u32) {
            let ((), time) = timed(|| {
                for _ in 0..portion {
                    gpu.queue.write_buffer(&self.on_gpu, 0, &self.bytes);
                }
            });
            total += time;
            gpu.finish().await?;
        }
        Ok(total)
    }

    /// Until the bytes are on the GPU.
    async fn upload(&self, gpu: &Gpu, times: u32) -> Result<Duration> {
        let start = Instant::now();
        for _ in 0..times {
            gpu.queue.write_buffer(&self.on_gpu, 0, &self.bytes);
            gpu.finish().await?;
        }
        Ok(start.elapsed())
    }

    /// From the submission of the copy until the bytes are in the program's memory.
    async fn read_back(&mut self, gpu: &Gpu, times: u32) -> Result<Duration> {
        let start = Instant::now();
        for _ in 0..times {
            let mut encoder = gpu.encoder();
            encoder.copy_buffer_to_buffer(&self.on_gpu, 0, &self.to_read, 0, self.on_gpu.size());
            gpu.queue.submit([encoder.finish()]);
            let all = self.to_read.slice(..);
            platform::map_to_read(&gpu.device, all).await?;
            self.bytes = platform::copy_out(all, mem::take(&mut self.bytes))?;
            self.to_read.unmap();
        }
        Ok(start.elapsed())
    }
}
