//! The plot: colours, and axes around them.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::axis::{Tick, ticks};
use crate::canvas::{CHARACTER, Canvas, width};
use crate::reference::PAPER;
use crate::{Error, Points};

const INK: [u8; 3] = [190, 190, 200];
/// Room around the colours, in pixels: for the numbers and names left of and below them…
const LEFT: u32 = 104;
const BELOW: u32 = 44;
/// … and for half a number, and the name of y, elsewhere.
const RIGHT: u32 = 32;
const ABOVE: u32 = 28;
/// The length of a tick, and what is free between it and its number.
const TICK: u32 = 5;
const GAP: u32 = 4;

/// Coloured bins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heatmap {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// RGBA8, red in the lowest byte, in rows from the top; 0 where there is nothing.
    pub pixels: Vec<u32>,
}

/// Draws axes with the ranges and names of the points around their colours, as a PNG.
///
/// # Errors
///
/// [`Error::Encode`] where the encoder gives up.
pub fn draw(points: &Points, heatmap: &Heatmap) -> Result<Vec<u8>, Error> {
    let (width, height) = (heatmap.width + LEFT + RIGHT, heatmap.height + ABOVE + BELOW);
    let mut canvas = Canvas::new(width, height, PAPER);
    for (row, y) in heatmap
        .pixels
        .chunks(heatmap.width.max(1) as usize)
        .zip(ABOVE..)
    {
        for (&pixel, x) in row.iter().zip(LEFT..) {
            let [red, green, blue, alpha] = pixel.to_le_bytes();
            if alpha > 0 {
                canvas.set(x, y, [red, green, blue]);
            }
        }
    }
    let [x, y] = points.ranges();
    let [x_name, y_name] = points.names();
    across(&mut canvas, heatmap, &ticks(x, heatmap.width / 100), x_name);
    up(&mut canvas, heatmap, &ticks(y, heatmap.height / 60), y_name);

    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
        .write_image(&canvas.pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(Error::Encode)?;
    Ok(file)
}

/// The x axis, with its name at its end.
fn across(canvas: &mut Canvas, heatmap: &Heatmap, ticks: &[Tick], name: &str) {
    let bottom = ABOVE + heatmap.height;
    canvas.fill([LEFT - 1, bottom], [heatmap.width + 1, 1], INK);
    for Tick { share, text } in ticks {
        let x = LEFT + along(*share, heatmap.width);
        canvas.fill([x, bottom], [1, TICK], INK);
        let left = x.saturating_sub(width(text) / 2);
        canvas.write(text, [left, bottom + TICK + GAP], INK);
    }
    let left = (LEFT + heatmap.width).saturating_sub(width(name));
    let top = bottom + TICK + 2 * GAP + CHARACTER;
    canvas.write(name, [left, top], INK);
}

/// The y axis, with its name above.
fn up(canvas: &mut Canvas, heatmap: &Heatmap, ticks: &[Tick], name: &str) {
    canvas.fill([LEFT - 1, ABOVE], [1, heatmap.height], INK);
    for Tick { share, text } in ticks {
        let y = ABOVE + heatmap.height - 1 - along(*share, heatmap.height);
        canvas.fill([LEFT - 1 - TICK, y], [TICK, 1], INK);
        let left = (LEFT - 1 - TICK - GAP).saturating_sub(width(text));
        canvas.write(text, [left, y.saturating_sub(CHARACTER / 2)], INK);
    }
    canvas.write(name, [GAP, ABOVE - GAP - 2 * CHARACTER], INK);
}

/// The pixel of `length` that a share from 0 to 1 is in.
fn along(share: f64, length: u32) -> u32 {
    ((share * f64::from(length)) as u32).min(length.saturating_sub(1))
}
