//! Digits as if written by hand: strokes that are bent, slanted, thick or thin, and not quite clean.

use std::array::from_fn;
use std::f64::consts::TAU;

use fastrand::Rng;

use crate::Samples;

/// Pixels along a side of a picture.
const SIDE: usize = 16;

/// How many lines an arc is drawn by.
const LINES: usize = 12;

/// A part of a digit in a square with corners (0, 0) and (1, 1), y downwards.
enum Stroke {
    /// From point to point.
    Lines(&'static [[f64; 2]]),
    /// Around a centre with radii along x and y, from one angle to another, in turns clockwise from the
    /// right.
    Arc([f64; 2], [f64; 2], [f64; 2]),
}

use Stroke::{Arc, Lines};

const DIGITS: [&[Stroke]; 10] = [
    &[Arc([0.5, 0.5], [0.32, 0.46], [0.0, 1.0])],
    &[Lines(&[[0.3, 0.22], [0.55, 0.04], [0.55, 0.96]])],
    &[
        Arc([0.5, 0.32], [0.3, 0.28], [0.5, 1.1]),
        Lines(&[[0.74, 0.49], [0.18, 0.96], [0.84, 0.96]]),
    ],
    &[
        Arc([0.46, 0.27], [0.28, 0.23], [0.55, 1.25]),
        Arc([0.46, 0.73], [0.32, 0.23], [0.75, 1.45]),
    ],
    &[
        Lines(&[[0.6, 0.04], [0.14, 0.66], [0.88, 0.66]]),
        Lines(&[[0.66, 0.36], [0.66, 0.96]]),
    ],
    &[
        Lines(&[[0.8, 0.05], [0.28, 0.05], [0.24, 0.46]]),
        Arc([0.46, 0.67], [0.33, 0.28], [0.63, 1.4]),
    ],
    &[
        Arc([0.5, 0.69], [0.28, 0.26], [0.0, 1.0]),
        Lines(&[[0.68, 0.04], [0.38, 0.3], [0.23, 0.64]]),
    ],
    &[Lines(&[[0.16, 0.06], [0.84, 0.06], [0.4, 0.96]])],
    &[
        Arc([0.5, 0.27], [0.24, 0.22], [0.0, 1.0]),
        Arc([0.5, 0.73], [0.29, 0.23], [0.0, 1.0]),
    ],
    &[
        Arc([0.5, 0.31], [0.28, 0.26], [0.0, 1.0]),
        Lines(&[[0.78, 0.33], [0.72, 0.66], [0.5, 0.96]]),
    ],
];

impl Samples {
    /// Digits of 16 × 16 pixels, as many of each. The same seed draws the same ones.
    #[must_use]
    pub fn digits(count: usize, seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let mut samples = Self::new([SIDE; 2]);
        for index in 0..count {
            let digit = index % DIGITS.len();
            samples.push(&picture(&mut random, DIGITS[digit]), digit as u8);
        }
        samples
    }
}

fn picture(random: &mut Rng, digit: &[Stroke]) -> Vec<u8> {
    let hand = Hand::new(random);
    let mut lines = Vec::new();
    for stroke in digit {
        let places = stroke
            .places(random)
            .into_iter()
            .map(|place| hand.write(place));
        let places: Vec<_> = places.collect();
        lines.extend(places.windows(2).map(|pair| [pair[0], pair[1]]));
    }
    let mut pixels = Vec::with_capacity(SIDE * SIDE);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let pixel = [column as f64 + 0.5, row as f64 + 0.5];
            let squares = lines.iter().map(|&line| square_distance(pixel, line));
            let distance = squares.fold(f64::INFINITY, f64::min).sqrt();
            // A pixel wide, the edge of the stroke.
            let ink = (hand.thickness - distance + 0.5).clamp(0.0, 1.0);
            let noise = hand.noise * (random.f64() - 0.5);
            pixels.push((255.0 * (hand.darkness * ink + noise)).clamp(0.0, 255.0) as u8);
        }
    }
    pixels
}

impl Stroke {
    /// Points along it, displaced a little.
    fn places(&self, random: &mut Rng) -> Vec<[f64; 2]> {
        let mut displace = |value| around(random, value, 0.05);
        match *self {
            Lines(places) => places
                .iter()
                .map(|place| place.map(&mut displace))
                .collect(),
            Arc(centre, radii, turns) => {
                let (centre, radii) = (centre.map(&mut displace), radii.map(&mut displace));
                let [from, to] = turns.map(&mut displace);
                let turn = |line| from + (to - from) * line as f64 / LINES as f64;
                let place = |line| {
                    let (sine, cosine) = (TAU * turn(line)).sin_cos();
                    [centre[0] + radii[0] * cosine, centre[1] + radii[1] * sine]
                };
                (0..=LINES).map(place).collect()
            }
        }
    }
}

/// How a digit is written.
struct Hand {
    /// What the corners (1, 0) and (0, 1) of the square become, relative to its centre, in pixels.
    axes: [[f64; 2]; 2],
    /// Where the centre is.
    centre: [f64; 2],
    /// Half of a stroke's, in pixels.
    thickness: f64,
    /// Of the ink, from 0 to 1.
    darkness: f64,
    /// From the darkest to the lightest.
    noise: f64,
}

impl Hand {
    fn new(random: &mut Rng) -> Self {
        let mut value = |middle, by| around(random, middle, by);
        let (sine, cosine) = value(0.0, 0.3).sin_cos();
        let (width, height, slant) = (value(9.5, 2.5), value(11.5, 2.0), value(0.0, 0.3));
        Self {
            axes: [
                [width * cosine, width * sine],
                [
                    -height * (sine + slant * cosine),
                    height * (cosine - slant * sine),
                ],
            ],
            centre: from_fn(|_| value(SIDE as f64 / 2.0, 1.5)),
            thickness: value(0.8, 0.4),
            darkness: value(0.85, 0.15),
            noise: value(0.15, 0.15),
        }
    }

    fn write(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        from_fn(|i| self.centre[i] + (x - 0.5) * self.axes[0][i] + (y - 0.5) * self.axes[1][i])
    }
}

/// A number no further than `by` from the middle.
fn around(random: &mut Rng, middle: f64, by: f64) -> f64 {
    middle + by * (2.0 * random.f64() - 1.0)
}

/// The square of the distance between a point and the nearest one of a line.
fn square_distance(point: [f64; 2], [from, to]: [[f64; 2]; 2]) -> f64 {
    let along: [f64; 2] = from_fn(|i| to[i] - from[i]);
    let offset: [f64; 2] = from_fn(|i| point[i] - from[i]);
    let square = along[0].powi(2) + along[1].powi(2);
    let share = (offset[0] * along[0] + offset[1] * along[1]) / square.max(f64::MIN_POSITIVE);
    let share = share.clamp(0.0, 1.0);
    (0..2).map(|i| (offset[i] - share * along[i]).powi(2)).sum()
}
