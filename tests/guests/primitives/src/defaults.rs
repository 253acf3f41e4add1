//! On a device that has what every device has.

use wasi_webgpu::{
    Limits, Result,
    compute::{
        Direction, Gpu, Operation, Scan, compact, fft, histogram, matmul, reduce, scan, sort,
        sort_pairs, transpose,
    },
};

#[wasi_webgpu::test]
async fn limits_are_enough() -> Result<()> {
    let gpu = Gpu::options().limits(Limits::default()).request().await?;
    let len = 1 << 14;
    let x = gpu.upload(&vec![1_u32; len])?;
    let mut y = gpu.zeroed(len)?;
    assert_eq!(reduce(&x, Operation::Sum).await?, len as u32);
    scan(&x, &mut y, Operation::Sum, Scan::Inclusive).await?;
    assert_eq!(compact(&x, &x, &mut y).await?, len);
    transpose([128, 128], &x, &mut y).await?;
    matmul([128; 3], &x, &x, &mut y).await?;
    assert!(y.read().await?.iter().all(|n| *n == 128));
    let mut z = gpu.upload(&vec![2_u32; len])?;
    sort(&mut y).await?;
    sort_pairs(&mut y, &mut z).await?;
    for bins in [256, 4096] {
        let mut bins = gpu.zeroed(bins)?;
        histogram(&y, 0..4096, &mut bins).await?;
        assert_eq!(reduce(&bins, Operation::Max).await?, len as u32);
    }
    let signal = gpu.upload(&vec![[1.0, 0.0]; 4096])?;
    let mut spectrum = gpu.zeroed(4096)?;
    fft(&signal, &mut spectrum, Direction::Forward).await?;
    assert_eq!(spectrum.slice(..1).read().await?, [[4096.0, 0.0]]);
    Ok(())
}
