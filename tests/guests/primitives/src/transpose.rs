//! Matrices, by rows and by columns.

use wasi_webgpu::{
    Result,
    compute::{Gpu, transpose},
};

use crate::common::{assert_refused, noise};

#[wasi_webgpu::test]
async fn of_any_shape() -> Result<()> {
    let gpu = Gpu::request().await?;
    let shapes = [
        [0, 5],
        [1, 1],
        [1, 997],
        [997, 1],
        [31, 33],
        [32, 32],
        [64, 96],
        [127, 257],
        [3, 100_003],
        [2_100_011, 2],
        [1021, 1031],
    ];
    for [rows, columns] in shapes {
        let data = noise(rows * columns);
        let mut y = gpu.zeroed(data.len())?;
        transpose([rows, columns], &gpu.upload(&data)?, &mut y).await?;
        let column = |c: usize| (0..rows).map(move |r| r * columns + c);
        let expected: Vec<u32> = (0..columns).flat_map(column).map(|i| data[i]).collect();
        assert!(y.read().await? == expected, "{rows} × {columns}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn the_lengths_are_that_of_the_matrix() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.buffer("matrix").upload(&[1.0_f32; 6])?;
    let mut y = gpu.buffer("transpose").zeroed(5)?;
    let refused = transpose([2, 4], &x, &mut y).await;
    assert_refused(
        refused,
        &["\"matrix\"", "has 6", "must have 8", "rows × columns"],
    );
    let refused = transpose([2, 3], &x, &mut y).await;
    assert_refused(refused, &["\"transpose\"", "has 5", "must have 6"]);
    Ok(())
}
