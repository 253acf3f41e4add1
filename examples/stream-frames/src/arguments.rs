//! What the words of the command line mean.

use std::ffi::OsString;

use lexopt::prelude::*;
use stream_frames::{Format, Size};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Renders an animation off-screen, and writes it as a video: the waves of two sources meet.

Usage: stream-frames [OPTIONS]

      --size WxH       of the video, in pixels; odd ones, too [default: 640x360]
      --frames N       how many; after the last, the first fits again [default: 240]
      --fps N          frames a second, when it is played [default: 30]
      --format FORMAT  y4m (4:2:0, for ffmpeg and players) or apng [default: y4m]
  -o, --output FILE    the file to write [default: standard output]
  -h, --help           print this

A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) size: Size,
    pub(crate) frames: u32,
    /// Frames a second.
    pub(crate) fps: u16,
    pub(crate) format: Format,
    /// The file to write; `None` for standard output.
    pub(crate) output: Option<String>,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self {
            size: Size {
                width: 640,
                height: 360,
            },
            frames: 240,
            fps: 30,
            format: Format::Y4m,
            output: None,
        };
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("size") => parsed.size = parser.value()?.parse_with(size)?,
                Long("frames") => parsed.frames = parser.value()?.parse()?,
                Long("fps") => parsed.fps = parser.value()?.parse()?,
                Long("format") => parsed.format = parser.value()?.parse_with(format)?,
                Short('o') | Long("output") => parsed.output = Some(parser.value()?.string()?),
                other => return Err(other.unexpected()),
            }
        }
        if parsed.frames == 0 || parsed.fps == 0 {
            return Err("--frames and --fps begin at 1".into());
        }
        Ok(Some(parsed))
    }
}

fn size(text: &str) -> Result<Size, String> {
    let sides = text.split_once('x');
    let sides = sides.and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let (width, height) = sides.ok_or("a size is WIDTHxHEIGHT, as 640x360 is")?;
    Size::new(width, height).map_err(|error| error.to_string())
}

fn format(text: &str) -> Result<Format, &'static str> {
    match text {
        "y4m" => Ok(Format::Y4m),
        "apng" => Ok(Format::Apng),
        _ => Err("the formats are y4m and apng"),
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
        let line = "stream-frames --size 33x17 --frames 3 --fps 60 --format apng -o a.png";
        let expected = Arguments {
            size: Size {
                width: 33,
                height: 17,
            },
            frames: 3,
            fps: 60,
            format: Format::Apng,
            output: Some("a.png".to_owned()),
        };
        assert_eq!(parse(line).unwrap(), Some(expected));
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("stream-frames --frames 3 --help").unwrap().is_none());
        for wrong in [
            "--size 640",
            "--size 0x9",
            "--size 9x4097",
            "--size 1x-1",
            "--frames 0",
            "--frames -1",
            "--fps 0",
            "--fps 65536",
            "--format gif",
            "-o",
            "a.y4m",
        ] {
            let error = parse(&format!("stream-frames {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
