//! What all videos have: a size, a rate, frames and an end.

use std::io::Write;

use crate::{Error, Layout, apng, y4m};

/// The size of a video, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// The most pixels of a side: a frame then keeps to the limits that all of WebGPU's devices have.
    pub const LIMIT: u32 = 4096;

    /// A size. Odd ones are sizes, too.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] where a side is 0 or longer than [`Size::LIMIT`].
    pub fn new(width: u32, height: u32) -> Result<Self, Error> {
        let sides = 1..=Self::LIMIT;
        if sides.contains(&width) && sides.contains(&height) {
            return Ok(Self { width, height });
        }
        Err(Error::Size {
            width,
            height,
            limit: Self::LIMIT,
        })
    }
}

/// A kind of video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YUV4MPEG2: see [`y4m`].
    Y4m,
    /// Animated PNG: see [`apng`].
    Apng,
}

impl Format {
    /// The frames that [`Format::write`] takes.
    #[must_use]
    pub fn layout(self) -> Layout {
        match self {
            Self::Y4m => Layout::Ycbcr420,
            Self::Apng => Layout::Rgb,
        }
    }

    /// Begins a video of `frames` frames, `rate` a second.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where `output` takes nothing, [`Error::Encode`] for an APNG of no frames.
    pub fn write<'a>(
        self,
        output: impl Write + 'a,
        size: Size,
        rate: u16,
        frames: u32,
    ) -> Result<Box<dyn Video + 'a>, Error> {
        Ok(match self {
            Self::Y4m => Box::new(y4m::Writer::new(output, size, rate)?),
            Self::Apng => Box::new(apng::Writer::new(output, size, rate, frames)?),
        })
    }
}

/// A video that is being written.
pub trait Video {
    /// Writes the next frame, whose bytes have the [layout](Format::layout) of the format.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] and [`Error::Encode`].
    fn frame(&mut self, bytes: &[u8]) -> Result<(), Error>;

    /// Writes what comes after the last frame.
    ///
    /// # Errors
    ///
    /// As of [`Video::frame`].
    fn finish(self: Box<Self>) -> Result<(), Error>;
}
