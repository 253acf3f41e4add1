//! What was written, parsed back.

use std::io::{self, Cursor, ErrorKind, Write};

use stream_frames::{Error, Format, Size};

type Result<T = ()> = std::result::Result<T, Error>;

const SIZE: Size = Size {
    width: 5,
    height: 3,
};

/// Frames that differ, and have all byte values.
fn frames(format: Format, count: usize) -> Vec<Vec<u8>> {
    let len = format.layout().len(SIZE);
    (0..count)
        .map(|n| (0..len).map(|i| (91 * n + 7 * i) as u8).collect())
        .collect()
}

fn write(format: Format, output: impl Write, frames: &[Vec<u8>]) -> Result {
    let mut video = format.write(output, SIZE, 25, frames.len() as u32)?;
    for frame in frames {
        video.frame(frame)?;
    }
    video.finish()
}

#[test]
fn y4m_parses_back() -> Result {
    let frames = frames(Format::Y4m, 4);
    let mut bytes = Vec::new();
    write(Format::Y4m, &mut bytes, &frames)?;

    let end = bytes
        .iter()
        .position(|&byte| byte == b'\n')
        .expect("a line");
    let header = std::str::from_utf8(&bytes[..end]).expect("text");
    let mut parameters = header.split(' ');
    assert_eq!(parameters.next(), Some("YUV4MPEG2"));
    let parameters: Vec<_> = parameters.map(|word| word.split_at(1)).collect();
    for expected in [
        ("W", "5"),
        ("H", "3"),
        ("F", "25:1"),
        ("I", "p"),
        ("A", "1:1"),
        ("C", "420jpeg"),
        ("X", "COLORRANGE=LIMITED"),
    ] {
        assert!(parameters.contains(&expected), "{header}");
    }

    // 5 x 3 of luma, and twice 3 x 2 of chroma.
    let each = "FRAME\n".len() + 15 + 2 * 6;
    let records: Vec<_> = bytes[end + 1..].chunks(each).collect();
    assert_eq!(records.len(), frames.len());
    for (record, frame) in records.into_iter().zip(&frames) {
        assert_eq!(record.strip_prefix(b"FRAME\n"), Some(&frame[..]));
    }
    Ok(())
}

#[test]
fn apng_decodes_to_the_same_frames() -> Result {
    let frames = frames(Format::Apng, 4);
    let mut bytes = Vec::new();
    write(Format::Apng, &mut bytes, &frames)?;

    let mut reader = png::Decoder::new(Cursor::new(bytes))
        .read_info()
        .expect("a header");
    let info = reader.info();
    assert_eq!((info.width, info.height), (SIZE.width, SIZE.height));
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let control = info.animation_control.expect("an animation");
    assert_eq!((control.num_frames, control.num_plays), (4, 0));
    for frame in &frames {
        let mut decoded = vec![0; reader.output_buffer_size().expect("small")];
        reader.next_frame(&mut decoded).expect("a frame");
        assert_eq!(&decoded, frame);
        let control = reader.info().frame_control.expect("a time");
        assert_eq!((control.delay_num, control.delay_den), (1, 25));
    }
    assert!(reader.next_frame(&mut [0; 45]).is_err(), "no more frames");
    Ok(())
}

#[test]
fn what_is_no_video_is_refused() -> Result {
    let no_frames = Format::Apng.write(io::sink(), SIZE, 25, 0).err();
    assert!(matches!(no_frames, Some(Error::Encode(_))));
    // A frame of the wrong length, and a missing one.
    let mut video = Format::Apng.write(io::sink(), SIZE, 25, 2)?;
    assert!(video.frame(&[0; 44]).is_err());
    video.frame(&[0; 45])?;
    assert!(matches!(video.finish(), Err(Error::Encode(_))));
    Ok(())
}

/// Takes so many bytes, and is then closed.
struct Pipe(usize);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.0.min(bytes.len());
        self.0 -= taken;
        match taken {
            0 => Err(ErrorKind::BrokenPipe.into()),
            _ => Ok(taken),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_is_told_from_other_errors() {
    for format in [Format::Y4m, Format::Apng] {
        for taken in [0, 40, 150] {
            let error = write(format, Pipe(taken), &frames(format, 9)).expect_err("closed");
            assert!(
                error.is_closed_pipe(),
                "{format:?} after {taken} bytes: {error}"
            );
        }
    }
    assert!(!Error::from(io::Error::from(ErrorKind::StorageFull)).is_closed_pipe());
}
