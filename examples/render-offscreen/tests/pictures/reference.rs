//! Every pixel against the reference.

use glam::DVec3;
use image::{Rgba, RgbaImage};
use render_offscreen::reference::{Rays, to_srgb};
use render_offscreen::{Camera, Model, View};

use crate::Result;
use crate::scenes::{model, render};

/// Levels of 255 that a GPU's arithmetic may be off.
const TOLERANCE: f64 = 3.0;

/// The samples of a pixel where most GPUs have them, in pixels from its middle.
const SAMPLES: [[f64; 2]; 4] = [
    [-0.125, -0.375],
    [0.375, -0.125],
    [-0.375, 0.125],
    [0.125, 0.375],
];

/// A textured floor, a shiny ball, and a red box that is partly in the ball.
fn still_life() -> Result<Model> {
    let mut obj = "usemtl picture
        v -2 -1 -2\nv 2 -1 -2\nv 2 -1 2\nv -2 -1 2
        vt 0 0.5\nvt 0.5 0.5\nvt 0.5 0\nvt 0 0
        f 1/1 4/4 3/3 2/2
        usemtl red
        v 0 -1 0\nv 1.5 -1 0\nv 1.5 -1 1\nv 0 -1 1
        v 0 0.2 0\nv 1.5 0.2 0\nv 1.5 0.2 1\nv 0 0.2 1
        f 5 8 12 9\nf 8 7 11 12\nf 7 6 10 11\nf 6 5 9 10\nf 9 12 11 10
        usemtl shiny\n"
        .to_owned();
    const RINGS: i32 = 6;
    for i in 0..=RINGS {
        for j in 0..2 * RINGS {
            let [tilt, turn] =
                [i, j].map(|k| f64::from(k) * std::f64::consts::PI / f64::from(RINGS));
            let [x, y, z] = [tilt.sin() * turn.sin(), tilt.cos(), tilt.sin() * turn.cos()];
            obj += &format!("v {} {} {}\n", x - 0.4, y, z - 0.2);
        }
    }
    for i in 0..RINGS {
        for j in 0..2 * RINGS {
            let at = |i: i32, j: i32| 13 + i * 2 * RINGS + j % (2 * RINGS);
            let corners = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
            obj += &format!(
                "f {} {} {} {}\n",
                corners[0], corners[1], corners[2], corners[3]
            );
        }
    }
    let wave = |k: u32| 128.0 + 90.0 * (f64::from(k) * std::f64::consts::TAU / 16.0).sin();
    let picture = RgbaImage::from_fn(16, 16, |x, y| Rgba([wave(x) as u8, wave(y) as u8, 90, 255]));
    model(&obj, &picture)
}

#[wasi_webgpu::test]
async fn pictures_are_the_reference() -> Result {
    let model = still_life()?;
    for (size, [yaw, pitch, distance]) in [
        ([56, 42], [30.0, 25.0, Camera::FITTING]),
        ([37, 47], [-140.0, 60.0, 2.2]),
    ] {
        let camera = Camera {
            yaw,
            pitch,
            distance,
        };
        let view = View {
            size,
            camera,
            ..View::default()
        };
        compare(&model, &view, &render(&model, &view).await?);
    }
    Ok(())
}

/// Each pixel is between the darkest and the brightest that the reference sees in and around it; for
/// most, these are about the same. Where they are not, it is on average near the mean of 4 samples.
fn compare(model: &Model, view: &View, gpu: &RgbaImage) {
    let rays = Rays::new(model, view);
    let (mut edges, mut difference) = (0, 0.0);
    for (x, y, pixel) in gpu.enumerate_pixels() {
        let middle = [f64::from(x) + 0.5, f64::from(y) + 0.5];
        let seen =
            |[dx, dy]: [f64; 2]| rays.shade(rays.first([middle[0] + dx, middle[1] + dy]), middle);
        let samples = SAMPLES.map(seen);
        let around: Vec<_> = (0..9)
            .map(|k| [f64::from(k % 3 - 1) * 0.6, f64::from(k / 3 - 1) * 0.6])
            .map(seen)
            .chain(samples)
            .map(to_srgb)
            .collect();
        let mean = to_srgb(samples.into_iter().sum::<DVec3>() / 4.0);
        for channel in 0..3 {
            let least = around
                .iter()
                .map(|c| c[channel])
                .fold(f64::INFINITY, f64::min);
            let most = around.iter().map(|c| c[channel]).fold(0.0, f64::max);
            let level = f64::from(pixel[channel]);
            assert!(
                least - TOLERANCE <= level && level <= most + TOLERANCE,
                "{pixel:?} at {x}, {y}: channel {channel} should be {least:.1} to {most:.1}"
            );
            if most - least > 30.0 {
                edges += 1;
                difference += (level - mean[channel]).abs() / (most - least);
            }
        }
    }
    let difference = difference / f64::from(edges);
    assert!(edges > 300, "{edges} edges");
    // Seen: 0.003. Pixels of one sample, or with samples elsewhere, are off by 0.1 and more.
    assert!(difference < 0.05, "{difference} of the contrast");
}
