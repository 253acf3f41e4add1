//! JPEG files, read strictly.
//!
//! JPEG decoders are built to show what they can of a damaged file: gray where data is missing, and
//! no error. A filter must not write such a picture as if all were well.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::{Error, picture};

/// The longest side that the format can state.
const MAX_SIDE: usize = u16::MAX as usize;

/// Decodes a JPEG of any colour space to RGB8, not yet turned upright.
pub(crate) fn decode(file: &[u8], max_bytes: u64) -> Result<(DynamicImage, Orientation), Error> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(file), options);
    decoder.decode_headers().map_err(decode_error)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| broken("no size"))?;
    // At most 65535 each.
    let (width, height) = (width as u32, height as u32);
    picture::check_size(width, height, max_bytes)?;
    if !ends_properly(file) {
        return Err(broken("the file was cut short: it has no end marker"));
    }
    let orientation = decoder
        .exif()
        .and_then(|exif| Orientation::from_exif_chunk(exif))
        .unwrap_or(Orientation::NoTransforms);
    let pixels = decoder.decode().map_err(decode_error)?;
    let rgb = RgbImage::from_raw(width, height, pixels)
        .ok_or_else(|| broken("fewer pixels than its size says"))?;
    Ok((rgb.into(), orientation))
}

/// Whether the end-of-image marker comes after the last scan. The decoder does not insist on it,
/// and would paint what the last rows lack.
///
/// Follows ITU-T T.81 annex B: segments up to a scan are skipped by their length, so that the end
/// marker of a thumbnail within one does not count.
fn ends_properly(file: &[u8]) -> bool {
    const END: u8 = 0xd9;
    let mut at = 2;
    while let Some(&[lead, code]) = file.get(at..at + 2) {
        at += match (lead, code) {
            (0xff, END) => return true,
            // A fill byte: the marker's code is still to come.
            (0xff, 0xff) => 1,
            // Markers without a segment, and the byte 0xff of a scan, which is written 0xff00.
            (0xff, 0x00 | 0x01 | 0xd0..=0xd8) => 2,
            (0xff, _) => match file.get(at + 2..at + 4) {
                Some(&[high, low]) => 2 + usize::from(u16::from_be_bytes([high, low])),
                _ => return false,
            },
            // The data of a scan.
            (_, _) => 1,
        };
    }
    false
}

fn broken(reason: &str) -> Error {
    Error::Decode {
        format: "JPEG",
        reason: reason.to_owned(),
    }
}

fn decode_error(error: DecodeErrors) -> Error {
    broken(&format!("{error:?}"))
}
