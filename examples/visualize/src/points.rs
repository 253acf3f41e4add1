//! Points: read from CSV, or made by a formula.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, Terminator, Trim};

use crate::Error;

/// Points of finite coordinates, with the names of their axes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    points: Vec<[f64; 2]>,
    names: [String; 2],
    skipped: usize,
}

/// From the least to the greatest value shown, the first below the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Where the first bin begins.
    pub low: f64,
    /// Where the last bin ends.
    pub high: f64,
}

impl Points {
    /// These points, less those that are not finite.
    #[must_use]
    pub fn new(points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let mut all = Self::default();
        for point in points {
            all.push(point);
        }
        all
    }

    /// Reads the first two columns of a CSV table as x and y.
    ///
    /// A first record with no number in either is a header, and names the axes. Records in which one
    /// of the two is empty, infinite or not a number (`NaN`) are skipped and counted.
    ///
    /// # Errors
    ///
    /// [`Error::Number`] and [`Error::Column`] with the line; [`Error::Csv`] where the file cannot be
    /// read on.
    pub fn read_csv(table: impl Read) -> Result<Self, Error> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            // Rather than also after a carriage return, which then is space to trim: the reader counts
            // lines by what it has read, and would be one behind.
            .terminator(Terminator::Any(b'\n'))
            .from_reader(table.chain(&b"\n"[..]));
        let mut points = Self::default();
        let mut record = ByteRecord::new();
        let mut first = true;
        while reader.read_byte_record(&mut record).map_err(Error::Csv)? {
            // The reader is past the end of the line, which even the last one has.
            let line = reader.position().line() - 1;
            if record.len() == 1 && record[0].is_empty() {
                continue;
            }
            let (Some(x), Some(y)) = (record.get(0), record.get(1)) else {
                return Err(Error::Column { line });
            };
            match (number(x), number(y)) {
                (Some(x), Some(y)) => points.push([x, y]),
                (None, None) if first => {
                    points.names = [x, y].map(|name| String::from_utf8_lossy(name).into_owned());
                }
                (x_value, _) => {
                    let (column, field) = if x_value.is_none() { (1, x) } else { (2, y) };
                    return Err(Error::Number {
                        line,
                        column,
                        field: String::from_utf8_lossy(field).into_owned(),
                    });
                }
            }
            first = false;
        }
        Ok(points)
    }

    /// The first points of a strange attractor of Clifford Pickover's: an orbit of
    /// `x' = sin(a y) + c cos(a x)`, `y' = sin(b x) + d cos(b y)`.
    #[must_use]
    pub fn clifford(count: usize) -> Self {
        let (a, b, c, d) = (-1.7f64, 1.8f64, -1.9f64, -0.4f64);
        let (mut x, mut y) = (0.1, 0.1);
        let orbit = (0..count).map(|_| {
            (x, y) = (
                (a * y).sin() + c * (a * x).cos(),
                (b * x).sin() + d * (b * y).cos(),
            );
            [x, y]
        });
        let mut points = Self::new(orbit);
        points.names = ["x", "y"].map(str::to_owned);
        points
    }

    /// x and y of each.
    #[must_use]
    pub fn points(&self) -> &[[f64; 2]] {
        &self.points
    }

    /// What the header calls x and y; empty where there is none.
    #[must_use]
    pub fn names(&self) -> &[String; 2] {
        &self.names
    }

    /// How many were not finite.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// What the plot shows of x and of y: from the least value to the greatest, or more where these
    /// are the same or so near each other that `f64` hardly tells them apart.
    #[must_use]
    pub fn ranges(&self) -> [Range; 2] {
        [0, 1].map(|axis| Range::of(self.points.iter().map(|point| point[axis])))
    }

    /// The points as the GPU gets them: 0 to 1 along each axis, in `f32`. Scaled in `f64`, so that
    /// small differences of large numbers (times of day in seconds since 1970) are not lost.
    pub(crate) fn scaled(&self) -> Vec<[f32; 2]> {
        let [x, y] = self.ranges();
        let scale = |point: &[f64; 2]| [x.share(point[0]) as f32, y.share(point[1]) as f32];
        self.points.iter().map(scale).collect()
    }

    fn push(&mut self, point: [f64; 2]) {
        if point.iter().all(|value| value.is_finite()) {
            self.points.push(point);
        } else {
            self.skipped += 1;
        }
    }
}

impl Range {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        if low > high {
            return Self {
                low: 0.0,
                high: 1.0,
            };
        }
        let largest = low.abs().max(high.abs());
        if 0.5 * high - 0.5 * low > 1e-9 * largest {
            return Self { low, high };
        }
        let margin = if largest > 0.0 {
            (0.01 * largest).max(f64::MIN_POSITIVE)
        } else {
            1.0
        };
        Self {
            low: (low - margin).max(f64::MIN),
            high: (high + margin).min(f64::MAX),
        }
    }

    /// 0 at the low end, 1 at the high end. By halves, as the length may be beyond `f64`.
    pub(crate) fn share(self, value: f64) -> f64 {
        (0.5 * value - 0.5 * self.low) / (0.5 * self.high - 0.5 * self.low)
    }
}

/// A number; an empty field is none that is finite.
fn number(field: &[u8]) -> Option<f64> {
    if field.is_empty() {
        return Some(f64::NAN);
    }
    std::str::from_utf8(field).ok()?.parse().ok()
}
