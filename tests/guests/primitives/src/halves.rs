//! Elements of two bytes, against numbers of eight.

use std::ops::Range;

use wasi_webgpu::{
    Features, Instance, Result,
    compute::{
        Element, Gpu, Operation, Scan, TypedBuffer, compact, histogram, reduce, reduce_into, scan,
        sort, sort_pairs, transpose,
    },
    typed::f16,
};

use crate::common::{LENGTHS, assert_refused, noise};

/// A prime.
const MILLION: usize = 1_000_003;

/// Whether it is the exact result, rounded once, to one of the two numbers nearest.
fn is_rounded(got: f16, exact: f64) -> bool {
    (got.to_f64() - exact).abs() <= exact.abs() / 1024.0
}

/// A device that has the feature, if there is any.
async fn device() -> Result<Option<Gpu>> {
    let gpu = Gpu::request().await?;
    let has_feature = gpu.features().contains(Features::SHADER_F16);
    Ok(has_feature.then_some(gpu))
}

/// As noise, from −1 to 1: multiples of 2⁻¹¹, whose sums are exact as `f32`.
fn fractions(count: usize) -> Vec<f16> {
    let fraction = |n| f16::from_f32((n >> 20) as f32 / 2048.0 - 1.0);
    noise(count).into_iter().map(fraction).collect()
}

/// As noise: any bits, NaN too.
fn any(count: usize) -> Vec<f16> {
    let lower = |n: u32| f16::from_bits(n as u16);
    noise(count).into_iter().map(lower).collect()
}

fn bits(data: &[f16]) -> Vec<u16> {
    data.iter().map(|x| x.to_bits()).collect()
}

fn lengths() -> impl Iterator<Item = usize> {
    LENGTHS.into_iter().chain([MILLION])
}

#[wasi_webgpu::test]
async fn a_sum_is_rounded_once() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    for len in lengths() {
        let data = fractions(len);
        let got = reduce(&gpu.upload(&data)?, Operation::Sum).await?;
        let exact = data.iter().map(|x| x.to_f64()).sum();
        assert!(is_rounded(got, exact), "{len}: {got}, not {exact}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn the_least_and_the_greatest_are_exact() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    for len in lengths() {
        let data = fractions(len);
        let x = gpu.upload(&data)?;
        let least = data.iter().copied().fold(f16::INFINITY, f16::min);
        assert_eq!(reduce(&x, Operation::Min).await?, least, "of {len}");
        let greatest = data.iter().copied().fold(f16::NEG_INFINITY, f16::max);
        assert_eq!(reduce(&x, Operation::Max).await?, greatest, "of {len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn what_is_combined_has_more_range_and_digits() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    let half =
        |numbers: &[f32]| -> Vec<f16> { numbers.iter().copied().map(f16::from_f32).collect() };
    let x = gpu.upload(&half(&[60_000.0, 60_000.0, -60_000.0]))?;
    assert_eq!(reduce(&x, Operation::Sum).await?.to_f32(), 60_000.0);
    let mut y = gpu.zeroed(3)?;
    scan(&x, &mut y, Operation::Sum, Scan::Inclusive).await?;
    assert_eq!(y.slice(2..).read().await?, half(&[60_000.0]));
    let x = gpu.upload(&half(&[60_000.0, -2.0, 0.25]))?;
    assert_eq!(reduce(&x, Operation::Product).await?.to_f32(), -30_000.0);

    // As `f16`, 2,048 + 1 is 2,048.
    let ones = gpu.upload(&vec![f16::ONE; 60_000])?;
    assert_eq!(reduce(&ones, Operation::Sum).await?.to_f32(), 60_000.0);
    let mut counts = gpu.zeroed(ones.len())?;
    scan(&ones, &mut counts, Operation::Sum, Scan::Inclusive).await?;
    for (i, count) in counts.read().await?.into_iter().enumerate() {
        assert!(is_rounded(count, (i + 1) as f64), "{i}: {count}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn at_their_ends() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    let none = gpu.upload::<f16>(&[])?;
    assert_eq!(reduce(&none, Operation::Sum).await?, f16::ZERO);
    assert_eq!(reduce(&none, Operation::Product).await?, f16::ONE);
    assert_eq!(reduce(&none, Operation::Min).await?, f16::INFINITY);
    assert_eq!(reduce(&none, Operation::Max).await?, f16::NEG_INFINITY);
    let x = gpu.upload(&[f16::MAX, f16::NEG_ZERO, f16::MIN, f16::ZERO])?;
    assert_eq!(reduce(&x, Operation::Max).await?, f16::MAX);
    assert_eq!(reduce(&x, Operation::Min).await?, f16::MIN);
    assert_eq!(reduce(&x, Operation::Sum).await?, f16::ZERO);
    let x = gpu.upload(&[f16::ONE, f16::INFINITY, f16::ONE])?;
    assert_eq!(reduce(&x, Operation::Sum).await?, f16::INFINITY);
    let mut y = gpu.zeroed(3)?;
    scan(&x, &mut y, Operation::Sum, Scan::Exclusive).await?;
    assert_eq!(y.read().await?, [f16::ZERO, f16::ONE, f16::INFINITY]);
    scan(&x, &mut y, Operation::Max, Scan::Exclusive).await?;
    assert_eq!(
        y.read().await?,
        [f16::NEG_INFINITY, f16::ONE, f16::INFINITY]
    );
    let x = gpu.upload(&[f16::ONE, f16::NAN])?;
    assert!(reduce(&x, Operation::Sum).await?.is_nan());
    Ok(())
}

#[wasi_webgpu::test]
async fn each_result_of_a_scan_is_rounded_once() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    for len in lengths() {
        let data = fractions(len);
        let x = gpu.upload(&data)?;
        let (mut with, mut before) = (gpu.zeroed(len)?, gpu.zeroed(len)?);
        scan(&x, &mut with, Operation::Sum, Scan::Inclusive).await?;
        scan(&x, &mut before, Operation::Sum, Scan::Exclusive).await?;
        let (with, before) = (with.read().await?, before.read().await?);
        let mut exact = 0.0;
        for (i, element) in data.iter().enumerate() {
            assert!(is_rounded(before[i], exact), "before {i} of {len}");
            exact += element.to_f64();
            assert!(is_rounded(with[i], exact), "with {i} of {len}");
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn running_maxima_are_exact() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    for len in lengths() {
        let data = fractions(len);
        let mut y = gpu.zeroed(len)?;
        scan(&gpu.upload(&data)?, &mut y, Operation::Max, Scan::Exclusive).await?;
        let mut max = f16::NEG_INFINITY;
        for (got, element) in y.read().await?.into_iter().zip(data) {
            assert_eq!(got, max, "of {len}");
            max = max.max(element);
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_slice_is_used_without_its_neighbours() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    let (one, seven) = (f16::ONE, f16::from_f32(7.0));
    let x = gpu.upload(&[one; 300])?;
    for (range, sum) in [(128..131, 3), (128..300, 172), (256..299, 43)] {
        let got = reduce(&x.slice(range), Operation::Sum).await?;
        assert_eq!(got.to_f32(), sum as f32);
    }
    let mut y = gpu.upload(&[seven; 135])?;
    let mut part = y.slice_mut(128..133);
    scan(&x.slice(..5), &mut part, Operation::Sum, Scan::Inclusive).await?;
    let got = y.read().await?.into_iter().map(f16::to_f32);
    let got: Vec<f32> = got.skip(126).collect();
    assert_eq!(got, [7.0, 7.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 7.0]);

    // No words of 4 bytes, unless it ends where the buffer does.
    let mut result = gpu.buffer("odd").zeroed(130)?;
    let refused = reduce_into(&x, Operation::Sum, &mut result.slice_mut(128..129)).await;
    assert_refused(refused, &["\"odd\"", "multiple of 4"]);
    reduce_into(&x, Operation::Sum, &mut gpu.zeroed(129)?.slice_mut(128..)).await
}

#[wasi_webgpu::test]
async fn transposes_keep_all_bits() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    for [rows, columns] in [
        [1, 1],
        [1, 997],
        [31, 33],
        [256, 256],
        [3, 10_001],
        [1021, 1031],
    ] {
        let data = any(rows * columns);
        let mut y = gpu.zeroed(data.len())?;
        transpose([rows, columns], &gpu.upload(&data)?, &mut y).await?;
        let column = |c: usize| (0..rows).map(move |r| r * columns + c);
        let expected: Vec<f16> = (0..columns).flat_map(column).map(|i| data[i]).collect();
        assert!(
            bits(&y.read().await?) == bits(&expected),
            "{rows} × {columns}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn flagged_elements_keep_all_bits() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    for len in lengths() {
        let data = any(len);
        let flags: Vec<u32> = noise(len + 1)[1..].iter().map(|n| n % 3).collect();
        let mut kept = gpu.upload(&vec![f16::ONE; len + 1])?;
        let count = compact(&gpu.upload(&data)?, &gpu.upload(&flags)?, &mut kept).await?;
        let flagged = data.iter().zip(&flags).filter(|(_, flag)| **flag != 0);
        let mut expected: Vec<f16> = flagged.map(|(x, _)| *x).collect();
        assert_eq!(count, expected.len());
        expected.resize(len + 1, f16::ONE);
        assert!(bits(&kept.read().await?) == bits(&expected), "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn counts_of_what_is_inside_and_outside() -> Result<()> {
    let Some(gpu) = device().await? else {
        return Ok(());
    };
    let half = f16::from_f32(0.5);
    let range: Range<f16> = -half..half;
    for len in lengths() {
        let mut data = fractions(len);
        data.extend([f16::NAN, f16::INFINITY, f16::NEG_INFINITY, half, -half]);
        let x = gpu.upload(&data)?;
        // Bins that are powers of two wide: their boundaries are exact.
        for bins in [64, 4096] {
            let mut counts = gpu.upload(&vec![9; bins])?;
            histogram(&x, range.clone(), &mut counts).await?;
            let mut expected = vec![0; bins];
            for x in data.iter().filter(|x| range.contains(*x)) {
                expected[((x.to_f64() + 0.5) * bins as f64) as usize] += 1;
            }
            assert!(counts.read().await? == expected, "{len} in {bins}");
        }
    }
    let (x, mut bins) = (gpu.upload(&[half])?, gpu.zeroed(4)?);
    assert_refused(histogram(&x, half..half, &mut bins).await, &["not empty"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn keys_are_sorted_in_total_order() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in lengths() {
        let mut data = any(len);
        let mut keys = gpu.upload(&data)?;
        sort(&mut keys).await?;
        data.sort_unstable_by(f16::total_cmp);
        assert!(bits(&keys.read().await?) == bits(&data), "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_slice_is_sorted_without_its_neighbours() -> Result<()> {
    let gpu = Gpu::request().await?;
    let mut data = any(1000);
    for range in [128..131, 256..999] {
        let mut keys = gpu.upload(&data)?;
        sort(&mut keys.slice_mut(range.clone())).await?;
        data[range].sort_unstable_by(f16::total_cmp);
        assert!(bits(&keys.read().await?) == bits(&data));
    }
    let mut keys = gpu.buffer("keys").upload(&data)?;
    let refused = sort(&mut keys.slice_mut(1..)).await;
    assert_refused(
        refused,
        &["sort", "\"keys\"", "must begin at a multiple of"],
    );
    Ok(())
}

/// That values go along with keys that are sorted by `order`, and stay in order where keys are equal.
async fn check_pairs<K: Element, V: Element + PartialEq>(
    gpu: &Gpu,
    data: (Vec<K>, Vec<V>),
    order: impl Fn(&K, &K) -> std::cmp::Ordering,
) -> Result<()> {
    let mut keys: TypedBuffer<K> = gpu.upload(&data.0)?;
    let mut values = gpu.upload(&data.1)?;
    sort_pairs(&mut keys, &mut values).await?;
    let mut pairs: Vec<(K, V)> = data.0.into_iter().zip(data.1).collect();
    pairs.sort_by(|a, b| order(&a.0, &b.0));
    let values = values.read().await?;
    assert!(values.iter().eq(pairs.iter().map(|(_, value)| value)));
    let keys = keys.read().await?;
    assert!(
        keys.iter()
            .zip(&pairs)
            .all(|(key, pair)| order(key, &pair.0).is_eq())
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn keys_and_values() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([100_003]) {
        let indices: Vec<u32> = (0..len as u32).collect();
        let few: Vec<u32> = noise(len).iter().map(|n| n % 100).collect();
        let halves: Vec<f16> = indices
            .iter()
            .map(|n| f16::from_f32((n % 2048) as f32))
            .collect();
        check_pairs(&gpu, (any(len), indices), f16::total_cmp).await?;
        check_pairs(&gpu, (few, halves.clone()), u32::cmp).await?;
        check_pairs(&gpu, (any(len), halves), f16::total_cmp).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_device_without_the_feature_refuses_them() -> Result<()> {
    let adapter = Instance::default()
        .request_adapter(&Default::default())
        .await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;
    let gpu = Gpu::from_parts(device, queue);
    let data = [2.0, -1.0, 3.0].map(f16::from_f32);
    let (mut x, mut y) = (gpu.upload(&data)?, gpu.zeroed(3)?);
    let missing = |result| assert_refused(result, &["the feature shader-f16", "does not have"]);
    missing(reduce(&x, Operation::Sum).await.map(drop));
    missing(scan(&x, &mut y, Operation::Sum, Scan::Inclusive).await);
    missing(transpose([3, 1], &x, &mut y).await);
    missing(compact(&x, &gpu.zeroed(3)?, &mut y).await.map(drop));
    missing(histogram(&x, f16::ZERO..f16::ONE, &mut gpu.zeroed(2)?).await);
    // The bits of keys are sorted.
    sort(&mut x).await?;
    assert_eq!(x.read().await?, [-1.0, 2.0, 3.0].map(f16::from_f32));
    Ok(())
}
