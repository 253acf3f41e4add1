//! Fourier transforms.

use std::f64::consts::TAU;

use wasi_webgpu::{
    Result,
    compute::{Direction, Gpu, fft},
};

use crate::common::{assert_refused, floats};

type Complex = [f64; 2];

fn times([a, b]: Complex, [c, d]: Complex) -> Complex {
    [a * c - b * d, a * d + b * c]
}

/// Cooley and Tukey's, recursively.
fn reference(x: &[Complex], sign: f64) -> Vec<Complex> {
    let n = x.len();
    if n == 1 {
        return x.to_vec();
    }
    let half = |odd: usize| {
        let elements: Vec<Complex> = x.iter().skip(odd).step_by(2).copied().collect();
        reference(&elements, sign)
    };
    let (even, odd) = (half(0), half(1));
    let mut y = vec![[0.0; 2]; n];
    for k in 0..n / 2 {
        let (sin, cos) = (sign * TAU * k as f64 / n as f64).sin_cos();
        let [re, im] = times(odd[k], [cos, sin]);
        y[k] = [even[k][0] + re, even[k][1] + im];
        y[k + n / 2] = [even[k][0] - re, even[k][1] - im];
    }
    y
}

fn complex(len: usize) -> Vec<[f32; 2]> {
    floats(2 * len)
        .chunks(2)
        .map(|pair| [pair[0], pair[1]])
        .collect()
}

fn norm(x: impl Iterator<Item = Complex>) -> f64 {
    x.map(|[re, im]| re * re + im * im).sum::<f64>().sqrt()
}

fn difference([a, b]: Complex, [c, d]: Complex) -> Complex {
    [a - c, b - d]
}

fn relative_error(got: &[[f32; 2]], expected: &[Complex]) -> f64 {
    let got = got.iter().map(|z| z.map(f64::from));
    let differences = got.zip(expected).map(|(a, b)| difference(a, *b));
    norm(differences) / norm(expected.iter().copied())
}

/// Every combination of passes.
#[wasi_webgpu::test]
async fn of_every_power_of_two() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in (0..=20).map(|bits| 1 << bits) {
        let data = complex(len);
        let x = gpu.upload(&data)?;
        let (mut y, mut back) = (gpu.zeroed(len)?, gpu.zeroed(len)?);
        fft(&x, &mut y, Direction::Forward).await?;
        let exact: Vec<Complex> = data.iter().map(|z| z.map(f64::from)).collect();
        let error = relative_error(&y.read().await?, &reference(&exact, -1.0));
        assert!(error < 1e-6, "{len}: {error:e}");
        fft(&y, &mut back, Direction::Inverse).await?;
        let error = relative_error(&back.read().await?, &exact);
        assert!(error < 2e-6, "{len} and back: {error:e}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn an_impulse_becomes_a_wave() -> Result<()> {
    let gpu = Gpu::request().await?;
    let mut data = vec![[0.0; 2]; 4096];
    data[1] = [1.0, 0.0];
    let mut y = gpu.zeroed(4096)?;
    fft(&gpu.upload(&data)?, &mut y, Direction::Forward).await?;
    let quarters = [0, 1024, 2048, 3072];
    let got = y.read().await?;
    let expected = [[1.0, 0.0], [0.0, -1.0], [-1.0, 0.0], [0.0, 1.0]];
    for (i, [re, im]) in quarters.into_iter().zip(expected) {
        let [a, b]: [f32; 2] = got[i];
        assert!(
            (a - re).abs() < 1e-6 && (b - im).abs() < 1e-6,
            "{i}: {a} {b}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn other_lengths_are_refused() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.buffer("signal").zeroed(12)?;
    let mut y = gpu.buffer("spectrum").zeroed(12)?;
    let refused = fft(&x, &mut y, Direction::Forward).await;
    assert_refused(
        refused,
        &[
            "fft",
            "\"signal\"",
            "12 elements",
            "power of two",
            "up to 16",
        ],
    );
    let mut y = gpu.buffer("spectrum").zeroed(8)?;
    let refused = fft(&x, &mut y, Direction::Forward).await;
    assert_refused(refused, &["\"spectrum\"", "has 8", "must have 12"]);
    let (none, mut result) = (gpu.zeroed(0)?, gpu.zeroed(0)?);
    fft(&none, &mut result, Direction::Forward).await
}
