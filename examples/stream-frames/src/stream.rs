//! Frames on their way back from the GPU, while it draws the next ones.

use futures::{Stream, StreamExt as _, stream};
use wasi_webgpu as wgpu;

use crate::{Error, Gpu};

/// Staging buffers that take turns, so that up to so many frames are on their way at once: while the
/// oldest is copied into the guest and written, the GPU draws the others.
pub struct Ring<'gpu> {
    gpu: &'gpu Gpu,
    /// Bytes of a frame.
    len: usize,
    staging: Vec<wgpu::Buffer>,
}

impl<'gpu> Ring<'gpu> {
    /// Makes `depth` staging buffers, at least one, for frames of `len` bytes. Their size is `len`,
    /// rounded up to whole words of 4 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left.
    pub async fn new(gpu: &'gpu Gpu, len: usize, depth: usize) -> Result<Self, Error> {
        let descriptor = wgpu::BufferDescriptor {
            label: Some("staging"),
            size: (len as u64).next_multiple_of(wgpu::COPY_BUFFER_ALIGNMENT),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        };
        let buffers = |device: &wgpu::Device| {
            (0..depth.max(1))
                .map(|_| device.create_buffer(&descriptor))
                .collect()
        };
        let staging = gpu.checked("making the staging buffers", buffers).await?;
        Ok(Self { gpu, len, staging })
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
        mut record: impl FnMut(u32, &mut wgpu::CommandEncoder, &wgpu::Buffer) + Unpin + 'a,
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
    fn submit<'a, F: FnMut(u32, &mut wgpu::CommandEncoder, &wgpu::Buffer)>(
        &'a self,
        n: u32,
        record: &mut F,
    ) -> impl Future<Output = Result<Vec<u8>, Error>> + use<'a, 'gpu, F> {
        let Gpu { device, queue, .. } = self.gpu;
        let staging = &self.staging[n as usize % self.staging.len()];
        let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
        let mut encoder = device.create_command_encoder(&Default::default());
        record(n, &mut encoder, staging);
        queue.submit([encoder.finish()]);
        let invalid = scope.pop();
        async move {
            let bytes = self.read(staging).await;
            match invalid.await {
                None => bytes,
                Some(source) => Err(Error::Gpu {
                    work: "rendering a frame",
                    source,
                }),
            }
        }
    }

    /// Copies a staging buffer into the guest, once the GPU has filled it.
    async fn read(&self, staging: &wgpu::Buffer) -> Result<Vec<u8>, Error> {
        let error = |source| Error::Gpu {
            work: "reading a frame back",
            source,
        };
        let mapped = staging.map_async(wgpu::MapMode::Read, ..).await;
        mapped.map_err(|source| error(source.into()))?;
        let view = staging.get_mapped_range(..);
        let mut bytes = view.map_err(|source| error(source.into()))?.into_vec();
        staging.unmap();
        bytes.truncate(self.len);
        Ok(bytes)
    }
}
