//! What the words of the command line mean.

use std::ffi::OsString;

use image_filter::{Error, Filter};
use lexopt::prelude::*;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Filters a picture on the GPU: reads a PNG or JPEG, runs the filters in order, writes a PNG.

Usage: image-filter [INPUT] [FILTER]... [-o OUTPUT]

  INPUT                the picture to read [default: a built-in photograph]
                       A first word that names a filter is one: write ./blur for a file called blur.
  -o, --output OUTPUT  the PNG file to write [default: filtered.png]
  -h, --help           print this

Filters:
  blur[:RADIUS]        Gaussian blur over 2 * RADIUS + 1 pixels each way [default: 4]
  sharpen[:AMOUNT]     unsharp mask over 3 x 3 pixels, AMOUNT 0 to 16 [default: 1]
  sobel                edges: the length of the Sobel gradient
  grayscale            Rec. 709 luma
  invert               the negative
  threshold[:LEVEL]    white where the luma reaches LEVEL, black elsewhere [default: 128]

Examples:
  image-filter blur:6 -o soft.png
  image-filter photo.jpg blur:1 sobel invert -o drawing.png

A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// The picture to read; the built-in one where there is none.
    pub(crate) input: Option<String>,
    /// The PNG file to write.
    pub(crate) output: String,
    /// In the order to run them.
    pub(crate) filters: Vec<Filter>,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self {
            input: None,
            output: "filtered.png".to_owned(),
            filters: Vec::new(),
        };
        let mut parser = lexopt::Parser::from_iter(words);
        let mut first = true;
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Short('o') | Long("output") => parsed.output = parser.value()?.string()?,
                Value(word) => {
                    let word = word.string()?;
                    if first && !Filter::is_named_by(&word) {
                        parsed.input = Some(word);
                    } else {
                        parsed.filters.push(word.parse().map_err(custom)?);
                    }
                    first = false;
                }
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(parsed))
    }
}

fn custom(error: Error) -> lexopt::Error {
    lexopt::Error::Custom(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn the_first_word_is_a_file_unless_it_names_a_filter() {
        let built_in = parse("image-filter blur:6 -o soft.png invert")
            .unwrap()
            .unwrap();
        assert_eq!(built_in.input, None);
        assert_eq!(built_in.output, "soft.png");
        assert_eq!(
            built_in.filters,
            [Filter::Blur { radius: 6 }, Filter::Invert]
        );

        let file = parse("image-filter ./blur sobel").unwrap().unwrap();
        assert_eq!(file.input.as_deref(), Some("./blur"));
        assert_eq!(file.output, "filtered.png");
        assert_eq!(file.filters, [Filter::Sobel]);
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("image-filter x.png --help").unwrap().is_none());
        for wrong in ["x.png y.png", "blur:x", "-o", "--radius=3", "x.png blurr:6"] {
            let error = parse(&format!("image-filter {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
