//! That what was measured was right, at its size.

use wasi_webgpu::{
    Result,
    compute::{Direction, Gpu, fft, matmul, sort},
};

use crate::measure::{fill, noise};

/// That keys are in order.
pub(crate) async fn sorted(gpu: &Gpu, len: usize) -> Result<()> {
    let mut keys = gpu.zeroed::<u32>(len)?;
    fill(gpu, &mut keys, false).await?;
    sort(&mut keys).await?;
    assert!(keys.read().await?.is_sorted());
    Ok(())
}

/// Some elements of a matrix product, against the CPU.
pub(crate) async fn product(gpu: &Gpu, size: usize) -> Result<()> {
    let elements = size * size;
    let [a, b] = [
        noise::<f32>(gpu, elements).await?,
        noise(gpu, elements).await?,
    ];
    let mut c = gpu.zeroed(elements)?;
    matmul([size; 3], &a, &b, &mut c).await?;
    let b = b.read().await?;
    for row in [0, size / 3, size - 1] {
        let elements = row * size..(row + 1) * size;
        let a = a.slice(elements.clone()).read().await?;
        let c = c.slice(elements).read().await?;
        for column in [0, size / 2, size - 1] {
            let terms = (0..size).map(|k| f64::from(a[k]) * f64::from(b[k * size + column]));
            let exact: f64 = terms.sum();
            let error = (f64::from(c[column]) - exact).abs() / exact;
            assert!(error < 1e-4, "{row}, {column} of {size}: off by {error}");
        }
    }
    Ok(())
}

/// That the inverse transform gives back the numbers.
pub(crate) async fn transformed(gpu: &Gpu, len: usize) -> Result<()> {
    let x = noise::<[f32; 2]>(gpu, len).await?;
    let (mut y, mut back) = (gpu.zeroed(len)?, gpu.zeroed(len)?);
    fft(&x, &mut y, Direction::Forward).await?;
    fft(&y, &mut back, Direction::Inverse).await?;
    for (a, b) in x.read().await?.iter().zip(back.read().await?) {
        let error = (a[0] - b[0]).abs().max((a[1] - b[1]).abs());
        assert!(error < 1e-3, "{a:?} came back as {b:?}");
    }
    Ok(())
}
