//! Numbers of 16 bits, where the device has them.

use wasi_webgpu::{
    Features, GpuType,
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, barrier, f16},
};

#[gpu]
const HALF: f16 = f16::from_f32_const(0.5);

#[derive(Clone, Copy, Debug, PartialEq, GpuType)]
#[repr(C)]
struct Scaled {
    scale: f16,
    offset: f16,
    weight: f32,
}

#[gpu]
fn scaled(it: Scaled, x: f16) -> f16 {
    (x * it.scale + it.offset).max(f16::NEG_ONE) * HALF
}

#[kernel(workgroup_size = 4, features(f16))]
fn halves(
    i: GlobalIndex,
    local: LocalIndex,
    limit: f16,
    scales: &[Scaled],
    values: &[f16],
    out: &mut [[f16; 4]],
) {
    #[workgroup]
    let tile: [f16; 4];
    tile[local] = values[i];
    barrier();
    let x = tile[3 - local];
    let it = scales[i % scales.len()];
    let mut sum = f16::ZERO;
    for k in 0..4 {
        sum += tile[k];
    }
    let less = if -x < limit && sum != x {
        f16::ONE
    } else {
        x / limit
    };
    let wide = x.to_f32().sqrt() * it.weight;
    out[i] = [scaled(it, x), sum, less, f16::from_f32(wide)];
}

#[wasi_webgpu::test]
async fn halves_are_near() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 64;
    let gpu = Gpu::request().await?;
    if !gpu.device().features().contains(Features::SHADER_F16) {
        return Ok(());
    }
    let half = f16::from_f32;
    let values: Vec<f16> = (0..COUNT)
        .map(|i| half((i * i % 61) as f32 / 7.0))
        .collect();
    let scales = [0.3, -2.0, 5.5].map(|x| Scaled {
        scale: half(x),
        offset: half(x + 0.1),
        weight: x,
    });
    let limit = half(-1.7);
    let mut twin = vec![[f16::ZERO; 4]; COUNT];
    halves::cpu(limit, &scales, &values, &mut twin).dispatch_for(COUNT as u32);
    let (first, second) = (gpu.upload(&scales)?, gpu.upload(&values)?);
    let mut out = gpu.zeroed::<[f16; 4]>(COUNT)?;
    halves::launch(&gpu, limit, &first, &second, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    for (found, expected) in out.read().await?.iter().zip(&twin) {
        for (found, expected) in found.iter().zip(expected) {
            let (found, expected) = (found.to_f32(), expected.to_f32());
            // Four roundings of numbers below 64, each to one of the two nearest of 11 bits: half a unit off
            // or less if the device takes the nearest, as the CPU does, and a unit of 2⁻⁵ if not.
            assert!(
                (found - expected).abs() <= 4.0 / 32.0,
                "{found} for {expected}"
            );
        }
    }
    let exact = f64::from(values[2].to_f32()) * f64::from(half(-2.0).to_f32())
        + f64::from(half(-1.9).to_f32());
    assert!((f64::from(twin[1][0].to_f32()) - (exact.max(-1.0)) / 2.0).abs() < 1e-2);
    Ok(())
}
