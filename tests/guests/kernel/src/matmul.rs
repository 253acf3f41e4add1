//! A product of matrices, by tiles in workgroup memory.

use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex2, LocalIndex2, barrier},
};

#[gpu]
const TILE: usize = 8;

/// `c = a b`, all of them square with `n` rows, row after row; `n` is a multiple of the tile's.
#[kernel(workgroup_size = (8, 8))]
pub(crate) fn matmul(
    at: GlobalIndex2,
    local: LocalIndex2,
    n: usize,
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
) {
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

#[wasi_webgpu::test]
async fn products_are_close() -> wasi_webgpu::Result<()> {
    const N: usize = 32;
    let matrix = |seed: usize| -> Vec<f32> {
        let values = (0..N * N).map(|i| ((i * seed + 7) % 23) as f32 / 16.0 - 0.7);
        values.collect()
    };
    let (a, b) = (matrix(5), matrix(11));
    let mut twin = vec![0.0; N * N];
    matmul::cpu(N, &a, &b, &mut twin).dispatch_for_2d([N as u32; 2]);
    let plain: f32 = (0..N).map(|k| a[3 * N + k] * b[k * N + 5]).sum();
    assert!((twin[3 * N + 5] - plain).abs() < 1e-4);
    let gpu = Gpu::request().await?;
    let (a, b) = (gpu.upload(&a)?, gpu.upload(&b)?);
    let mut c = gpu.zeroed::<f32>(N * N)?;
    matmul::launch(&gpu, N, &a, &b, &mut c)?
        .dispatch_for_2d([N; 2])
        .await?;
    // 32 products of at most 1, and a GPU may fuse each with its sum: 32 roundings of at most 2⁻²⁴ · 32.
    for (found, expected) in c.read().await?.iter().zip(&twin) {
        assert!((found - expected).abs() < 1e-4, "{found} {expected}");
    }
    Ok(())
}
