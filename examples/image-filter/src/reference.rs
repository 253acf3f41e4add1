//! Every filter once more, on the CPU in `f64`, written for being right rather than fast: the
//! definition that the kernels are tested against.

use crate::{Filter, Picture};

type Pixel = [f64; 4];

/// The picture that a filter should give.
#[must_use]
pub fn apply(picture: &Picture, filter: Filter) -> Picture {
    let source = Source {
        width: i64::from(picture.width()),
        height: i64::from(picture.height()),
        pixels: picture.pixels(),
    };
    let filtered: Vec<Pixel> = match filter {
        Filter::Blur { radius: 0 } => source.map(|x, y| source.at(x, y)),
        Filter::Blur { radius } => blur(&source, i64::from(radius)),
        Filter::Sharpen { amount } => source.map(|x, y| sharpen(&source, x, y, amount.into())),
        Filter::Sobel => source.map(|x, y| gray(sobel(&source, x, y), source.at(x, y)[3])),
        Filter::Grayscale => source.map(|x, y| gray(source.luma(x, y), source.at(x, y)[3])),
        Filter::Invert => source.map(|x, y| {
            let [r, g, b, a] = source.at(x, y);
            [255.0 - r, 255.0 - g, 255.0 - b, a]
        }),
        Filter::Threshold { level } => source.map(|x, y| {
            let white = source.luma(x, y) >= f64::from(level);
            gray(if white { 255.0 } else { 0.0 }, source.at(x, y)[3])
        }),
    };
    let bytes = filtered
        .into_iter()
        .flatten()
        .map(|channel| channel.round().clamp(0.0, 255.0) as u8)
        .collect();
    Picture::new(picture.width(), picture.height(), bytes).expect("the size is the picture's own")
}

/// A picture whose border pixels go on for ever.
struct Source<'a> {
    width: i64,
    height: i64,
    pixels: &'a [u8],
}

impl Source<'_> {
    fn at(&self, x: i64, y: i64) -> Pixel {
        let x = x.clamp(0, self.width - 1);
        let y = y.clamp(0, self.height - 1);
        let first = ((y * self.width + x) * 4) as usize;
        std::array::from_fn(|channel| f64::from(self.pixels[first + channel]))
    }

    /// The pixel as (alpha * colour, alpha).
    fn weighed(&self, x: i64, y: i64) -> Pixel {
        let [r, g, b, a] = self.at(x, y);
        [r * a, g * a, b * a, a]
    }

    fn luma(&self, x: i64, y: i64) -> f64 {
        let [r, g, b, _] = self.at(x, y);
        ((13933.0 * r + 46871.0 * g + 4732.0 * b) / 65536.0).round()
    }

    fn map(&self, pixel: impl Fn(i64, i64) -> Pixel) -> Vec<Pixel> {
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        places.map(|(x, y)| pixel(x, y)).collect()
    }
}

fn gray(luma: f64, alpha: f64) -> Pixel {
    [luma, luma, luma, alpha]
}

fn add(sum: &mut Pixel, weight: f64, pixel: Pixel) {
    for (sum, channel) in sum.iter_mut().zip(pixel) {
        *sum += weight * channel;
    }
}

fn sobel(source: &Source<'_>, x: i64, y: i64) -> f64 {
    let near = |dx, dy| source.luma(x + dx, y + dy);
    let across: f64 = [(-1, 1.0), (0, 2.0), (1, 1.0)]
        .map(|(d, weight)| weight * (near(1, d) - near(-1, d)))
        .iter()
        .sum();
    let down: f64 = [(-1, 1.0), (0, 2.0), (1, 1.0)]
        .map(|(d, weight)| weight * (near(d, 1) - near(d, -1)))
        .iter()
        .sum();
    across.hypot(down)
}

fn sharpen(source: &Source<'_>, x: i64, y: i64, amount: f64) -> Pixel {
    let mut sum = [0.0; 4];
    for (dy, wy) in [(-1, 1.0), (0, 2.0), (1, 1.0)] {
        for (dx, wx) in [(-1, 1.0), (0, 2.0), (1, 1.0)] {
            add(&mut sum, wx * wy, source.weighed(x + dx, y + dy));
        }
    }
    let [r, g, b, alpha] = source.at(x, y);
    if sum[3] == 0.0 {
        return [r, g, b, alpha];
    }
    // One division, so that a half is exactly a half; it goes away from the pixel's own value.
    let sharp = |channel: f64, sum_of_channel: f64| {
        let change = amount * (channel * sum[3] - sum_of_channel) / (256.0 * sum[3]);
        channel + change.round()
    };
    [sharp(r, sum[0]), sharp(g, sum[1]), sharp(b, sum[2]), alpha]
}

fn blur(source: &Source<'_>, radius: i64) -> Vec<Pixel> {
    let deviation = (radius.max(1) as f64) / 3.0;
    let weights: Vec<(i64, f64)> = (-radius..=radius)
        .map(|d| (d, (-0.5 * (d as f64 / deviation).powi(2)).exp()))
        .collect();
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let mean = |pixel: &dyn Fn(i64) -> Pixel| {
        let mut sum = [0.0; 4];
        for &(d, weight) in &weights {
            add(&mut sum, weight / total, pixel(d));
        }
        sum
    };

    let rows = source.map(|x, y| mean(&|d| source.weighed(x + d, y)));
    source.map(|x, y| {
        let [r, g, b, a] = mean(&|d| {
            let y = (y + d).clamp(0, source.height - 1);
            rows[(y * source.width + x) as usize]
        });
        if a == 0.0 {
            [0.0; 4]
        } else {
            [r / a, g / a, b / a, a]
        }
    })
}
