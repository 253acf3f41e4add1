//! Running sums, products, minima and maxima.

use wasi_webgpu::{
    Result,
    compute::{Element, Gpu, Operation, Scan, scan},
};

use crate::common::{LENGTHS, MILLIONS, assert_refused, floats, noise, signed};

/// Both scans of integers.
async fn check<T: Element + PartialEq + std::fmt::Debug>(
    gpu: &Gpu,
    data: &[T],
    operation: Operation,
    combine: impl Fn(T, T) -> T,
) -> Result<()> {
    let x = gpu.upload(data)?;
    let mut y = gpu.zeroed(data.len())?;
    let (mut inclusive, mut exclusive) = (Vec::new(), Vec::new());
    let mut sum = operation.identity();
    for &element in data {
        exclusive.push(sum);
        sum = combine(sum, element);
        inclusive.push(sum);
    }
    let len = data.len();
    scan(&x, &mut y, operation, Scan::Inclusive).await?;
    assert!(
        y.read().await? == inclusive,
        "inclusive {operation:?} of {len}"
    );
    scan(&x, &mut y, operation, Scan::Exclusive).await?;
    assert!(
        y.read().await? == exclusive,
        "exclusive {operation:?} of {len}"
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn integers() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS {
        check(&gpu, &noise(len), Operation::Sum, u32::wrapping_add).await?;
        check(&gpu, &noise(len), Operation::Max, u32::max).await?;
        check(&gpu, &signed(len), Operation::Product, i32::wrapping_mul).await?;
        check(&gpu, &signed(len), Operation::Min, i32::min).await?;
    }
    check(&gpu, &noise(MILLIONS), Operation::Sum, u32::wrapping_add).await
}

/// Each workgroup scans two tiles.
#[wasi_webgpu::test]
async fn more_tiles_than_workgroups() -> Result<()> {
    let gpu = Gpu::request().await?;
    let len = 4096 * 4096 + 1;
    let mut data = vec![0; len];
    let places = [0, 8191, 8192, len / 2, len - 2];
    for place in places {
        data[place] = 1;
    }
    let mut y = gpu.zeroed(len)?;
    scan(&gpu.upload(&data)?, &mut y, Operation::Sum, Scan::Exclusive).await?;
    let sums: Vec<u32> = y.read().await?;
    for (count, place) in (0..).zip(places) {
        assert_eq!(sums[place], count);
        assert_eq!(sums[place + 1], count + 1);
    }
    assert!(sums.is_sorted());
    Ok(())
}

#[wasi_webgpu::test]
async fn floats_are_near_the_exact_sums() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let data = floats(len);
        let x = gpu.upload(&data)?;
        let mut y = gpu.zeroed(len)?;
        scan(&x, &mut y, Operation::Sum, Scan::Inclusive).await?;
        let (mut exact, mut magnitude) = (0.0_f64, 0.0_f64);
        for (i, got) in y.read().await?.into_iter().enumerate() {
            exact += f64::from(data[i]);
            magnitude += f64::from(data[i].abs());
            let bound = 64.0 * f64::from(f32::EPSILON) * magnitude;
            assert!(
                (f64::from(got) - exact).abs() <= bound,
                "{i} of {len}: {got}, not {exact}"
            );
        }
    }
    Ok(())
}

/// An exclusive scan that took the element away again would be NaN behind an infinity.
#[wasi_webgpu::test]
async fn infinities_stay() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[1.0, f32::INFINITY, 2.0, 3.0, 4.0])?;
    let mut y = gpu.zeroed(5)?;
    scan(&x, &mut y, Operation::Sum, Scan::Exclusive).await?;
    let infinity = f32::INFINITY;
    assert_eq!(y.read().await?, [0.0, 1.0, infinity, infinity, infinity]);
    scan(&x, &mut y, Operation::Max, Scan::Exclusive).await?;
    assert_eq!(
        y.read().await?,
        [-infinity, 1.0, infinity, infinity, infinity]
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn a_slice_is_written_without_its_neighbours() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[1_u32; 5])?;
    let mut y = gpu.upload(&[7_u32; 72])?;
    scan(
        &x,
        &mut y.slice_mut(64..69),
        Operation::Sum,
        Scan::Inclusive,
    )
    .await?;
    let got = y.read().await?;
    assert_eq!(got[60..], [7, 7, 7, 7, 1, 2, 3, 4, 5, 7, 7, 7]);
    Ok(())
}

#[wasi_webgpu::test]
async fn lengths_must_be_the_same() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.buffer("terms").upload(&[1_u32, 2])?;
    let mut y = gpu.buffer("sums").zeroed(3)?;
    let refused = scan(&x, &mut y, Operation::Sum, Scan::Inclusive).await;
    assert_refused(
        refused,
        &["\"sums\"", "has 3 elements", "must have 2", "\"terms\""],
    );
    Ok(())
}
