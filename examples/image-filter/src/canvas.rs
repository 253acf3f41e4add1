//! A picture on the GPU.

use std::time::{Duration, Instant};

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt};

use crate::engine::{Kernel, TILE};
use crate::{Engine, Error, Filter, Picture, blur, picture};

/// A picture that lives in GPU memory while filters change it.
pub struct Canvas<'engine> {
    engine: &'engine Engine,
    width: u32,
    height: u32,
    /// The picture as it is, one `u32` a pixel, red in the lowest byte.
    front: wgpu::Buffer,
    /// What the next filter writes.
    back: wgpu::Buffer,
}

impl<'engine> Canvas<'engine> {
    pub(crate) async fn new(engine: &'engine Engine, picture: &Picture) -> Result<Self, Error> {
        let (width, height) = (picture.width(), picture.height());
        picture::check_size(width, height, engine.max_picture_bytes())?;
        let limit = engine.max_side();
        if u64::from(width.max(height)) > limit {
            return Err(Error::TooLong {
                width,
                height,
                limit,
            });
        }
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC;
        let (front, back) = engine
            .checked("copying the picture to the GPU", || {
                let buffer = |label| {
                    engine.device.create_buffer(&wgpu::BufferDescriptor {
                        label: Some(label),
                        size: picture.pixels().len() as u64,
                        usage: usage | wgpu::BufferUsages::COPY_DST,
                        mapped_at_creation: false,
                    })
                };
                let (front, back) = (buffer("picture"), buffer("filtered picture"));
                engine.queue.write_buffer(&front, 0, picture.pixels());
                (front, back)
            })
            .await?;
        Ok(Self {
            engine,
            width,
            height,
            front,
            back,
        })
    }

    /// Changes the picture, and says how long that took: wall time from recording the commands until
    /// the queue reports them done, without the time to compile the kernel.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device refuses the work. The picture is then unchanged.
    pub async fn apply(&mut self, filter: Filter) -> Result<Duration, Error> {
        let time = match filter {
            // One weight, at the centre.
            Filter::Blur { radius: 0 } => return Ok(Duration::ZERO),
            Filter::Blur { radius } => self.blur(radius).await?,
            Filter::Sharpen { amount } => {
                let amount = amount.min(Filter::MAX_AMOUNT);
                self.simple(Kernel::Sharpen, amount).await?
            }
            Filter::Sobel => self.simple(Kernel::Sobel, 0).await?,
            Filter::Grayscale => self.simple(Kernel::Grayscale, 0).await?,
            Filter::Invert => self.simple(Kernel::Invert, 0).await?,
            Filter::Threshold { level } => self.simple(Kernel::Threshold, level.into()).await?,
        };
        std::mem::swap(&mut self.front, &mut self.back);
        Ok(time)
    }

    /// Copies the picture back.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left, [`Error::ReadBack`] where it was lost.
    pub async fn download(&self) -> Result<Picture, Error> {
        let size = self.front.size();
        let staging = self
            .engine
            .checked("copying the picture from the GPU", || {
                let staging = self.engine.device.create_buffer(&wgpu::BufferDescriptor {
                    label: Some("read-back"),
                    size,
                    usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
                    mapped_at_creation: false,
                });
                self.submit(|encoder| {
                    encoder.copy_buffer_to_buffer(&self.front, 0, &staging, 0, size);
                });
                staging
            })
            .await?;
        let slice = staging.slice(..);
        slice
            .map_async(wgpu::MapMode::Read)
            .await
            .map_err(read_back)?;
        let pixels = slice.get_mapped_range().map_err(read_back)?.to_vec();
        Picture::new(self.width, self.height, pixels)
    }

    /// A filter of one dispatch, one invocation a pixel.
    async fn simple(&self, kernel: Kernel, argument: u32) -> Result<Duration, Error> {
        let pipeline = self.engine.pipeline(kernel).await?;
        let (engine, begin) = (self.engine, Instant::now());
        engine
            .checked("filtering", || {
                let params = self.params([self.width, self.height, argument, 0]);
                let bound = self.bind(
                    &pipeline,
                    &[(0, &params), (1, &self.front), (2, &self.back)],
                );
                self.submit(|encoder| {
                    let mut pass = encoder.begin_compute_pass(&Default::default());
                    pass.set_pipeline(&pipeline);
                    pass.set_bind_group(0, &bound, &[]);
                    pass.dispatch_workgroups(tiles(self.width), tiles(self.height), 1);
                });
            })
            .await?;
        engine.queue.on_submitted_work_done().await;
        Ok(begin.elapsed())
    }

    /// The two passes of the blur, strip after strip.
    async fn blur(&self, radius: u32) -> Result<Duration, Error> {
        let engine = self.engine;
        let rows = engine.pipeline(Kernel::BlurRows).await?;
        let columns = engine.pipeline(Kernel::BlurColumns).await?;
        let across = blur::weights(radius, self.width);
        let down = blur::weights(radius, self.height);
        let strip_columns = blur::strip_columns(
            (self.width, self.height),
            (across.len(), down.len()),
            engine.max_binding_bytes(),
            TILE,
        );

        let begin = Instant::now();
        engine
            .checked("blurring", || {
                let strip = engine.device.create_buffer(&wgpu::BufferDescriptor {
                    label: Some("blurred rows"),
                    size: blur::strip_bytes(strip_columns, self.height),
                    usage: wgpu::BufferUsages::STORAGE,
                    mapped_at_creation: false,
                });
                let across = self.weights("weights along x", &across);
                let down = self.weights("weights along y", &down);
                for first in (0..self.width).step_by(strip_columns as usize) {
                    let count = strip_columns.min(self.width - first);
                    let params = self.params([self.width, self.height, first, count]);
                    let read = [(0, &params), (1, &self.front), (3, &strip), (4, &across)];
                    let write = [(0, &params), (2, &self.back), (3, &strip), (4, &down)];
                    let passes = [
                        (&rows, self.bind(&rows, &read)),
                        (&columns, self.bind(&columns, &write)),
                    ];
                    self.submit(|encoder| {
                        let mut pass = encoder.begin_compute_pass(&Default::default());
                        for (pipeline, bound) in &passes {
                            pass.set_pipeline(pipeline);
                            pass.set_bind_group(0, bound, &[]);
                            pass.dispatch_workgroups(tiles(count), tiles(self.height), 1);
                        }
                    });
                }
            })
            .await?;
        engine.queue.on_submitted_work_done().await;
        Ok(begin.elapsed())
    }

    fn params(&self, words: [u32; 4]) -> wgpu::Buffer {
        self.engine
            .device
            .create_buffer_init(&BufferInitDescriptor {
                label: Some("params"),
                contents: bytemuck::bytes_of(&words),
                usage: wgpu::BufferUsages::UNIFORM,
            })
    }

    fn weights(&self, label: &str, weights: &[f32]) -> wgpu::Buffer {
        self.engine
            .device
            .create_buffer_init(&BufferInitDescriptor {
                label: Some(label),
                contents: bytemuck::cast_slice(weights),
                usage: wgpu::BufferUsages::STORAGE,
            })
    }

    fn bind(
        &self,
        pipeline: &wgpu::ComputePipeline,
        buffers: &[(u32, &wgpu::Buffer)],
    ) -> wgpu::BindGroup {
        let entries: Vec<_> = buffers
            .iter()
            .map(|&(binding, buffer)| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        self.engine
            .device
            .create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &pipeline.get_bind_group_layout(0),
                entries: &entries,
            })
    }

    fn submit(&self, record: impl FnOnce(&mut wgpu::CommandEncoder)) {
        let mut encoder = self
            .engine
            .device
            .create_command_encoder(&Default::default());
        record(&mut encoder);
        self.engine.queue.submit([encoder.finish()]);
    }
}

/// Workgroups that cover this many pixels.
fn tiles(pixels: u32) -> u32 {
    pixels.div_ceil(TILE)
}

fn read_back(error: impl std::fmt::Display) -> Error {
    Error::ReadBack(error.to_string())
}
