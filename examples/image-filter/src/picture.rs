//! Pictures in memory: decoded from PNG or JPEG, encoded to PNG.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, Limits};

use crate::{Error, jpeg};

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG_START: &[u8] = b"\xff\xd8\xff";

/// What a PNG's texts and colour profile may unpack to, and the decoder's rows take, beside the
/// pixels: a small file could otherwise fill the guest's memory.
const PNG_WORK_BYTES: u64 = 64 << 20;

/// A picture of at least one pixel: rows from the top, each pixel R, G, B, A in a byte each,
/// sRGB-encoded, alpha straight (colour not multiplied by it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Picture {
    /// A picture from its pixels, `width * height * 4` bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] where size and bytes disagree, or where there is no pixel.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, Error> {
        let bytes = pixels.len();
        if bytes == 0 || bytes as u64 != byte_size(width, height) {
            return Err(Error::Size {
                width,
                height,
                bytes,
            });
        }
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// Decodes a PNG or JPEG file. Gray, palette, 16-bit and CMYK pictures become RGBA8; a photo
    /// that its EXIF data says lies on its side is turned upright.
    ///
    /// # Errors
    ///
    /// [`Error::Format`] where it is neither; [`Error::TooLarge`] where it has more than
    /// `max_bytes` bytes as RGBA8, before memory is spent on it; [`Error::Decode`] where it is
    /// broken. A file that was cut short is broken: no picture is made up for what is missing.
    pub fn decode(file: &[u8], max_bytes: u64) -> Result<Self, Error> {
        let (mut decoded, orientation) = if file.starts_with(PNG_SIGNATURE) {
            decode_png(file, max_bytes)?
        } else if file.starts_with(JPEG_START) {
            jpeg::decode(file, max_bytes)?
        } else {
            return Err(Error::Format);
        };
        decoded.apply_orientation(orientation);
        let rgba = decoded.into_rgba8();
        Self::new(rgba.width(), rgba.height(), rgba.into_raw())
    }

    /// Encodes the picture as a PNG file, without an alpha channel where all of it is opaque.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] where the encoder gives up.
    pub fn encode_png(&self) -> Result<Vec<u8>, Error> {
        let mut file = Vec::new();
        // The fastest that still compresses well: the default spends ten times as long on a few per cent.
        let encoder =
            PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Adaptive);
        let written = if self.pixels.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX) {
            let rgb: Vec<u8> = self
                .pixels
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect();
            encoder.write_image(&rgb, self.width, self.height, ExtendedColorType::Rgb8)
        } else {
            encoder.write_image(
                &self.pixels,
                self.width,
                self.height,
                ExtendedColorType::Rgba8,
            )
        };
        written.map_err(Error::Encode)?;
        Ok(file)
    }

    /// Pixels a row, at least one.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows, at least one.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// R, G, B, A, R, G, B, A, …
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

/// How many bytes a picture of this size has as RGBA8.
fn byte_size(width: u32, height: u32) -> u64 {
    // 2^32 * 2^32 * 4 does not fit 64 bits; no picture is that large.
    (u64::from(width) * u64::from(height)).saturating_mul(4)
}

/// `Ok` where a picture of this size has at most `limit` bytes as RGBA8.
pub(crate) fn check_size(width: u32, height: u32, limit: u64) -> Result<(), Error> {
    let bytes = byte_size(width, height);
    if bytes > limit {
        return Err(Error::TooLarge {
            width,
            height,
            bytes,
            limit,
        });
    }
    Ok(())
}

fn decode_png(file: &[u8], max_bytes: u64) -> Result<(DynamicImage, Orientation), Error> {
    let broken = |error: image::ImageError| Error::Decode {
        format: "PNG",
        reason: error.to_string(),
    };
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(PNG_WORK_BYTES);
    let mut decoder = PngDecoder::with_limits(Cursor::new(file), limits).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height, max_bytes)?;
    let orientation = decoder.orientation().map_err(broken)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok((decoded, orientation))
}
