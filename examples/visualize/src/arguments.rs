//! What the words of the command line mean.

use std::ffi::OsString;

use lexopt::prelude::*;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Plots the density of many points: counts them on the GPU, and writes a PNG.

Usage: visualize TABLE [OPTIONS]
       visualize --demo N [OPTIONS]

  TABLE                a CSV file: x and y are its first two columns, a header names them
      --demo N         N points of a strange attractor instead of a table
      --size WxH       of the plot without its axes, in pixels, each 64 to 8192 [default: 800x600]
      --bin PIXELS     how wide and high a bin is drawn, 1 to 64
                       [default: 1 from 100,000 points on, 4 below]
  -o, --output OUTPUT  the PNG file to write [default: density.png]
  -h, --help           print this

Records with a field that is empty, infinite or NaN are skipped and counted.
A file is found only in a folder that the host gives to this program.";

/// Where the points come from.
#[derive(Debug, PartialEq)]
pub(crate) enum Source {
    /// A CSV file.
    Table(String),
    /// So many points of the attractor.
    Demo(usize),
}

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) source: Source,
    /// Width and height of the plot without its axes, in pixels.
    pub(crate) size: [u32; 2],
    /// The side of a bin, in pixels.
    pub(crate) bin: Option<u32>,
    /// The PNG file to write.
    pub(crate) output: String,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut source = None;
        let mut size = [800, 600];
        let mut bin = None;
        let mut output = "density.png".to_owned();
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("demo") if source.is_none() => {
                    source = Some(Source::Demo(parser.value()?.parse()?));
                }
                Long("size") => size = parser.value()?.parse_with(parse_size)?,
                Long("bin") => {
                    let side = parser.value()?.parse()?;
                    if !(1..=64).contains(&side) {
                        return Err("--bin goes from 1 to 64".into());
                    }
                    bin = Some(side);
                }
                Short('o') | Long("output") => output = parser.value()?.string()?,
                Value(path) if source.is_none() => source = Some(Source::Table(path.string()?)),
                other => return Err(other.unexpected()),
            }
        }
        let source =
            source.ok_or("name a CSV file, or --demo and a number of points; see --help")?;
        Ok(Some(Self {
            source,
            size,
            bin,
            output,
        }))
    }
}

fn parse_size(text: &str) -> Result<[u32; 2], &'static str> {
    const WANTED: &str = "two whole numbers from 64 to 8192 are wanted, like 800x600";
    let (width, height) = text.split_once('x').ok_or(WANTED)?;
    let side = |text: &str| match text.parse() {
        Ok(side) if (64..=8192).contains(&side) => Ok(side),
        _ => Err(WANTED),
    };
    Ok([side(width)?, side(height)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn every_option() {
        let expected = Arguments {
            source: Source::Demo(7),
            size: [64, 8192],
            bin: Some(3),
            output: "a.png".to_owned(),
        };
        let line = "visualize --demo 7 --size 64x8192 --bin 3 -o a.png";
        assert_eq!(parse(line).unwrap(), Some(expected));
        let table = parse("visualize a.csv").unwrap().unwrap();
        assert_eq!(table.source, Source::Table("a.csv".to_owned()));
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("visualize --help").unwrap().is_none());
        for wrong in [
            "--bin 4",
            "a.csv b.csv",
            "a.csv --demo 3",
            "--demo x",
            "a.csv --bin 0",
            "a.csv --size 800",
            "a.csv --size 63x100",
            "a.csv --size 800x9000",
        ] {
            let error = parse(&format!("visualize {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
