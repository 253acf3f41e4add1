//! Keys alone, and with values.

use wasi_webgpu::{
    Result,
    compute::{Gpu, sort, sort_pairs},
};

use crate::common::{LENGTHS, MILLIONS, assert_refused, floats, noise, signed};

#[wasi_webgpu::test]
async fn unsigned_keys() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let mut data = noise(len);
        let mut keys = gpu.upload(&data)?;
        sort(&mut keys).await?;
        data.sort_unstable();
        assert!(keys.read().await? == data, "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn signed_keys() -> Result<()> {
    let gpu = Gpu::request().await?;
    let mut data = signed(10_007);
    data.extend([i32::MIN, i32::MAX, -1, 0, 1]);
    let mut keys = gpu.upload(&data)?;
    sort(&mut keys).await?;
    data.sort_unstable();
    assert!(keys.read().await? == data);
    Ok(())
}

#[wasi_webgpu::test]
async fn floats_are_in_total_order() -> Result<()> {
    let gpu = Gpu::request().await?;
    let mut data = floats(10_007);
    data.extend([
        0.0,
        -0.0,
        f32::NAN,
        -f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
    ]);
    data.extend([
        f32::MAX,
        f32::MIN,
        f32::MIN_POSITIVE,
        f32::from_bits(1),
        -0.0,
        0.0,
    ]);
    let mut keys = gpu.upload(&data)?;
    sort(&mut keys).await?;
    data.sort_unstable_by(f32::total_cmp);
    let bits = |data: &[f32]| data.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert!(bits(&keys.read().await?) == bits(&data));
    Ok(())
}

/// All in one bin, in order, in reverse, and few different ones.
#[wasi_webgpu::test]
async fn keys_with_a_pattern() -> Result<()> {
    let gpu = Gpu::request().await?;
    let len = 70_001;
    let patterns: [Vec<u32>; 5] = [
        vec![u32::MAX; len],
        (0..len as u32).collect(),
        (0..len as u32).rev().collect(),
        noise(len).iter().map(|n| n % 3).collect(),
        noise(len).iter().map(|n| n << 24).collect(),
    ];
    for mut data in patterns {
        let mut keys = gpu.upload(&data)?;
        sort(&mut keys).await?;
        data.sort_unstable();
        assert!(keys.read().await? == data);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn values_of_equal_keys_stay_in_order() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([300_007]) {
        let data: Vec<u32> = noise(len).iter().map(|n| (n % 1000) << 12).collect();
        let indices: Vec<u32> = (0..len as u32).collect();
        let (mut keys, mut values) = (gpu.upload(&data)?, gpu.upload(&indices)?);
        sort_pairs(&mut keys, &mut values).await?;
        let mut sorted: Vec<(u32, u32)> = data.into_iter().zip(indices).collect();
        sorted.sort_by_key(|(key, _)| *key);
        let (sorted_keys, sorted_values): (Vec<_>, Vec<_>) = sorted.into_iter().unzip();
        assert!(keys.read().await? == sorted_keys, "keys of {len}");
        assert!(values.read().await? == sorted_values, "values of {len}");
    }
    Ok(())
}

/// Each workgroup sorts several tiles.
#[wasi_webgpu::test]
async fn more_tiles_than_workgroups() -> Result<()> {
    let gpu = Gpu::request().await?;
    let len = 8192 * 1536 + 1;
    let data = noise(len);
    let mut keys = gpu.upload(&data)?;
    sort(&mut keys).await?;
    let sorted = keys.read().await?;
    assert!(sorted.is_sorted());
    let sum = |data: &[u32]| {
        data.iter()
            .map(|n| u64::from(*n).pow(2) % 0xffff_fffb)
            .sum::<u64>()
    };
    assert_eq!(sum(&sorted), sum(&data));
    Ok(())
}

#[wasi_webgpu::test]
async fn steps_run_again() -> Result<()> {
    let gpu = Gpu::request().await?;
    let mut keys = gpu.upload(&[3, 1, 2])?;
    let steps = sort(&mut keys);
    (&steps).await?;
    keys.write(0, &[9, 8, 7])?;
    steps.await?;
    assert_eq!(keys.read().await?, [7, 8, 9]);
    Ok(())
}

#[wasi_webgpu::test]
async fn each_key_has_a_value() -> Result<()> {
    let gpu = Gpu::request().await?;
    let mut keys = gpu.buffer("keys").upload(&[1.0_f32, 2.0])?;
    let mut values = gpu.buffer("values").zeroed::<u32>(3)?;
    let refused = sort_pairs(&mut keys, &mut values).await;
    assert_refused(
        refused,
        &[
            "sort_pairs",
            "\"values\"",
            "has 3",
            "must have 2",
            "\"keys\"",
        ],
    );
    Ok(())
}
