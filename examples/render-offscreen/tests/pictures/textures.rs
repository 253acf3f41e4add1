//! Which texels are seen where.

use image::{Rgba, RgbaImage};
use render_offscreen::Error;

use crate::Result;
use crate::scenes::{SQUARE, front, model, render, same};

/// [`SQUARE`] in front of [`FRONT`], with this texture.
async fn square(texture: &RgbaImage, size: [u32; 2]) -> Result<RgbaImage> {
    let obj = format!("usemtl picture\n{SQUARE}");
    render(&model(&obj, texture)?, &front(size[0], size[1])).await
}

fn gray(level: u8, width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_pixel(width, height, Rgba([level, level, level, 255]))
}

fn checked(side: u32) -> RgbaImage {
    RgbaImage::from_fn(side, side, |x, y| {
        let level = if (x + y).is_multiple_of(2) { 0 } else { 255 };
        Rgba([level, level, level, 255])
    })
}

#[wasi_webgpu::test]
async fn textures_are_upright() -> Result {
    // Red and green above blue and white.
    let texture = RgbaImage::from_fn(64, 64, |x, y| match (x < 32, y < 32) {
        (true, true) => Rgba([255, 0, 0, 255]),
        (false, true) => Rgba([0, 255, 0, 255]),
        (true, false) => Rgba([0, 0, 255, 255]),
        (false, false) => Rgba([255, 255, 255, 255]),
    });
    let picture = square(&texture, [64, 64]).await?;
    let bright = |x, y| {
        let [r, g, b, _] = picture.get_pixel(x, y).0;
        [r, g, b].map(|level| level > 100)
    };
    assert_eq!(bright(16, 16), [true, false, false]);
    assert_eq!(bright(48, 16), [false, true, false]);
    assert_eq!(bright(16, 48), [false, false, true]);
    assert_eq!(bright(48, 48), [true, true, true]);
    Ok(())
}

#[wasi_webgpu::test]
async fn small_textures_are_their_mean() -> Result {
    // Half of the light is 188 in sRGB. Without mip levels the texels in between would be skipped,
    // and a mean of the numbers would be 128.
    let mean = square(&gray(188, 1, 1), [32, 32]).await?;
    for (side, tolerance) in [(128, 3), (512, 3), (255, 3)] {
        let picture = square(&checked(side), [32, 32]).await?;
        assert!(
            same(&picture, &mean, tolerance),
            "{side}: {:?}",
            picture.get_pixel(16, 16)
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn large_textures_are_sharp() -> Result {
    let picture = square(&checked(4), [64, 64]).await?;
    let white = square(&gray(255, 1, 1), [64, 64]).await?;
    // The middles of texels, 16 pixels apart.
    for (x, y) in (0..4).flat_map(|x| (0..4).map(move |y| (x, y))) {
        let level = picture.get_pixel(8 + 16 * x, 8 + 16 * y)[0];
        if (x + y) % 2 == 0 {
            // Half a pixel from the middle of the texel, the others begin to be seen.
            assert!(level < 90, "{level} in a black texel");
        } else {
            assert!(
                level.abs_diff(white.get_pixel(0, 0)[0]) < 20,
                "{level} in a white texel"
            );
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn textures_of_any_size_have_all_mip_levels() -> Result {
    let small = square(&gray(90, 1, 1), [4, 4]).await?;
    for (width, height) in [(2, 1), (1, 7), (5, 3), (129, 2), (300, 301)] {
        let picture = square(&gray(90, width, height), [4, 4]).await?;
        assert!(same(&picture, &small, 1), "{width} x {height}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_texture_that_is_too_large_is_refused() -> Result {
    let wide = RgbaImage::new(100_000, 1);
    let error = square(&wide, [1, 1]).await.err();
    assert!(
        matches!(error, Some(Error::Size { width: 100_000, .. })),
        "{error:?}"
    );
    Ok(())
}
