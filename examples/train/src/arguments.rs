//! What the words of the command line mean.

use std::ffi::OsString;
use std::ops::RangeInclusive;

use lexopt::prelude::*;
use train::{Adam, Batch, Settings, Shape};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Trains a network to read digits, on the GPU. Writes the curve of its loss as a PNG.

Usage: train [OPTIONS]

      --steps N        how many steps [default: 1000]
      --batch N        samples of a step, up to 65535 [default: 128]
      --width N        values of a hidden layer, up to 65536 [default: 128]
      --depth N        hidden layers, up to 16 [default: 2]
      --rate R         how far a step moves a parameter, about [default: 0.001]
      --samples N      digits to draw, of which a fifth is held out [default: 10000]
      --data FOLDER    instead, the MNIST database, its four files uncompressed
      --seed S         a whole number; the same gives the same network [default: 1]
  -o, --output OUTPUT  the PNG file to write [default: loss.png]
  -h, --help           print this

A file is found only in a folder that the host gives to this program.";

/// Where the samples come from.
#[derive(Debug, PartialEq)]
pub(crate) enum Source {
    /// So many are drawn.
    Drawn(usize),
    /// A folder of files as those of the MNIST database.
    Folder(String),
}

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) settings: Settings,
    /// Values of a hidden layer.
    pub(crate) width: usize,
    /// Hidden layers.
    pub(crate) depth: usize,
    pub(crate) source: Source,
    /// The PNG file to write.
    pub(crate) output: String,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self {
            settings: Settings::default(),
            width: 128,
            depth: 2,
            source: Source::Drawn(10_000),
            output: "loss.png".to_owned(),
        };
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            let settings = &mut parsed.settings;
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("steps") => {
                    settings.steps = number(&mut parser, "--steps", 1..=1 << 20)? as u32
                }
                Long("batch") => settings.batch = number(&mut parser, "--batch", 1..=Batch::MOST)?,
                Long("width") => parsed.width = number(&mut parser, "--width", 1..=Shape::MOST)?,
                Long("depth") => parsed.depth = number(&mut parser, "--depth", 0..=16)?,
                Long("rate") => {
                    settings.adam = Adam {
                        rate: rate(&mut parser)?,
                        ..settings.adam
                    }
                }
                // As many as a held-out fifth can be one batch of.
                Long("samples") => {
                    let count = number(&mut parser, "--samples", 10..=5 * Batch::MOST)?;
                    parsed.source = Source::Drawn(count);
                }
                Long("data") => parsed.source = Source::Folder(parser.value()?.string()?),
                Long("seed") => settings.seed = parser.value()?.parse()?,
                Short('o') | Long("output") => parsed.output = parser.value()?.string()?,
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(parsed))
    }
}

fn number(
    parser: &mut lexopt::Parser,
    option: &str,
    range: RangeInclusive<usize>,
) -> Result<usize, lexopt::Error> {
    let value = parser.value()?.parse()?;
    if range.contains(&value) {
        return Ok(value);
    }
    Err(format!("{option} goes from {} to {}", range.start(), range.end()).into())
}

fn rate(parser: &mut lexopt::Parser) -> Result<f32, lexopt::Error> {
    let rate: f32 = parser.value()?.parse()?;
    if rate > 0.0 && rate.is_finite() {
        return Ok(rate);
    }
    Err(format!("--rate must be above 0, and {rate} is not").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn every_option() {
        let line = "train --steps 7 --batch 3 --width 5 --depth 1 --rate 0.5 --samples 20 --seed 9 -o a.png";
        let expected = Arguments {
            settings: Settings {
                batch: 3,
                steps: 7,
                adam: Adam {
                    rate: 0.5,
                    ..Adam::default()
                },
                seed: 9,
            },
            width: 5,
            depth: 1,
            source: Source::Drawn(20),
            output: "a.png".to_owned(),
        };
        assert_eq!(parse(line).unwrap(), Some(expected));
        let folder = parse("train --data mnist").unwrap().unwrap();
        assert_eq!(folder.source, Source::Folder("mnist".to_owned()));
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("train --steps 3 --help").unwrap().is_none());
        for wrong in [
            "--steps 0",
            "--batch 65536",
            "--width -1",
            "--depth 17",
            "--rate 0",
            "--rate NaN",
            "--rate inf",
            "--samples 9",
            "--seed 1.5",
            "-o",
            "loss.png",
        ] {
            let error = parse(&format!("train {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
