//! Picture files: good ones of every kind, and broken ones. Needs no GPU.

use image::{DynamicImage, ImageFormat, Rgba};
use image_filter::{Error, Picture};

const PHOTO: &[u8] = include_bytes!("../photo/astronaut.jpg");
const ANY_SIZE: u64 = u64::MAX;

/// A small picture whose pixels all differ, with alpha.
fn gradient() -> DynamicImage {
    let pixel = |x, y| {
        Rgba([
            (x * 11) as u8,
            (y * 13) as u8,
            (x * y) as u8,
            255 - (x + y) as u8,
        ])
    };
    image::RgbaImage::from_fn(19, 17, pixel).into()
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut file, ImageFormat::Png)
        .expect("PNG takes all of these");
    file.into_inner()
}

#[test]
fn every_pixel_format_becomes_rgba8() {
    let source = gradient();
    let formats: [DynamicImage; 8] = [
        source.to_luma8().into(),
        source.to_luma_alpha8().into(),
        source.to_rgb8().into(),
        source.to_rgba8().into(),
        source.to_luma16().into(),
        source.to_luma_alpha16().into(),
        source.to_rgb16().into(),
        source.to_rgba16().into(),
    ];
    for format in formats {
        let picture = Picture::decode(&png(&format), ANY_SIZE).expect("a good file");
        assert_eq!(
            picture.pixels(),
            format.to_rgba8().as_raw().as_slice(),
            "{:?}",
            format.color()
        );
    }
}

#[test]
fn what_is_written_is_read() {
    for source in [gradient(), gradient().to_rgb8().into()] {
        let picture = Picture::decode(&png(&source), ANY_SIZE).expect("a good file");
        let again = Picture::decode(&picture.encode_png().expect("it fits"), ANY_SIZE);
        assert_eq!(again.expect("a good file"), picture);
    }
}

#[test]
fn the_photograph_is_read() {
    let picture = Picture::decode(PHOTO, ANY_SIZE).expect("a good file");
    assert_eq!((picture.width(), picture.height()), (512, 512));
}

#[test]
fn every_truncation_of_a_png_is_an_error() {
    let file = png(&gradient());
    // The last 12 bytes say that this is the end, after all pixels.
    for length in 0..=file.len() - 12 {
        let cut = Picture::decode(&file[..length], ANY_SIZE);
        assert!(cut.is_err(), "the first {length} of {} bytes", file.len());
    }
}

#[test]
fn every_truncation_of_a_jpeg_is_an_error() {
    for length in (0..PHOTO.len())
        .step_by(997)
        .chain(PHOTO.len() - 40..PHOTO.len())
    {
        let cut = Picture::decode(&PHOTO[..length], ANY_SIZE);
        assert!(cut.is_err(), "the first {length} of {} bytes", PHOTO.len());
    }
}

#[test]
fn damage_is_an_error_of_one_line() {
    // PNG has checksums: no damage changes a pixel unseen.
    let file = png(&gradient());
    let whole = Picture::decode(&file, ANY_SIZE).expect("a good file");
    for at in 0..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 0x55;
        match Picture::decode(&damaged, ANY_SIZE) {
            Ok(picture) => assert_eq!(picture, whole, "byte {at} of {}", file.len()),
            Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
        }
    }
    // JPEG has none, but nothing may panic.
    for at in (0..PHOTO.len()).step_by(1499) {
        let mut damaged = PHOTO.to_vec();
        damaged[at] ^= 0x55;
        if let Err(error) = Picture::decode(&damaged, ANY_SIZE) {
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}

#[test]
fn other_files_are_refused() {
    for file in [&b""[..], b"GIF89a", b"\x89PNG", b"<svg/>"] {
        assert!(matches!(
            Picture::decode(file, ANY_SIZE),
            Err(Error::Format)
        ));
    }
}

#[test]
fn a_picture_that_does_not_fit_is_refused_by_its_header() {
    let error = Picture::decode(PHOTO, 512 * 512 * 4 - 1).expect_err("a byte too many");
    assert!(matches!(
        error,
        Error::TooLarge {
            bytes: 1_048_576,
            limit: 1_048_575,
            ..
        }
    ));
    // A header that promises 4 billion pixels, and nothing behind it.
    let mut bomb = png(&gradient());
    bomb[16..24].copy_from_slice(&[0, 0, 255, 255, 0, 0, 255, 255]);
    assert!(Picture::decode(&bomb, 128 << 20).is_err());
}

#[test]
fn a_picture_has_pixels() {
    for (width, height, bytes) in [
        (0, 0, 0),
        (0, 5, 0),
        (1, 1, 3),
        (2, 1, 4),
        (1 << 31, 1 << 31, 0),
    ] {
        assert!(matches!(
            Picture::new(width, height, vec![0; bytes]),
            Err(Error::Size { .. })
        ));
    }
}
