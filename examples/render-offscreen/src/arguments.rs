//! What the words of the command line mean.

use std::ffi::OsString;

use lexopt::prelude::*;
use render_offscreen::{Camera, Detail, View};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Draws a 3-D model from an OBJ file on the GPU, and writes a PNG.

Usage: render-offscreen MODEL [OPTIONS]

  MODEL                an OBJ file; its materials (MTL) and textures (PNG or JPEG) are found by name
  -o, --output OUTPUT  the PNG file to write [default: picture.png]
      --size WxH       of the picture, in pixels, each 1 to 8192 [default: 800x600]
      --camera YAW,PITCH,DISTANCE
                       degrees around the model from its front to its right (-360 to 360), degrees
                       above the horizon (-90 to 90), and how far away: at 1 the model just fits
                       into the picture (0.1 to 100) [default: 30,25,1]
      --background RRGGBB
                       a color in hexadecimal sRGB [default: dde4ea]
      --no-textures    leave the textures out
      --no-materials   leave textures and colors out: all is gray
  -h, --help           print this

A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    /// The OBJ file.
    pub(crate) model: String,
    /// The PNG file to write.
    pub(crate) output: String,
    pub(crate) detail: Detail,
    pub(crate) view: View,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut model = None;
        let mut output = "picture.png".to_owned();
        let mut detail = Detail::Textures;
        let mut view = View::default();
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Short('o') | Long("output") => output = parser.value()?.string()?,
                Long("size") => view.size = parser.value()?.parse_with(parse_size)?,
                Long("camera") => view.camera = parser.value()?.parse_with(parse_camera)?,
                Long("background") => view.background = parser.value()?.parse_with(parse_color)?,
                Long("no-textures") => detail = Detail::Colors,
                Long("no-materials") => detail = Detail::Shape,
                Value(path) if model.is_none() => model = Some(path.string()?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(Self {
            model: model.ok_or("name an OBJ file; see --help")?,
            output,
            detail,
            view,
        }))
    }
}

fn parse_size(text: &str) -> Result<[u32; 2], &'static str> {
    const WANTED: &str = "two whole numbers from 1 to 8192 are wanted, like 800x600";
    let (width, height) = text.split_once('x').ok_or(WANTED)?;
    let side = |text: &str| match text.parse() {
        Ok(side) if (1..=8192).contains(&side) => Ok(side),
        _ => Err(WANTED),
    };
    Ok([side(width)?, side(height)?])
}

fn parse_camera(text: &str) -> Result<Camera, &'static str> {
    const WANTED: &str =
        "YAW,PITCH,DISTANCE are wanted, like 30,25,1, from -360,-90,0.1 to 360,90,100";
    let mut parts = text.split(',');
    let mut number = |least, most| {
        let number = parts
            .next()
            .and_then(|part| part.trim().parse::<f32>().ok());
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or(WANTED)
    };
    let camera = Camera {
        yaw: number(-360.0, 360.0)?,
        pitch: number(-90.0, 90.0)?,
        distance: number(0.1, 100.0)? * Camera::FITTING,
    };
    parts.next().is_none().then_some(camera).ok_or(WANTED)
}

fn parse_color(text: &str) -> Result<[u8; 3], &'static str> {
    const WANTED: &str = "six hexadecimal digits are wanted, like dde4ea";
    let digits = text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u32::from_str_radix(text, 16)
        .ok()
        .filter(|_| digits)
        .ok_or(WANTED)?;
    let [_, rgb @ ..] = number.to_be_bytes();
    Ok(rgb)
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
            model: "a.obj".to_owned(),
            output: "a.png".to_owned(),
            detail: Detail::Colors,
            view: View {
                size: [1, 8192],
                camera: Camera {
                    yaw: -90.0,
                    pitch: 12.5,
                    distance: 2.0 * Camera::FITTING,
                },
                background: [0x12, 0xAB, 0xef],
            },
        };
        let line = "render-offscreen a.obj -o a.png --size 1x8192 --camera=-90,12.5,2 \
                    --background 12ABef --no-textures";
        assert_eq!(parse(line).unwrap(), Some(expected));
        let plain = parse("render-offscreen --no-materials a.obj")
            .unwrap()
            .unwrap();
        assert_eq!((plain.detail, plain.view), (Detail::Shape, View::default()));
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("render-offscreen --help").unwrap().is_none());
        for wrong in [
            "--size 800x600",
            "a.obj b.obj",
            "a.obj --size 800",
            "a.obj --size 0x100",
            "a.obj --size 800x9000",
            "a.obj --camera 1,2",
            "a.obj --camera 1,2,3,4",
            "a.obj --camera 1,91,3",
            "a.obj --camera 1,nan,3",
            "a.obj --camera 1,2,0",
            "a.obj --background red",
            "a.obj --background +12345",
            "a.obj --background 1234567",
            "a.obj --no-colors",
        ] {
            let error = parse(&format!("render-offscreen {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
