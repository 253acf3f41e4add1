//! What the bodies look like from far up the z axis.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::{Bodies, Error};

/// The light of one body falls on a square of `2 * REACH + 1` pixels, as a Gaussian.
const REACH: i32 = 5;

/// The deviation of that Gaussian, in pixels.
const BLUR: f64 = 1.6;

/// How bright one body is: the colours go with the logarithm of 1 + this × bodies.
const GAIN: f64 = 8.0;

/// The share of bodies that the picture shows: a few always fly far out.
const SHOWN: f64 = 0.98;

impl Bodies {
    /// Draws the bodies as a PNG of `side` × `side` pixels: x to the right, y up, the centre of mass
    /// in the middle, scaled to show nearly all bodies. The brightness goes with the logarithm of the
    /// number of bodies.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] where the encoder gives up.
    pub fn encode_png(&self, side: u32) -> Result<Vec<u8>, Error> {
        let light = self.light(side);
        let bright = |light: f64| (GAIN * light).ln_1p();
        let brightest = bright(light.iter().copied().fold(f64::MIN_POSITIVE, f64::max));
        let pixels: Vec<u8> = light
            .iter()
            .flat_map(|&light| colour(bright(light) / brightest))
            .collect();
        let mut file = Vec::new();
        PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
            .write_image(&pixels, side, side, ExtendedColorType::Rgb8)
            .map_err(Error::Encode)?;
        Ok(file)
    }

    /// How much light falls on each pixel, in rows from the top.
    fn light(&self, side: u32) -> Vec<f64> {
        let [x, y, _] = self.centre();
        // A pixel is this long.
        let scale = 2.0 * self.extent() / f64::from(side);
        let mut light = vec![0.0; side as usize * side as usize];
        let middle = 0.5 * f64::from(side);
        for (_, place, _) in self.iter() {
            let column = middle + (f64::from(place[0]) - x) / scale;
            let row = middle - (f64::from(place[1]) - y) / scale;
            // Far out or not a number: no pixel.
            let near = -f64::from(REACH)..f64::from(side) + f64::from(REACH);
            if near.contains(&column) && near.contains(&row) {
                shine(&mut light, side, column, row);
            }
        }
        light
    }

    /// How far the picture reaches from the centre along x and y.
    fn extent(&self) -> f64 {
        let [x, y, _] = self.centre();
        let reach = |place: [f32; 3]| {
            let (x, y) = (f64::from(place[0]) - x, f64::from(place[1]) - y);
            x.abs().max(y.abs())
        };
        let mut reaches: Vec<f64> = self.iter().map(|(_, place, _)| reach(place)).collect();
        reaches.sort_by(f64::total_cmp);
        let last = ((reaches.len() as f64 * SHOWN) as usize).min(reaches.len().saturating_sub(1));
        match reaches.get(last) {
            Some(&reach) if reach > 0.0 && reach.is_finite() => 1.1 * reach,
            // One body, or none.
            _ => 1.0,
        }
    }
}

/// Adds the light of one body at a place in pixels.
fn shine(light: &mut [f64], side: u32, column: f64, row: f64) {
    for y in -REACH..=REACH {
        for x in -REACH..=REACH {
            let (x, y) = (column.floor() as i32 + x, row.floor() as i32 + y);
            let inside = 0..side as i32;
            if inside.contains(&x) && inside.contains(&y) {
                // From the middle of the pixel.
                let (across, down) = (f64::from(x) + 0.5 - column, f64::from(y) + 0.5 - row);
                let weight = (-(across * across + down * down) / (2.0 * BLUR * BLUR)).exp();
                light[y as usize * side as usize + x as usize] += weight;
            }
        }
    }
}

/// Black, blue, rose, yellow, white for 0 to 1.
fn colour(t: f64) -> [u8; 3] {
    let red = 1.9 * t * t - 0.9 * t.powi(4);
    let green = 0.35 * t * t + 0.65 * t.powi(4);
    let blue = 1.5 * t * (1.0 - t) * (1.0 - t) + t * t;
    [red, green, blue].map(|value| (255.0 * value.clamp(0.0, 1.0)).round() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_body_is_in_the_middle() {
        let mut bodies = Bodies::new();
        bodies.push(1.0, [5.0, 7.0, 1.0], [0.0; 3]);
        let light = bodies.light(9);
        let brightest = light.iter().copied().fold(0.0, f64::max);
        assert_eq!(light[4 * 9 + 4], brightest);
    }

    #[test]
    fn any_bodies_have_a_picture() {
        let mut bodies = Bodies::new();
        for place in [[0.0; 3], [f32::MAX; 3], [f32::NAN; 3], [-1.0, 1e-30, 2.0]] {
            assert!(bodies.encode_png(16).is_ok());
            bodies.push(1.0, place, [0.0; 3]);
        }
        assert!(bodies.encode_png(16).is_ok());
    }

    #[test]
    fn colours_grow_brighter() {
        let sum = |t: f64| colour(t).map(u32::from).iter().sum::<u32>();
        assert_eq!(colour(0.0), [0; 3]);
        assert_eq!(colour(1.0), [255; 3]);
        for i in 0..50 {
            assert!(
                sum(f64::from(i) / 50.0) < sum(f64::from(i + 1) / 50.0),
                "{i}"
            );
        }
    }
}
