//! Products of matrices.

use wasi_webgpu::{
    Features, Result,
    compute::{Gpu, matmul},
    typed::f16,
};

use crate::common::{assert_refused, floats, noise, signed};

const SIZES: [[usize; 3]; 14] = [
    [0, 3, 4],
    [1, 1, 1],
    [2, 0, 3],
    [1, 1000, 1],
    [3, 5, 7],
    [4, 4, 4],
    [128, 16, 128],
    [127, 17, 129],
    [129, 31, 130],
    [256, 64, 132],
    [5, 333, 260],
    [300, 1, 301],
    [131, 100, 1],
    [257, 129, 263],
];

/// Each element of the product, and of the product of the magnitudes.
fn product(a: &[f32], b: &[f32], [m, k, n]: [usize; 3]) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); m * n];
    for (row, i) in (0..m).flat_map(|row| (0..k).map(move |i| (row, i))) {
        for column in 0..n {
            let term = f64::from(a[row * k + i]) * f64::from(b[i * n + column]);
            let (sum, magnitude) = &mut sums[row * n + column];
            *sum += term;
            *magnitude += term.abs();
        }
    }
    sums
}

#[wasi_webgpu::test]
async fn of_floats() -> Result<()> {
    let gpu = Gpu::request().await?;
    for [m, k, n] in SIZES {
        let a = floats(m * k);
        let b: Vec<f32> = floats(k * n + 5)[5..].to_vec();
        let mut c = gpu.upload(&vec![f32::NAN; m * n])?;
        matmul([m, k, n], &gpu.upload(&a)?, &gpu.upload(&b)?, &mut c).await?;
        let expected = product(&a, &b, [m, k, n]);
        for (i, (got, (exact, magnitude))) in c.read().await?.iter().zip(expected).enumerate() {
            let bound = k as f64 * f64::from(f32::EPSILON) * magnitude;
            let error = (f64::from(*got) - exact).abs();
            assert!(error <= bound, "{i} of {m} × {k} × {n}: {got}, not {exact}");
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn of_integers() -> Result<()> {
    let gpu = Gpu::request().await?;
    for [m, k, n] in [[65, 33, 130], [64, 32, 128]] {
        let (a, b) = (signed(m * k), signed(k * n + 3)[3..].to_vec());
        let mut c = gpu.zeroed(m * n)?;
        matmul([m, k, n], &gpu.upload(&a)?, &gpu.upload(&b)?, &mut c).await?;
        let element = |i: usize| {
            let terms = (0..k).map(|j| a[i / n * k + j].wrapping_mul(b[j * n + i % n]));
            terms.fold(0_i32, i32::wrapping_add)
        };
        let expected: Vec<i32> = (0..m * n).map(element).collect();
        assert!(c.read().await? == expected);
        let unsigned =
            |data: Vec<i32>| data.into_iter().map(i32::cast_unsigned).collect::<Vec<_>>();
        let mut c = gpu.zeroed(m * n)?;
        let (a, b) = (unsigned(a.clone()), unsigned(b.clone()));
        matmul([m, k, n], &gpu.upload(&a)?, &gpu.upload(&b)?, &mut c).await?;
        assert!(c.read().await? == unsigned(expected));
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn of_halves_where_there_are_any() -> Result<()> {
    let gpu = Gpu::request().await?;
    if !gpu.features().contains(Features::SHADER_F16) {
        return Ok(());
    }
    for [m, k, n] in [[128, 64, 128], [37, 53, 71]] {
        // Small integers: each product and each sum is exact.
        let halves = |count: usize, skip: usize| -> Vec<f16> {
            let small = |n: &u32| f16::from_f32((n % 9) as f32 - 4.0);
            noise(count + skip)[skip..].iter().map(small).collect()
        };
        let (a, b) = (halves(m * k, 0), halves(k * n, 11));
        let mut c = gpu.zeroed(m * n)?;
        matmul([m, k, n], &gpu.upload(&a)?, &gpu.upload(&b)?, &mut c).await?;
        let singles = |data: &[f16]| data.iter().map(|x| x.to_f32()).collect::<Vec<_>>();
        let exact = product(&singles(&a), &singles(&b), [m, k, n]);
        let expected: Vec<f16> = exact.into_iter().map(|(x, _)| f16::from_f64(x)).collect();
        assert!(c.read().await? == expected, "{m} × {k} × {n}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn the_lengths_are_those_of_the_matrices() -> Result<()> {
    let gpu = Gpu::request().await?;
    let a = gpu.buffer("a").zeroed::<f32>(6)?;
    let b = gpu.buffer("b").zeroed(6)?;
    let mut c = gpu.buffer("c").zeroed(9)?;
    let refused = matmul([2, 3, 3], &a, &b, &mut c).await;
    assert_refused(
        refused,
        &["matmul", "\"b\"", "has 6", "must have 9", "k × n"],
    );
    let refused = matmul([3, 2, 4], &a, &b, &mut c).await;
    assert_refused(refused, &["\"b\"", "must have 8"]);
    let refused = matmul([2, 3, 2], &a, &b, &mut c).await;
    assert_refused(refused, &["\"c\"", "has 9", "must have 4", "m × n"]);
    Ok(())
}
