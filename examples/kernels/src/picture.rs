//! Shades of gray as a PNG.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _, ImageError};

/// `shades` go from 0 to 1, in rows of `width`.
pub(crate) fn encode(shades: &[f32], width: usize) -> Result<Vec<u8>, ImageError> {
    let pixels: Vec<u8> = shades.iter().map(|it| (it * 255.0).round() as u8).collect();
    let (width, height) = (width as u32, (shades.len() / width) as u32);
    let mut file = Vec::new();
    PngEncoder::new(&mut file).write_image(&pixels, width, height, ExtendedColorType::L8)?;
    Ok(file)
}
