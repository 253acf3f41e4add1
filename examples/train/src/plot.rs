//! The loss over the steps, as a picture.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::Error;
use crate::canvas::{CHARACTER, Canvas, width};

const PAPER: [u8; 3] = [18, 18, 24];
const INK: [u8; 3] = [190, 190, 200];
const GRID: [u8; 3] = [44, 44, 54];
const EACH: [u8; 3] = [52, 82, 112];
const MEAN: [u8; 3] = [110, 190, 250];
const TEST: [u8; 3] = [250, 180, 80];

/// Of the picture, and of what is left of and below the curves, and elsewhere around them; in pixels.
const SIZE: [i32; 2] = [800, 480];
const LEFT: i32 = 64;
const BELOW: i32 = 40;
const MARGIN: i32 = 24;

/// The mean of so many steps is drawn over the single ones: a share of all.
const WINDOW: usize = 40;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve<'a> {
    /// The loss of each step, in nats.
    pub losses: &'a [f32],
    /// After how many steps other samples were tried, and the loss then.
    pub tests: &'a [(u32, f32)],
}

/// From values to pixels.
struct Axes {
    steps: f64,
    /// The logarithms to the base 10 of the least and the greatest loss.
    low: f64,
    high: f64,
}

/// Draws the loss over the steps, its scale logarithmic, as a PNG.
///
/// # Errors
///
/// [`Error::Encode`] where the encoder gives up.
pub fn draw(curve: Curve<'_>) -> Result<Vec<u8>, Error> {
    let axes = Axes::of(curve);
    let mut canvas = Canvas::new(SIZE[0], SIZE[1], PAPER);
    axes.draw(&mut canvas);
    let each: Vec<_> = (0_u32..).zip(curve.losses.iter().copied()).collect();
    axes.connect(&mut canvas, &each, 1, EACH);
    axes.connect(&mut canvas, &means(curve.losses), 2, MEAN);
    axes.connect(&mut canvas, curve.tests, 1, TEST);
    for &(step, loss) in curve.tests {
        let [x, y] = axes.place(step, loss).map(|at| at.round() as i32);
        canvas.fill([x - 3, y - 3], [7, 7], TEST);
    }
    legend(&mut canvas);

    let [width, height] = SIZE.map(|side| side as u32);
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
        .write_image(&canvas.pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(Error::Encode)?;
    Ok(file)
}

/// The mean loss of each step and those around it.
fn means(losses: &[f32]) -> Vec<(u32, f32)> {
    let half = losses.len() / WINDOW / 2;
    let mean = |step: usize| {
        let around = &losses[step.saturating_sub(half)..losses.len().min(step + half + 1)];
        around.iter().sum::<f32>() / around.len() as f32
    };
    (0..losses.len())
        .map(|step| (step as u32, mean(step)))
        .collect()
}

impl Axes {
    fn of(curve: Curve<'_>) -> Self {
        let tests = curve.tests.iter().map(|(_, loss)| loss);
        let losses = curve
            .losses
            .iter()
            .chain(tests)
            .map(|&loss| f64::from(loss).log10());
        // A loss can be 0 or no number at all.
        let losses = losses.filter(|loss| loss.is_finite());
        let (low, high) = losses.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), loss| {
            (low.min(loss), high.max(loss))
        });
        let (low, high) = if low < high { (low, high) } else { (-1.0, 1.0) };
        Self {
            steps: curve.losses.len().max(2) as f64,
            low: low.max(high - 8.0),
            high,
        }
    }

    /// Where a loss is drawn.
    fn place(&self, step: u32, loss: f32) -> [f64; 2] {
        let along = f64::from(step) / self.steps;
        let up = (f64::from(loss).log10().max(self.low) - self.low) / (self.high - self.low);
        let [width, height] = [SIZE[0] - LEFT - MARGIN, SIZE[1] - BELOW - MARGIN].map(f64::from);
        [
            f64::from(LEFT) + along * width,
            f64::from(MARGIN) + (1.0 - up) * height,
        ]
    }

    /// Draws lines from each loss to the next.
    fn connect(&self, canvas: &mut Canvas, losses: &[(u32, f32)], width: i32, colour: [u8; 3]) {
        let known = losses.iter().filter(|(_, loss)| loss.is_finite());
        let places: Vec<_> = known.map(|&(step, loss)| self.place(step, loss)).collect();
        for pair in places.windows(2) {
            canvas.line(pair[0], pair[1], width, colour);
        }
    }

    /// Draws a line at each round number, and writes it there.
    fn draw(&self, canvas: &mut Canvas) {
        let (bottom, right) = (SIZE[1] - BELOW, SIZE[0] - MARGIN);
        for step in round_steps(self.steps) {
            let x = self.place(step, 1.0)[0].round() as i32;
            canvas.fill([x, MARGIN], [1, bottom - MARGIN], GRID);
            let text = step.to_string();
            canvas.write(&text, [x - width(&text) / 2, bottom + CHARACTER], INK);
        }
        canvas.write(
            "steps",
            [right - width("steps"), bottom + 3 * CHARACTER],
            INK,
        );
        for (value, text) in round_losses(self.low, self.high) {
            let y = self.place(0, value)[1].round() as i32;
            canvas.fill([LEFT, y], [right - LEFT, 1], GRID);
            canvas.write(
                &text,
                [LEFT - CHARACTER - width(&text), y - CHARACTER / 2],
                INK,
            );
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten, some ten of them.
fn round_steps(steps: f64) -> Vec<u32> {
    let power = 10_f64.powf((steps / 10.0).log10().floor());
    let distances = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let distance = distances
        .into_iter()
        .find(|&distance| steps / distance <= 10.0);
    let distance = distance.unwrap_or(steps).max(1.0) as usize;
    (0..=steps as u32).step_by(distance).collect()
}

/// 1, 2 and 5 times each power of ten between two logarithms, or the powers alone where they are many.
fn round_losses(low: f64, high: f64) -> Vec<(f32, String)> {
    let factors: &[f64] = if high - low > 3.0 {
        &[1.0]
    } else {
        &[1.0, 2.0, 5.0]
    };
    let mut losses = Vec::new();
    for power in low.floor() as i32..=high.ceil() as i32 {
        for &factor in factors {
            let value = factor * 10_f64.powi(power);
            if (low..=high).contains(&value.log10()) {
                let text = format!("{value:.*}", (-power).max(0) as usize);
                losses.push((value as f32, text));
            }
        }
    }
    losses
}

fn legend(canvas: &mut Canvas) {
    let entries = [("loss of a step", EACH), ("mean", MEAN), ("held out", TEST)];
    let mut left = SIZE[0] - MARGIN;
    for (text, colour) in entries.into_iter().rev() {
        left -= width(text);
        canvas.write(text, [left, CHARACTER], INK);
        left -= 2 * CHARACTER;
        canvas.fill([left, CHARACTER], [CHARACTER, CHARACTER], colour);
        left -= 2 * CHARACTER;
    }
    canvas.write("cross entropy, nats", [CHARACTER, CHARACTER], INK);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_axes_are_round() {
        assert_eq!(
            round_steps(1000.0),
            (0..=10).map(|i| i * 100).collect::<Vec<_>>()
        );
        assert_eq!(round_steps(7.0), (0..=7).collect::<Vec<_>>());
        assert_eq!(round_steps(3000.0), [0, 500, 1000, 1500, 2000, 2500, 3000]);
        let texts: Vec<_> = round_losses(-1.5, 0.4)
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(texts, ["0.05", "0.1", "0.2", "0.5", "1", "2"]);
    }

    #[test]
    fn means_are_of_what_is_there() {
        let losses: Vec<_> = (0..160).map(|step| (step % 2) as f32).collect();
        let means = means(&losses);
        assert_eq!(means.len(), losses.len());
        assert_eq!(means[0], (0, 1.0 / 3.0));
        assert_eq!(means[80], (80, 0.4));
    }

    #[test]
    fn any_losses_have_a_picture() {
        for losses in [
            &[][..],
            &[1.0],
            &[0.0, f32::NAN, f32::INFINITY],
            &[2.0, 1e-30, 0.5],
        ] {
            let tests = [(0, 1.0), (1, 0.0)];
            let curve = Curve {
                losses,
                tests: &tests,
            };
            assert!(draw(curve).is_ok(), "{losses:?}");
        }
    }

    #[test]
    fn less_is_further_down_and_later_is_further_right() {
        let losses = [3.0, 0.3];
        let axes = Axes::of(Curve {
            losses: &losses,
            tests: &[],
        });
        let (first, second) = (axes.place(0, 3.0), axes.place(1, 0.3));
        assert!(first[0] < second[0] && first[1] < second[1]);
        assert_eq!(first[1], f64::from(MARGIN));
    }
}
