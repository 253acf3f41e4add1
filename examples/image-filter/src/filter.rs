//! The filters, and how they are written on a command line: `name` or `name:argument`.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// The names of all filters, in the order that help texts list them.
pub(crate) const NAMES: [&str; 6] = [
    "blur",
    "sharpen",
    "sobel",
    "grayscale",
    "invert",
    "threshold",
];

/// One step of a chain of filters. Parsed from `name` or `name:argument`.
///
/// Luma is Rec. 709 on sRGB-encoded values, in whole numbers:
/// `(13933 R + 46871 G + 4732 B + 32768) / 65536`. Beyond the border the nearest pixel counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Filter {
    /// `blur:RADIUS`: a Gaussian over the `2 * radius + 1` nearest columns and rows.
    ///
    /// The standard deviation is a third of the radius, so that the window holds 99.7 % of the
    /// curve. Radius 0 changes nothing. Colour is weighed by alpha.
    Blur {
        /// In pixels, at most [`Filter::MAX_RADIUS`].
        radius: u32,
    },
    /// `sharpen:AMOUNT`: an unsharp mask, `c + amount * (c - mean)`, the mean being that of the
    /// 3 x 3 pixels around, weighed 1 2 1, 2 4 2, 1 2 1 and by alpha.
    Sharpen {
        /// In 256ths, at most [`Filter::MAX_AMOUNT`].
        amount: u32,
    },
    /// `sobel`: the length of the Sobel gradient of the luma, rounded, at most 255.
    Sobel,
    /// `grayscale`: the luma.
    Grayscale,
    /// `invert`: 255 minus each colour channel.
    Invert,
    /// `threshold:LEVEL`: white where the luma is at least the level, black elsewhere.
    Threshold {
        /// A luma, 0 to 255.
        level: u8,
    },
}

impl Filter {
    /// The largest radius of a blur: every weight is summed, one by one, before the first pixel.
    pub const MAX_RADIUS: u32 = 1_000_000;

    /// The largest amount of sharpening, in 256ths: 16, beyond which the kernel's 32-bit sums
    /// would overflow.
    pub const MAX_AMOUNT: u32 = 16 * 256;

    /// The name, without the argument.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Filter::Blur { .. } => "blur",
            Filter::Sharpen { .. } => "sharpen",
            Filter::Sobel => "sobel",
            Filter::Grayscale => "grayscale",
            Filter::Invert => "invert",
            Filter::Threshold { .. } => "threshold",
        }
    }

    /// Whether `text` names a filter, with or without an argument, right or wrong.
    #[must_use]
    pub fn is_named_by(text: &str) -> bool {
        NAMES.contains(&split(text).0)
    }
}

/// `name:argument` or `name`.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((name, argument)) => (name, Some(argument)),
        None => (text, None),
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Filter::Blur { radius } => write!(f, ":{radius}"),
            Filter::Sharpen { amount } => {
                // Three decimals tell 256ths apart.
                let thousandths = (f64::from(*amount) * 1000.0 / 256.0).round();
                write!(f, ":{}", thousandths / 1000.0)
            }
            Filter::Threshold { level } => write!(f, ":{level}"),
            Filter::Sobel | Filter::Grayscale | Filter::Invert => Ok(()),
        }
    }
}

impl FromStr for Filter {
    type Err = Error;

    /// Parses `blur:6`, `sharpen:0.8`, `sobel`…
    ///
    /// # Errors
    ///
    /// [`Error::UnknownFilter`] and [`Error::Argument`], which say what there is.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, argument) = split(text);
        match name {
            "blur" => radius(argument.unwrap_or("4")),
            "sharpen" => amount(argument.unwrap_or("1")),
            "threshold" => level(argument.unwrap_or("128")),
            "sobel" => plain(Filter::Sobel, argument),
            "grayscale" => plain(Filter::Grayscale, argument),
            "invert" => plain(Filter::Invert, argument),
            _ => Err(Error::UnknownFilter {
                name: name.to_owned(),
            }),
        }
    }
}

fn radius(argument: &str) -> Result<Filter, Error> {
    match argument.parse() {
        Ok(radius) if radius <= Filter::MAX_RADIUS => Ok(Filter::Blur { radius }),
        _ => Err(refused(
            "blur",
            argument,
            format!("a whole number of pixels from 0 to {}", Filter::MAX_RADIUS),
        )),
    }
}

fn amount(argument: &str) -> Result<Filter, Error> {
    let most = f64::from(Filter::MAX_AMOUNT) / 256.0;
    match argument.parse() {
        Ok(amount) if (0.0..=most).contains(&amount) => Ok(Filter::Sharpen {
            amount: (amount * 256.0).round() as u32,
        }),
        _ => Err(refused(
            "sharpen",
            argument,
            format!("a number from 0 to {most}"),
        )),
    }
}

fn level(argument: &str) -> Result<Filter, Error> {
    argument
        .parse()
        .map(|level| Filter::Threshold { level })
        .map_err(|_| {
            refused(
                "threshold",
                argument,
                "a whole number from 0 to 255".to_owned(),
            )
        })
}

fn plain(filter: Filter, argument: Option<&str>) -> Result<Filter, Error> {
    match argument {
        None => Ok(filter),
        Some(argument) => Err(refused(
            filter.name(),
            argument,
            "wanted: this filter takes no argument".to_owned(),
        )),
    }
}

fn refused(filter: &'static str, argument: &str, expected: String) -> Error {
    Error::Argument {
        filter,
        argument: argument.to_owned(),
        expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_and_prints_itself() {
        for name in NAMES {
            let filter: Filter = name.parse().unwrap();
            assert_eq!(filter.name(), name);
            assert_eq!(filter.to_string().parse::<Filter>().unwrap(), filter);
        }
        for amount in 0..=Filter::MAX_AMOUNT {
            let filter = Filter::Sharpen { amount };
            assert_eq!(filter.to_string().parse::<Filter>().unwrap(), filter);
        }
    }

    #[test]
    fn arguments() {
        let parse = |text: &str| text.parse::<Filter>();
        assert_eq!(parse("blur:0").unwrap(), Filter::Blur { radius: 0 });
        assert_eq!(
            parse("sharpen:0.8").unwrap(),
            Filter::Sharpen { amount: 205 }
        );
        assert_eq!(
            parse("threshold:255").unwrap(),
            Filter::Threshold { level: 255 }
        );
        for wrong in [
            "",
            "Blur",
            "blurr",
            "blur:",
            "blur:-1",
            "blur:1.5",
            "blur:1000001",
            "blur:99999999999999999999",
            "sharpen:NaN",
            "sharpen:inf",
            "sharpen:-0.1",
            "sharpen:16.01",
            "threshold:256",
            "invert:1",
            "sobel:",
        ] {
            let error = parse(wrong).expect_err(wrong).to_string();
            assert!(!error.contains('\n'), "{error}");
        }
    }
}
