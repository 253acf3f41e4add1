//! The definition of the bins and of their colours, on the CPU.

use crate::{Grid, Points};

/// Counts the points in each bin, in rows from the low end of y.
///
/// By definition a coordinate, scaled to 0 to 1 and rounded to `f32`, is multiplied by the number of
/// bins in `f32` and cut to a whole number; the high end itself belongs to the last bin. That is one
/// multiplication, which a GPU rounds as a CPU does, so that the counts agree exactly.
#[must_use]
pub fn count(points: &Points, grid: Grid) -> Vec<u32> {
    let mut counts = vec![0; grid.columns as usize * grid.rows as usize];
    for [x, y] in points.scaled() {
        let bin = |share: f32, bins: u32| ((share * bins as f32) as u32).min(bins - 1) as usize;
        counts[bin(y, grid.rows) * grid.columns as usize + bin(x, grid.columns)] += 1;
    }
    counts
}

/// The colour, as sRGB, of a bin with `count` of the `highest` count of all.
///
/// The lightness goes up evenly with the logarithm, in Oklab (Ottosson, "A perceptual color space
/// for image processing", 2020): from 0.3 to 0.97, while the hue turns from violet over green to
/// yellow. An empty bin has the colour of the paper, [`PAPER`].
#[must_use]
pub fn colour(count: u32, highest: u32) -> [u8; 3] {
    if count == 0 {
        return PAPER;
    }
    let t = (1.0 + f64::from(count)).ln() / (1.0 + f64::from(highest)).ln();
    let lightness = 0.3 + 0.67 * t;
    let chroma = 0.15 - 0.06 * t;
    let hue = 5.0 - 3.2 * t;
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
    let m = (lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
    let s = (lightness - 0.0894841775 * a - 1.2914855480 * b).powi(3);
    [
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
    .map(|linear| {
        let linear: f64 = linear.clamp(0.0, 1.0);
        let encoded = if linear <= 0.0031308 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        };
        (255.0 * encoded).round() as u8
    })
}

/// What is behind everything: nearly black.
pub const PAPER: [u8; 3] = [14, 14, 20];
