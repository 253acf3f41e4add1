//! What the words of the command line mean.

use std::ffi::OsString;

use kernels::Kernel;
use lexopt::prelude::*;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Compute kernels written in Rust: on the GPU, on the CPU, and as WGSL written by hand.

Usage: kernels [OPTIONS] [KERNEL]...

  KERNEL               mandelbrot, nbody, matmul, reduction, histogram, life, ray_marcher, sha256
                       [default: all]
  -n, --size N         the rows of a picture or of a matrix, or the number of bodies or words
      --time           the time of the GPU, for Rust and by hand; the sizes are for a large GPU
  -o, --output OUTPUT  the PNG file of the one KERNEL, which makes a picture [default: KERNEL.png]
  -h, --help           print this

A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) kernels: Vec<Kernel>,
    pub(crate) size: Option<usize>,
    pub(crate) is_timed: bool,
    /// The PNG file to write.
    pub(crate) output: Option<String>,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self {
            kernels: Vec::new(),
            size: None,
            is_timed: false,
            output: None,
        };
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Short('n') | Long("size") => match parser.value()?.parse()? {
                    0 => return Err("--size is 1 or more".into()),
                    size => parsed.size = Some(size),
                },
                Long("time") => parsed.is_timed = true,
                Short('o') | Long("output") => parsed.output = Some(parser.value()?.string()?),
                Value(name) => parsed.kernels.push(name.string()?.parse()?),
                other => return Err(other.unexpected()),
            }
        }
        if parsed.output.is_some() && parsed.kernels.len() != 1 {
            return Err("--output is for one KERNEL".into());
        }
        if parsed.kernels.is_empty() {
            parsed.kernels.extend(Kernel::ALL);
        }
        Ok(Some(parsed))
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
        let expected = Arguments {
            kernels: vec![Kernel::RayMarcher],
            size: Some(99),
            is_timed: true,
            output: Some("a.png".to_owned()),
        };
        let line = "kernels -n 99 --time ray_marcher -o a.png";
        assert_eq!(parse(line).unwrap(), Some(expected));
        assert_eq!(parse("kernels").unwrap().unwrap().kernels, Kernel::ALL);
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("kernels life --help").unwrap().is_none());
        for wrong in [
            "-n 0",
            "-n",
            "-n 1.5",
            "-o a.png",
            "fft",
            "life nbody -o a.png",
        ] {
            let error = parse(&format!("kernels {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
