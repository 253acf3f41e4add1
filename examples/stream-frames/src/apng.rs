//! Animated PNG: lossless, shown by browsers, and repeated without end.

use std::io::Write;

use crate::{Error, Size, Video};

/// Writes a video.
pub struct Writer<W: Write> {
    png: png::Writer<W>,
}

impl<W: Write> Writer<W> {
    /// Begins a video of `frames` frames, `rate` a second.
    ///
    /// # Errors
    ///
    /// [`Error::Write`], and [`Error::Encode`] where there are no frames.
    pub fn new(output: W, size: Size, rate: u16, frames: u32) -> Result<Self, Error> {
        let mut encoder = png::Encoder::new(output, size.width, size.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
        encoder.set_animated(frames, 0)?;
        encoder.set_frame_delay(1, rate)?;
        // Fewer frames than were announced are an error.
        encoder.validate_sequence(true);
        let png = encoder.write_header()?;
        Ok(Self { png })
    }
}

impl<W: Write> Video for Writer<W> {
    fn frame(&mut self, bytes: &[u8]) -> Result<(), Error> {
        Ok(self.png.write_image_data(bytes)?)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(self.png.finish()?)
    }
}
