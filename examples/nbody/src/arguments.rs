//! What the words of the command line mean.

use std::ffi::OsString;

use lexopt::prelude::*;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Two colliding galaxies: gravity among all pairs of bodies, on the GPU. Writes the end as a PNG.

Usage: nbody [OPTIONS]

  -n, --bodies N       how many bodies [default: 4096]
      --steps N        how many time steps [default: 1000]
      --dt T           the length of a step; the galaxies meet at 4 or so [default: 0.01]
      --softening E    below this distance, gravity grows no more [default: 0.05]
      --seed S         a whole number; the same gives the same bodies [default: 1]
      --side PIXELS    of the picture, 16 to 4096 [default: 640]
  -o, --output OUTPUT  the PNG file to write [default: nbody.png]
  -h, --help           print this

The constant of gravity is 1; the galaxies have the masses 1 and 0.5.
A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) bodies: u32,
    pub(crate) steps: u32,
    pub(crate) dt: f32,
    pub(crate) softening: f32,
    pub(crate) seed: u64,
    /// Of the picture, in pixels.
    pub(crate) side: u32,
    /// The PNG file to write.
    pub(crate) output: String,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self {
            bodies: 4096,
            steps: 1000,
            dt: 0.01,
            softening: 0.05,
            seed: 1,
            side: 640,
            output: "nbody.png".to_owned(),
        };
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Short('n') | Long("bodies") => parsed.bodies = parser.value()?.parse()?,
                Long("steps") => parsed.steps = parser.value()?.parse()?,
                Long("dt") => parsed.dt = finite(parser.value()?.parse()?, "--dt")?,
                Long("softening") => {
                    parsed.softening = finite(parser.value()?.parse()?, "--softening")?;
                }
                Long("seed") => parsed.seed = parser.value()?.parse()?,
                Long("side") => {
                    parsed.side = parser.value()?.parse()?;
                    if !(16..=4096).contains(&parsed.side) {
                        return Err("--side goes from 16 to 4096".into());
                    }
                }
                Short('o') | Long("output") => parsed.output = parser.value()?.string()?,
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(parsed))
    }
}

fn finite(value: f32, option: &str) -> Result<f32, lexopt::Error> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(format!("{option} must be finite, and {value} is not").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn every_option() {
        let line = "nbody -n 7 --steps 3 --dt -0.5 --softening 0 --seed 9 --side 16 -o a.png";
        let expected = Arguments {
            bodies: 7,
            steps: 3,
            dt: -0.5,
            softening: 0.0,
            seed: 9,
            side: 16,
            output: "a.png".to_owned(),
        };
        assert_eq!(parse(line).unwrap(), Some(expected));
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("nbody -n 3 --help").unwrap().is_none());
        for wrong in [
            "-n -3",
            "-n",
            "--steps 1.5",
            "--dt inf",
            "--softening NaN",
            "--side 0",
            "x.png",
        ] {
            let error = parse(&format!("nbody {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
