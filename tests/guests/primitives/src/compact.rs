//! Elements whose flag is set.

use wasi_webgpu::{
    Result,
    compute::{Gpu, compact},
};

use crate::common::{LENGTHS, MILLIONS, assert_refused, floats, noise};

#[wasi_webgpu::test]
async fn flagged_elements_stay_in_order() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let (data, flags) = (floats(len), noise(len));
        let flags: Vec<u32> = flags
            .iter()
            .map(|n| if n % 3 == 0 { *n } else { 0 })
            .collect();
        let mut kept = gpu.upload(&vec![7.0; len])?;
        let count = compact(&gpu.upload(&data)?, &gpu.upload(&flags)?, &mut kept).await?;
        let flagged = data.iter().zip(&flags).filter(|(_, flag)| **flag != 0);
        let expected: Vec<f32> = flagged.map(|(x, _)| *x).collect();
        assert_eq!(count, expected.len());
        let got = kept.read().await?;
        assert!(got[..count] == expected, "{len}");
        assert!(got[count..].iter().all(|x| *x == 7.0), "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn none_and_all() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[-1, -2, -3])?;
    let mut kept = gpu.zeroed(3)?;
    assert_eq!(compact(&x, &gpu.upload(&[0; 3])?, &mut kept).await?, 0);
    assert_eq!(
        compact(&x, &gpu.upload(&[u32::MAX, 1, 2])?, &mut kept).await?,
        3
    );
    assert_eq!(kept.read().await?, [-1, -2, -3]);
    Ok(())
}

#[wasi_webgpu::test]
async fn lengths_must_fit() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[1_u32, 2, 3])?;
    let flags = gpu.buffer("flags").zeroed(2)?;
    let mut kept = gpu.buffer("kept").zeroed(2)?;
    let refused = compact(&x, &flags, &mut kept).await;
    assert_refused(refused, &["compact", "\"flags\"", "has 2", "must have 3"]);
    let flags = gpu.zeroed(3)?;
    let refused = compact(&x, &flags, &mut kept).await;
    assert_refused(refused, &["compact", "\"kept\"", "has 2", "up to 3"]);
    Ok(())
}
