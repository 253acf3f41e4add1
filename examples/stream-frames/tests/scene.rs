//! The drawn scene against its definition on the CPU.

use futures::StreamExt as _;
use stream_frames::reference::Moment;
use stream_frames::{Error, Layout, Packer, Ring, Scene, Size};
use wasi_webgpu::compute::Gpu;

type Result<T = ()> = std::result::Result<T, Error>;

/// R, G and B of all pixels, for each of the moments.
async fn render(size: Size, times: &[f64]) -> Result<Vec<Vec<u8>>> {
    let gpu = Gpu::request().await?;
    let mut scene = Scene::new(&gpu, size).await?;
    let packer = Packer::new(&gpu, scene.picture(), Layout::Rgb).await?;
    let mut ring = Ring::new(&gpu, Layout::Rgb.len(size), 2).await?;
    let mut frames = ring.frames(times.len() as u32, |n, encoder, staging| {
        scene.render(encoder, times[n as usize])?;
        packer.pack(encoder, staging)
    });
    let mut pictures = Vec::new();
    while let Some(frame) = frames.next().await {
        pictures.push(frame?);
    }
    Ok(pictures)
}

/// The share of pixels with a channel that differs by more than `tolerance` code values.
fn differing(a: &[u8], b: &[u8], tolerance: u8) -> f64 {
    assert_eq!(a.len(), b.len());
    let differs =
        |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(&a, &b)| a.abs_diff(b) > tolerance);
    let pixels = a.chunks(3).zip(b.chunks(3));
    let (all, count) = (pixels.len(), pixels.filter(|&pair| differs(pair)).count());
    count as f64 / all as f64
}

/// Inside of a surface a pixel has one colour, the one at its middle, however many samples it has. Where
/// a ray through a corner meets another surface, it is an edge: a mean that depends on where the
/// samples are, which is the GPU's choice.
#[wasi_webgpu::test]
async fn inside_of_surfaces_the_picture_is_the_reference() -> Result {
    let size = Size::new(480, 270)?;
    let times = [0.07, 0.61];
    for (picture, time) in render(size, &times).await?.into_iter().zip(times) {
        let moment = Moment::new(time, size);
        let (mut all, mut inside, mut wrong) = (0, 0, 0);
        for (x, y) in (1..270)
            .step_by(9)
            .flat_map(|y| (2..480).step_by(9).map(move |x| (x, y)))
        {
            let at = |dx, dy| moment.look(f64::from(x) + dx, f64::from(y) + dy);
            let (surface, expected) = at(0.5, 0.5);
            let corners = [(-0.1, -0.1), (1.1, -0.1), (-0.1, 1.1), (1.1, 1.1)];
            all += 1;
            if corners.iter().any(|&(dx, dy)| at(dx, dy).0 != surface) {
                continue;
            }
            inside += 1;
            let first = 3 * (y as usize * 480 + x as usize);
            let difference = picture[first..first + 3]
                .iter()
                .zip(expected)
                .map(|(&code, expected)| (f64::from(code) - expected).abs())
                .fold(0.0, f64::max);
            wrong += u32::from(difference > 2.0);
        }
        assert!(2 * inside > all, "only {inside} of {all} pixels are inside");
        assert!(
            200 * wrong <= inside,
            "time {time}: {wrong} of {inside} pixels are wrong"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn the_animation_is_a_loop() -> Result {
    let size = Size::new(320, 180)?;
    let step = 1.0 / 240.0;
    let pictures = render(size, &[0.0, step, 1.0 - step, 1.0]).await?;
    let [first, second, last, again] = &pictures[..] else {
        unreachable!("as many as were asked for")
    };
    // The columns have changed places: at edges, a last bit decides.
    assert!(differing(first, again, 2) < 0.01);
    // The last frame is as far from the first as that from the second.
    let (begin, end) = (differing(first, second, 2), differing(last, first, 2));
    assert!(begin > 0.1 && end > 0.1, "{begin} and {end}");
    assert!((0.8..1.25).contains(&(end / begin)), "{begin} and {end}");
    Ok(())
}

#[wasi_webgpu::test]
async fn odd_sizes_and_single_pixels() -> Result {
    for (width, height) in [(1, 1), (1, 7), (33, 2), (63, 37)] {
        let size = Size::new(width, height)?;
        let pictures = render(size, &[0.5]).await?;
        assert_eq!(pictures[0].len(), 3 * width as usize * height as usize);
        assert!(pictures[0].iter().any(|&code| code > 0));
    }
    Ok(())
}
