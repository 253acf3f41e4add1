//! Frames on their way back from the GPU, while it draws the next ones.

use futures::{Stream, StreamExt as _, stream};
use wasi_webgpu as wgpu;
use wgpu::compute::Gpu;

use crate::Error;

/// Staging buffers that take turns, so that up to so many frames are on their way at once: while the
/// oldest is copied into the guest and written, the GPU draws the others.
pub struct Ring {
    gpu: Gpu,
    /// Bytes of a frame.
    len: usize,
    staging: Vec<wgpu::Buffer>,
}

impl Ring {
    /// Makes `depth` staging buffers, at least one, for frames of `len` bytes. Their size is `len`,
    /// rounded up to whole words of 4 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left.
    pub async fn new(gpu: &Gpu, len: usize, depth: usize) -> Result<Self, Error> {
        let descriptor = wgpu::BufferDescriptor {
            label: Some("staging"),
            size: (len as u64).next_multiple_of(wgpu::COPY_BUFFER_ALIGNMENT),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        };
        let buffers = (0..depth.max(1)).map(|_| gpu.device().create_buffer(&descriptor));
        let staging = wgpu::util::checked(gpu.device(), async || buffers.collect()).await?;
        Ok(Self {
            gpu: gpu.clone(),
            len,
            staging,
        })
    }

    /// The bytes of the frames 0 to `count` - 1, in order.
    ///
    /// `record` is called once for each frame, in order too: it records what draws the frame, and a
    /// copy of its bytes into the buffer that it is given. It is called for a frame only when the
    /// frame `depth` before it has been taken from the stream: memory is bounded, and who takes
    /// frames slowly slows the drawing.
    ///
    /// An error is that of its frame; dropping the stream forgets the frames that are on their way.
    pub fn frames<'a>(
        &'a mut self,
        count: u32,
        mut record: impl FnMut(u32, &mut wgpu::CommandEncoder, &wgpu::Buffer) -> wgpu::Result<()>
        + Unpin
        + 'a,
    ) -> impl Stream<Item = Result<Vec<u8>, Error>> + Unpin + 'a {
        // A former stream may have been dropped with maps under way.
        self.staging.iter().for_each(wgpu::Buffer::unmap);
        let ring = &*self;
        stream::iter(0..count)
            // Submits at once, and gives the future of the bytes ...
            .map(move |n| ring.submit(n, &mut record))
            // ... of which so many are polled at the same time, which starts their maps.
            .buffered(ring.staging.len())
    }

    /// Submits the frame `n` of `frames`. The future that comes back waits for its bytes.
    fn submit<'a, F: FnMut(u32, &mut wgpu::CommandEncoder, &wgpu::Buffer) -> wgpu::Result<()>>(
        &'a self,
        n: u32,
        record: &mut F,
    ) -> impl Future<Output = Result<Vec<u8>, Error>> + use<'a, F> {
        let (device, queue) = (self.gpu.device(), self.gpu.queue());
        let staging = &self.staging[n as usize % self.staging.len()];
        let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
        let mut encoder = device.create_command_encoder(&Default::default());
        let recorded = record(n, &mut encoder, staging);
        queue.submit([encoder.finish()]);
        let invalid = scope.pop();
        async move {
            let bytes = self.read(staging).await;
            match recorded.err().or(invalid.await) {
                None => Ok(bytes?),
                Some(error) => Err(Error::Frame(error)),
            }
        }
    }

    /// Copies a staging buffer into the guest, once the GPU has filled it.
    async fn read(&self, staging: &wgpu::Buffer) -> wgpu::Result<Vec<u8>> {
        staging.map_async(wgpu::MapMode::Read, ..).await?;
        let mut bytes = staging.get_mapped_range(..)?.into_vec();
        staging.unmap();
        bytes.truncate(self.len);
        Ok(bytes)
    }
}
