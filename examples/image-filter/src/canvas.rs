//! A picture on the GPU.

use std::time::Duration;

use wasi_webgpu::compute::{Gpu, Launch, TypedBuffer};

use crate::kernels::{TILE, blur as gaussian, filters};
use crate::{Engine, Error, Filter, Picture, blur, picture};

/// An entry point of `filters.wgsl`.
type Kernel = fn(&Gpu, filters::Group0<'_>) -> Launch;

/// An entry point of `blur.wgsl`.
type BlurPass = fn(&Gpu, gaussian::Group0<'_>) -> Launch;

/// A picture that lives in GPU memory while filters change it.
pub struct Canvas<'engine> {
    engine: &'engine Engine,
    width: u32,
    height: u32,
    /// The picture as it is, one `u32` a pixel for kernels, red in the lowest byte.
    front: TypedBuffer<u8>,
    /// What the next filter writes.
    back: TypedBuffer<u8>,
}

impl<'engine> Canvas<'engine> {
    pub(crate) fn new(engine: &'engine Engine, picture: &Picture) -> Result<Self, Error> {
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
        let pixels = picture.pixels();
        let buffer = |label| engine.gpu.buffer(label);
        let refused = Error::gpu("copying the picture to the GPU");
        Ok(Self {
            engine,
            width,
            height,
            front: buffer("picture").upload(pixels).map_err(&refused)?,
            back: buffer("filtered picture")
                .zeroed(pixels.len())
                .map_err(&refused)?,
        })
    }

    /// Changes the picture, and says how long that took the GPU. Without a clock on the GPU, it is the
    /// time from the submission until the queue reports it done, which the first time is also that to
    /// compile the kernel.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device refuses the work. The picture is then unchanged.
    pub async fn apply(&mut self, filter: Filter) -> Result<Duration, Error> {
        let time = match filter {
            // One weight, at the centre.
            Filter::Blur { radius: 0 } => return Ok(Duration::ZERO),
            Filter::Blur { radius } => self.blur(radius).await.map_err(Error::gpu("blurring"))?,
            _ => self.simple(filter).await.map_err(Error::gpu("filtering"))?,
        };
        std::mem::swap(&mut self.front, &mut self.back);
        Ok(time)
    }

    /// Copies the picture back.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn download(&self) -> Result<Picture, Error> {
        let pixels = self.front.read().await;
        let pixels = pixels.map_err(Error::gpu("copying the picture from the GPU"))?;
        Picture::new(self.width, self.height, pixels)
    }

    /// A filter of one dispatch, one invocation a pixel.
    async fn simple(&mut self, filter: Filter) -> wasi_webgpu::Result<Duration> {
        let gpu = &self.engine.gpu;
        let (kernel, argument): (Kernel, _) = match filter {
            Filter::Sharpen { amount } => (filters::sharpen, amount.min(Filter::MAX_AMOUNT)),
            Filter::Threshold { level } => (filters::threshold, level.into()),
            Filter::Sobel => (filters::sobel, 0),
            Filter::Grayscale => (filters::grayscale, 0),
            Filter::Invert => (filters::invert, 0),
            Filter::Blur { .. } => unreachable!("it has two passes"),
        };
        let group = filters::Group0 {
            size: &gpu.upload(&[filters::Size::new(self.width, self.height)])?,
            source: &self.front.cast(),
            filtered: &mut self.back.cast_mut(),
            argument: &gpu.upload(&[argument])?,
        };
        let dispatch = kernel(gpu, group).dispatch_for_2d([self.width, self.height]);
        Ok(gpu.time([dispatch]).await?.duration)
    }

    /// The two passes of the blur, strip after strip.
    async fn blur(&mut self, radius: u32) -> wasi_webgpu::Result<Duration> {
        let gpu = &self.engine.gpu;
        let across = blur::weights(radius, self.width);
        let down = blur::weights(radius, self.height);
        let strip_columns = blur::strip_columns(
            (self.width, self.height),
            (across.len(), down.len()),
            self.engine.max_binding_bytes(),
            TILE,
        );
        let size = gpu.upload(&[gaussian::Size::new(self.width, self.height)])?;
        let strip_pixels = strip_columns as usize * self.height as usize;
        let mut strip = gpu.buffer("blurred rows").zeroed(strip_pixels)?;
        let across = gpu.buffer("weights along x").upload(&across)?;
        let down = gpu.buffer("weights along y").upload(&down)?;

        let passes: [(BlurPass, _); 2] = [(gaussian::rows, &across), (gaussian::columns, &down)];

        let mut time = Duration::ZERO;
        for first in (0..self.width).step_by(strip_columns as usize) {
            let count = strip_columns.min(self.width - first);
            let columns = gpu.upload(&[gaussian::Columns::new(first, count)])?;
            let dispatches = passes.map(|(pass, weights)| {
                let group = gaussian::Group0 {
                    size: &size,
                    source: &self.front.cast(),
                    filtered: &mut self.back.cast_mut(),
                    strip_columns: &columns,
                    strip: &mut strip,
                    weights,
                };
                pass(gpu, group).dispatch_for_2d([count, self.height])
            });
            time += gpu.time(dispatches).await?.duration;
        }
        Ok(time)
    }
}
