//! The textures: tulips on porcelain, and a checked cloth with the pot's soft shadow.

use image::{Rgb, RgbImage};

type Color = [f64; 3];

const WHITE: Color = [0.96, 0.95, 0.91];
const BLUE: Color = [0.13, 0.25, 0.56];
const LIGHT_BLUE: Color = [0.45, 0.58, 0.81];
const RED: Color = [0.72, 0.20, 0.18];

/// Tulips around the pot.
const TULIPS: f64 = 9.0;

/// Colours of each pixel are the mean of so many, along each side.
const SAMPLES: u32 = 4;

/// Around the pot and up it, from its foot to its shoulder.
pub(crate) fn porcelain() -> RgbImage {
    draw(1536, 320, |u, v| {
        // In units of the pot, of the middle of a tulip.
        let x = ((u * TULIPS).fract() - 0.5) * 12.0 / TULIPS;
        let y = v * 2.6 - 1.45;
        let side = x.abs();
        let dot =
            (((u * TULIPS * 6.0).fract() - 0.5) * 12.0 / TULIPS / 6.0).hypot(y - 0.78) < 0.045;
        if dot {
            WHITE
        } else if (y - 0.78).abs() < 0.09 || (y - 0.62).abs() < 0.02 || (y + 1.08).abs() < 0.03 {
            BLUE
        } else if y < -1.14 || ellipse(x, y, 0.14, 0.3, 0.0) {
            LIGHT_BLUE
        } else if ellipse(side - 0.14, y - 0.05, 0.13, 0.34, 0.3)
            || (side < 0.025 && (-0.95..0.0).contains(&y))
            || ellipse(side - 0.16, y + 0.68, 0.07, 0.32, 0.5)
            || (0.66 - side) + (y - 0.1).abs() < 0.13
            || (0.66 - side).hypot(y + 0.25) < 0.05
            || (0.66 - side).hypot(y - 0.4) < 0.05
        {
            BLUE
        } else {
            WHITE
        }
    })
}

/// Whether a point is in an ellipse around the origin, turned clockwise.
fn ellipse(x: f64, y: f64, width: f64, height: f64, turn: f64) -> bool {
    let (sin, cos) = turn.sin_cos();
    ((x * cos - y * sin) / width).hypot((x * sin + y * cos) / height) < 1.0
}

/// The square around a disk of this radius, the pot in its middle.
pub(crate) fn cloth(radius: f64) -> RgbImage {
    draw(768, 768, |u, v| {
        let (x, y) = ((u * 2.0 - 1.0) * radius, (v * 2.0 - 1.0) * radius);
        let stripe = |x: f64| f64::from((x * 2.0).rem_euclid(2.0) < 1.0);
        let red = (stripe(x) + stripe(y)) / 2.0;
        let gap = (x.hypot(y) - 1.3).max(0.0);
        let shade = 1.0 - 0.6 * (-gap * gap / 0.5).exp();
        std::array::from_fn(|i| (WHITE[i] + (RED[i] - WHITE[i]) * red) * shade)
    })
}

/// A picture of a function of u, to the right, and v, up, both from 0 to 1.
fn draw(width: u32, height: u32, color: impl Fn(f64, f64) -> Color) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let at = |pixel: u32, sample: u32, pixels: u32| {
            (f64::from(pixel * SAMPLES + sample) + 0.5) / f64::from(pixels * SAMPLES)
        };
        let mut sum = [0.0; 3];
        for (i, j) in (0..SAMPLES * SAMPLES).map(|k| (k % SAMPLES, k / SAMPLES)) {
            let sample = color(at(x, i, width), 1.0 - at(y, j, height));
            sum = std::array::from_fn(|k| sum[k] + sample[k]);
        }
        Rgb(sum.map(|sum| (sum / f64::from(SAMPLES * SAMPLES) * 255.0).round() as u8))
    })
}
