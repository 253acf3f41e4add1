//! Counts of values in bins.

use std::ops::Range;

use wasi_webgpu::{
    Result,
    compute::{Element, Gpu, histogram},
};

use crate::common::{LENGTHS, MILLIONS, assert_refused, floats, noise, signed};

async fn check<T: Element>(
    gpu: &Gpu,
    data: &[T],
    range: Range<T>,
    bins: usize,
    bin: impl Fn(T) -> Option<usize>,
) -> Result<()> {
    let mut counts = gpu.upload(&vec![9; bins])?;
    histogram(&gpu.upload(data)?, range, &mut counts).await?;
    let mut expected = vec![0; bins];
    for bin in data.iter().filter_map(|x| bin(*x)) {
        expected[bin] += 1;
    }
    assert!(counts.read().await? == expected, "{} in {bins}", data.len());
    Ok(())
}

#[wasi_webgpu::test]
async fn integers() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let data: Vec<u32> = noise(len).iter().map(|n| n % 300).collect();
        let of_byte = |x| (x < 256).then_some(x as usize);
        check(&gpu, &data, 0..256, 256, of_byte).await?;
        let of_part = |x| (100..200).contains(&x).then(|| (x as usize - 100) / 20);
        check(&gpu, &data, 100..200, 5, of_part).await?;
    }
    for bins in [1, 2048, 4096, 65_536] {
        let width = (1 << 31) / bins;
        let of_part = |x: i32| {
            let part = (i64::from(x) + (1 << 30)).div_euclid(width);
            (0..bins).contains(&part).then_some(part as usize)
        };
        let range = -(1 << 30)..1 << 30;
        check(&gpu, &signed(100_003), range, bins as usize, of_part).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn floats_and_what_is_outside() -> Result<()> {
    let gpu = Gpu::request().await?;
    // Bins that are powers of two wide: their boundaries are exact.
    let mut data = floats(99_991);
    data.extend([
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        0.5,
        -0.5,
        0.499_999_97,
    ]);
    let of_part = |x: f32| {
        let part = ((x + 0.5) * 64.0) as usize;
        (-0.5..0.5).contains(&x).then_some(part.min(63))
    };
    check(&gpu, &data, -0.5..0.5, 64, of_part).await
}

#[wasi_webgpu::test]
async fn the_range_divides_into_the_bins() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[1_u32])?;
    let mut bins = gpu.buffer("bins").zeroed(3)?;
    let refused = histogram(&x, 0..10, &mut bins).await;
    assert_refused(
        refused,
        &["histogram", "\"bins\"", "whole number", "3 bins"],
    );
    let x = gpu.upload(&[1.0_f32])?;
    assert_refused(histogram(&x, 1.0..1.0, &mut bins).await, &["not empty"]);
    assert_refused(
        histogram(&x, 0.0..f32::INFINITY, &mut bins).await,
        &["finite"],
    );
    Ok(())
}
