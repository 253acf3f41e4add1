//! Every kernel against its definition on the CPU.
//!
//! All kernels but the blur work in whole numbers and must agree to the bit. The blur works in
//! `f32`: a value within rounding error of a half may go either way, so one level of difference is
//! allowed.

use image_filter::{Engine, Error, Filter, Picture, reference};

type Result = std::result::Result<(), Error>;

/// Odd sizes: one pixel, lines, primes either side of a workgroup, and one that needs several.
const SIZES: [(u32, u32); 9] = [
    (1, 1),
    (1, 37),
    (41, 1),
    (2, 2),
    (7, 5),
    (16, 16),
    (17, 13),
    (31, 67),
    (131, 53),
];

#[derive(Clone, Copy)]
enum Alpha {
    Opaque,
    /// Anything, with many fully clear pixels.
    Mixed,
}

/// A picture of noise, the same at each run.
fn noise(width: u32, height: u32, alpha: Alpha) -> Picture {
    let mut state = 0x9e37_79b9_7f4a_7c15 ^ (u64::from(width) << 32) ^ u64::from(height);
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    let mut pixels = Vec::new();
    for _ in 0..width * height {
        let alpha = match alpha {
            Alpha::Opaque => 255,
            Alpha::Mixed => byte().saturating_sub(96),
        };
        pixels.extend([byte(), byte(), byte(), alpha]);
    }
    Picture::new(width, height, pixels).expect("four bytes a pixel")
}

async fn filtered(
    engine: &Engine,
    picture: &Picture,
    filters: &[Filter],
) -> std::result::Result<Picture, Error> {
    let mut canvas = engine.upload(picture)?;
    for &filter in filters {
        canvas.apply(filter).await?;
    }
    canvas.download().await
}

/// The largest difference between two channels, in 8-bit levels.
fn difference(one: &Picture, other: &Picture) -> u8 {
    assert_eq!((one.width(), one.height()), (other.width(), other.height()));
    let pairs = one.pixels().iter().zip(other.pixels());
    pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// The picture without its first columns.
fn from_column(picture: &Picture, first: u32) -> Picture {
    let rows = picture.pixels().chunks_exact(picture.width() as usize * 4);
    let pixels = rows.flat_map(|row| &row[first as usize * 4..]).copied();
    Picture::new(picture.width() - first, picture.height(), pixels.collect())
        .expect("some columns are left")
}

/// Runs one filter on noise of each size, on the GPU and on the CPU.
async fn compare(filter: Filter, sizes: &[(u32, u32)], allowed: u8) -> Result {
    let engine = Engine::new().await?;
    for &(width, height) in sizes {
        for alpha in [Alpha::Opaque, Alpha::Mixed] {
            let picture = noise(width, height, alpha);
            let gpu = filtered(&engine, &picture, &[filter]).await?;
            let difference = difference(&gpu, &reference::apply(&picture, filter));
            assert!(
                difference <= allowed,
                "{filter} on {width} x {height}: {difference} levels"
            );
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn grayscale_is_exact() -> Result {
    compare(Filter::Grayscale, &SIZES, 0).await
}

#[wasi_webgpu::test]
async fn invert_is_exact() -> Result {
    compare(Filter::Invert, &SIZES, 0).await
}

#[wasi_webgpu::test]
async fn sobel_is_exact() -> Result {
    compare(Filter::Sobel, &SIZES, 0).await
}

#[wasi_webgpu::test]
async fn threshold_is_exact() -> Result {
    for level in [0, 1, 128, 255] {
        compare(Filter::Threshold { level }, &SIZES, 0).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn sharpen_is_exact() -> Result {
    for amount in [0, 1, 205, 256, Filter::MAX_AMOUNT] {
        compare(Filter::Sharpen { amount }, &SIZES, 0).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn blur_is_within_one_level() -> Result {
    for radius in [1, 2, 6, 15] {
        compare(Filter::Blur { radius }, &SIZES, 1).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn blur_of_radius_zero_changes_nothing() -> Result {
    compare(Filter::Blur { radius: 0 }, &SIZES, 0).await
}

#[wasi_webgpu::test]
async fn blur_may_be_wider_than_the_picture() -> Result {
    for radius in [16, 17, 40, 200] {
        compare(Filter::Blur { radius }, &[(1, 1), (1, 37), (17, 13)], 1).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn blur_of_radius_ten_thousand() -> Result {
    let radius = 10_000;
    compare(Filter::Blur { radius }, &[(1, 1), (1, 7), (13, 11)], 1).await
}

#[wasi_webgpu::test]
async fn blur_leaves_a_plain_picture_alone() -> Result {
    let engine = Engine::new().await?;
    let picture = Picture::new(97, 61, [200, 100, 3, 77].repeat(97 * 61))?;
    for radius in [1, 9, 500, Filter::MAX_RADIUS] {
        let gpu = filtered(&engine, &picture, &[Filter::Blur { radius }]).await?;
        assert_eq!(gpu, picture, "radius {radius}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn blur_has_no_seams() -> Result {
    // Too large for one strip of 64 MiB: 5968 columns go to the first and 39 to the second.
    let (width, height, seam, radius) = (6007, 701, 5968, 3);
    let engine = Engine::new().await?;
    let picture = noise(width, height, Alpha::Opaque);
    let gpu = filtered(&engine, &picture, &[Filter::Blur { radius }]).await?;
    // The reference takes its time, so it sees the last columns only. Its own left border is not
    // one of the picture's: `radius` columns are blurred from something else.
    let first = seam - 2 * radius;
    let cpu = reference::apply(&from_column(&picture, first), Filter::Blur { radius });
    let difference = difference(
        &from_column(&gpu, seam - radius),
        &from_column(&cpu, radius),
    );
    assert!(difference <= 1, "{difference} levels");
    Ok(())
}

#[wasi_webgpu::test]
async fn a_chain_runs_in_order() -> Result {
    let chain = [
        Filter::Sharpen { amount: 300 },
        Filter::Sobel,
        Filter::Invert,
        Filter::Threshold { level: 90 },
        Filter::Grayscale,
    ];
    let engine = Engine::new().await?;
    let picture = noise(61, 43, Alpha::Mixed);
    let cpu = chain.iter().fold(picture.clone(), |picture, &filter| {
        reference::apply(&picture, filter)
    });
    assert_eq!(filtered(&engine, &picture, &chain).await?, cpu);
    assert_ne!(cpu, reference::apply(&picture, Filter::Grayscale));
    Ok(())
}

#[wasi_webgpu::test]
async fn no_filter_changes_nothing() -> Result {
    let engine = Engine::new().await?;
    let picture = noise(19, 23, Alpha::Mixed);
    assert_eq!(filtered(&engine, &picture, &[]).await?, picture);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_picture_beyond_the_device_is_refused() -> Result {
    let engine = Engine::new().await?;
    let width = u32::try_from(engine.max_side()).expect("a side is 32 bits") + 1;
    let line = Picture::new(width, 1, vec![0; width as usize * 4])?;
    let error = engine.upload(&line).err();
    assert!(matches!(error, Some(Error::TooLong { .. })), "{error:?}");
    Ok(())
}
