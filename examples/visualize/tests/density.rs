//! The kernels against their definition on the CPU. Counts must agree exactly; a colour comes from
//! logarithms and powers, which GPUs round as they like, so a level or two of difference is allowed.

use visualize::{Bins, Error, Grid, Points, draw, reference};
use wasi_webgpu::compute::Gpu;

type Result<T = ()> = std::result::Result<T, Error>;

/// Points all over a square, the same at each run.
fn noise(count: usize) -> Points {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut number = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 * 1e-9
    };
    Points::new((0..count).map(|_| [number(), number()]))
}

async fn compare(gpu: &Gpu, points: &Points, columns: u32, rows: u32) -> Result {
    let grid = Grid { columns, rows };
    let bins = Bins::count(gpu, points, grid).await?;
    let counts = bins.read().await?;
    let cpu = reference::count(points, grid);
    let count = points.points().len();
    assert!(
        counts == cpu,
        "{count} points in {columns} x {rows} bins differ"
    );
    assert_eq!(counts.iter().sum::<u32>() as usize, count);
    assert_eq!(bins.highest().await?, cpu.into_iter().max().unwrap_or(0));
    Ok(())
}

#[wasi_webgpu::test]
async fn counts_are_exact() -> Result {
    let gpu = Gpu::request().await?;
    for count in [0, 1, 2, 3, 255, 256, 257, 10_007] {
        for (columns, rows) in [(1, 1), (1, 7), (13, 1), (16, 16), (101, 67)] {
            compare(&gpu, &noise(count), columns, rows).await?;
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_million_points() -> Result {
    let gpu = Gpu::request().await?;
    compare(&gpu, &Points::clifford(1_000_000), 800, 600).await?;
    compare(&gpu, &noise(1_000_003), 3, 2).await
}

#[wasi_webgpu::test]
async fn the_least_is_in_the_first_bin_and_the_greatest_in_the_last() -> Result {
    let gpu = Gpu::request().await?;
    for (low, high) in [(-3.0, 7.0), (1.7e9, 1.7e9 + 86_400.0), (f64::MIN, f64::MAX)] {
        let points = Points::new([[low, high], [high, low], [high, high]]);
        for side in [1u32, 2, 3, 10, 97, 1000] {
            let grid = Grid {
                columns: side,
                rows: side,
            };
            let counts = Bins::count(&gpu, &points, grid).await?.read().await?;
            let last = side as usize - 1;
            let mut expected = vec![0; counts.len()];
            expected[last * side as usize] += 1;
            expected[last] += 1;
            expected[last * side as usize + last] += 1;
            assert!(counts == expected, "{low} to {high}, {side} bins");
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn points_between_two_bins_belong_to_the_upper() -> Result {
    let gpu = Gpu::request().await?;
    // 0, 1/8 … 8/8: exact in f32.
    let points = Points::new((0..=8).map(|i| [f64::from(i), f64::from(i)]));
    let grid = Grid {
        columns: 4,
        rows: 1,
    };
    let counts = Bins::count(&gpu, &points, grid).await?.read().await?;
    assert_eq!(counts, [2, 2, 2, 3]);
    Ok(())
}

#[wasi_webgpu::test]
async fn colours_are_within_two_levels() -> Result {
    let gpu = Gpu::request().await?;
    let (grid, pixels) = (
        Grid {
            columns: 61,
            rows: 43,
        },
        3,
    );
    let points = Points::clifford(20_000);
    let bins = Bins::count(&gpu, &points, grid).await?;
    let heatmap = bins.colour(pixels).await?;
    assert_eq!((heatmap.width, heatmap.height), (183, 129));
    let counts = reference::count(&points, grid);
    let highest = *counts.iter().max().expect("bins");
    for (i, pixel) in heatmap.pixels.iter().enumerate() {
        let (x, y) = (
            i as u32 % heatmap.width / pixels,
            i as u32 / heatmap.width / pixels,
        );
        let count = counts[((grid.rows - 1 - y) * grid.columns + x) as usize];
        let [gpu @ .., alpha] = pixel.to_le_bytes();
        assert_eq!(alpha, if count > 0 { 255 } else { 0 });
        if count > 0 {
            for (gpu, cpu) in gpu.into_iter().zip(reference::colour(count, highest)) {
                assert!(
                    gpu.abs_diff(cpu) <= 2,
                    "{count} of {highest}: {gpu} for {cpu}"
                );
            }
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn few_points_have_a_plot() -> Result {
    let gpu = Gpu::request().await?;
    for count in [1, 2, 5] {
        let points = noise(count);
        let grid = Grid {
            columns: 20,
            rows: 16,
        };
        let heatmap = Bins::count(&gpu, &points, grid).await?.colour(4).await?;
        assert!(draw(&points, &heatmap)?.starts_with(b"\x89PNG"));
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn no_bins_and_too_many_are_refused() -> Result {
    let gpu = Gpu::request().await?;
    for (columns, rows) in [(0, 1), (1, 0), (u32::MAX, u32::MAX)] {
        let error = Bins::count(&gpu, &noise(3), Grid { columns, rows })
            .await
            .err();
        assert!(matches!(error, Some(Error::Grid { .. })), "{error:?}");
    }
    Ok(())
}
