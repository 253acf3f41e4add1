//! YUV4MPEG2, the uncompressed video of the mjpegtools, which encoders and players read from a pipe.
//!
//! A line of parameters, and then for each frame the line `FRAME` and the planes Y', Cb and Cr.

use std::io::Write;

use crate::{Error, Size, Video};

/// Writes a video.
pub struct Writer<W> {
    output: W,
}

impl<W: Write> Writer<W> {
    /// Begins a video of `rate` frames a second.
    ///
    /// # Errors
    ///
    /// [`Error::Write`].
    pub fn new(mut output: W, size: Size, rate: u16) -> Result<Self, Error> {
        output.write_all(header(size, rate).as_bytes())?;
        Ok(Self { output })
    }
}

impl<W: Write> Video for Writer<W> {
    fn frame(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.output.write_all(b"FRAME\n")?;
        self.output.write_all(bytes)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.output.flush()?;
        Ok(())
    }
}

/// Progressive frames of square pixels. `420jpeg` says where the samples of chroma are, in the middle
/// of their four pixels, and nothing of their range, which the extension `XCOLORRANGE` does.
fn header(Size { width, height }: Size, rate: u16) -> String {
    format!("YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n")
}
