//! Where an axis has ticks, and what is written there.

use crate::Range;

/// The most characters of a number without an exponent: a Unix time in seconds, and its sign.
const LONGEST: usize = 11;

/// A tick of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// 0 at the low end of the axis, 1 at the high end.
    pub(crate) share: f64,
    /// The value there, with as many decimals as tell it from its neighbours.
    pub(crate) text: String,
}

/// Ticks at round values, 1, 2 or 5 times a power of ten apart, at most `most` and one more, and
/// none where no round value is in the range.
pub(crate) fn ticks(range: Range, most: u32) -> Vec<Tick> {
    let length = range.high - range.low;
    if !length.is_finite() {
        // Longer than numbers go: its ends must do.
        let end = |share, value: f64| Tick {
            share,
            text: format!("{value:.1e}"),
        };
        return vec![end(0.0, range.low), end(1.0, range.high)];
    }
    let least = length / f64::from(most.max(1));
    let exponent = least.log10().floor() as i32;
    let factors = [1.0, 2.0, 5.0, 10.0];
    let step = factors
        .map(|factor| factor * 10f64.powi(exponent))
        .into_iter()
        .find(|&step| step >= least)
        .unwrap_or(least);
    let (first, last) = ((range.low / step).ceil(), (range.high / step).floor());
    (0..=most)
        // Whole numbers times the step: 0.3 is not 0.1 + 0.2.
        .map(|i| first + f64::from(i))
        .take_while(|&multiple| multiple <= last)
        .map(|multiple| Tick {
            share: range.share(multiple * step),
            text: text(multiple * step, step),
        })
        .collect()
}

/// A value with as many decimals as the step has, or with an exponent where that is too long or the
/// decimals are too many to count at a glance.
fn text(value: f64, step: f64) -> String {
    if value == 0.0 {
        // Also minus zero.
        return "0".to_owned();
    }
    let digit = step.log10().floor();
    let plain = format!("{value:.*}", (-digit).max(0.0) as usize);
    if plain.len() <= LONGEST && digit >= -6.0 {
        return plain;
    }
    let digits = (value.abs().log10().floor() - digit).clamp(0.0, 5.0);
    format!("{value:.*e}", digits as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64) -> Vec<String> {
        let ticks = ticks(Range { low, high }, 5);
        assert!((1..=6).contains(&ticks.len()), "{ticks:?}");
        for tick in &ticks {
            assert!((-1e-9..=1.0 + 1e-9).contains(&tick.share), "{tick:?}");
        }
        ticks.into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(texts(0.0, 1.0), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts(-2.3, 2.1), ["-2", "-1", "0", "1", "2"]);
        assert_eq!(texts(3.0, 97.0), ["20", "40", "60", "80"]);
        assert_eq!(texts(0.0, 3e12), ["0", "1e12", "2e12", "3e12"]);
        assert_eq!(
            texts(0.0, 2.5e-9),
            ["0", "5e-10", "1.0e-9", "1.5e-9", "2.0e-9", "2.5e-9"]
        );
        let times = texts(1_763_000_000.0, 1_763_000_004.0);
        assert_eq!(times[..2], ["1763000000", "1763000001"]);
    }

    #[test]
    fn odd_ranges_have_ticks() {
        for (low, high) in [
            (f64::MIN, f64::MAX),
            (1.7e9, 1.7e9 + 10.0),
            (0.0, 1e-300),
            (1e300, 1.01e300),
        ] {
            assert!(!texts(low, high).is_empty());
        }
    }
}
