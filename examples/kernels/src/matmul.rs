//! A product of matrices, by tiles in workgroup memory.

use wasi_webgpu::{
    Result,
    compute::Gpu,
    gpu, include_wgsl, kernel,
    kernel::{GlobalIndex2, LocalIndex2, barrier},
};

use crate::{
    Tolerance,
    checked::{Both, Run},
    noise::unit,
};

include_wgsl!(pub(crate) mod by_hand, "matmul.wgsl");

#[gpu]
const TILE: usize = 8;

/// `c = a b`, all of them square with `n` rows, row after row; `n` is a multiple of the tile's.
#[kernel(workgroup_size = (8, 8))]
pub fn matmul(at: GlobalIndex2, local: LocalIndex2, n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    #[workgroup]
    let left: [[f32; TILE]; TILE];
    #[workgroup]
    let right: [[f32; TILE]; TILE];
    let mut sum = 0.0;
    for tile in 0..n / TILE {
        left[local.y][local.x] = a[at.y * n + tile * TILE + local.x];
        right[local.y][local.x] = b[(tile * TILE + local.y) * n + at.x];
        barrier();
        for k in 0..TILE {
            sum += left[local.y][k] * right[k][local.x];
        }
        barrier();
    }
    c[at.y * n + at.x] = sum;
}

/// A matrix of `n` rows with numbers from -1 to 1.
fn matrix(n: usize, first: usize) -> Vec<f32> {
    (first..first + n * n)
        .map(|i| 2.0 * unit(i) - 1.0)
        .collect()
}

/// The matrices, with a multiple of the tile's rows.
fn factors(n: usize) -> (usize, [Vec<f32>; 2]) {
    let n = n.next_multiple_of(TILE);
    (n, [matrix(n, 0), matrix(n, n * n)])
}

pub(crate) fn twin(n: usize) -> Vec<f32> {
    let (n, [a, b]) = factors(n);
    let mut c = vec![0.0; n * n];
    matmul::cpu(n, &a, &b, &mut c).dispatch_for_2d([n; 2]);
    c
}

pub(crate) async fn both(gpu: &Gpu, n: usize) -> Result<Both<f32>> {
    let (n, [a, b]) = factors(n);
    let (a, b) = (gpu.upload(&a)?, gpu.upload(&b)?);
    let mut c = gpu.zeroed(n * n)?;
    let dispatch = matmul::launch(gpu, n, &a, &b, &mut c)?.dispatch_for_2d([n; 2]);
    let rust = Run::once(dispatch, c);
    let mut c = gpu.zeroed(n * n)?;
    let group = by_hand::Group0 {
        params: &gpu.upload(&[by_hand::Params { n: n as u32 }])?,
        a: &a,
        b: &b,
        c: &mut c,
    };
    let dispatch = by_hand::matmul(gpu, group).dispatch_for_2d([n; 2]);
    Ok([rust, Run::once(dispatch, c)])
}

/// `n` products of at most 1, and a GPU may fuse each with its sum: `n` roundings of a sum of at most `n`.
pub(crate) fn tolerance(n: usize) -> Tolerance {
    let n = n.next_multiple_of(TILE) as f64;
    Tolerance::near(n * n * 2_f64.powi(-24))
}

#[cfg(test)]
mod tests {
    use super::{factors, tolerance, twin};

    #[test]
    fn each_number_is_a_row_by_a_column() {
        const N: usize = 24;
        let (_, [a, b]) = factors(N);
        let c = twin(N);
        for (y, x) in [(0, 0), (3, 5), (23, 22)] {
            let products = (0..N).map(|k| f64::from(a[y * N + k]) * f64::from(b[k * N + x]));
            let expected: f64 = products.sum();
            let difference = (f64::from(c[y * N + x]) - expected).abs();
            assert!(difference <= tolerance(N).near, "{difference}");
        }
    }
}
