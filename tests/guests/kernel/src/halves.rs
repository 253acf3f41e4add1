//! Numbers of 16 bits, where the device has them.

use wasi_webgpu::{
    Features, GpuType,
    compute::Gpu,
    gpu, kernel,
    kernel::{F16Vec2, F16Vec3, F16Vec4, GlobalIndex, LocalIndex, barrier, f16},
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

#[kernel(workgroup_size = 64, features(f16))]
fn vectors(
    i: GlobalIndex,
    by: F16Vec3,
    wide: &[F16Vec4],
    packed: &[F16Vec3],
    short: &mut [F16Vec2],
    out: &mut [F16Vec3],
) {
    if i < out.len() {
        let v = wide[i];
        let mut sum = v.truncate() * by - packed[i] + by.x;
        sum.y *= f16::from_f32(0.5);
        sum[2] = v.w;
        sum += F16Vec3::new(v.x, v.y, f16::ONE).max(F16Vec3::ZERO);
        let mask = sum.cmplt(-by);
        out[i] = F16Vec3::select(mask, sum, F16Vec3::from_vec3(sum.as_vec3() * 0.5));
        out[i].x += HALF;
        short[i] = F16Vec2::splat(sum.dot(by)).with_y(v.min_element());
    }
}

#[wasi_webgpu::test]
async fn vectors_are_near() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 50;
    let gpu = Gpu::request().await?;
    if !gpu.device().features().contains(Features::SHADER_F16) {
        return Ok(());
    }
    let number = |i: usize| f16::from_f32((i * 37 % 101) as f32 / 32.0 - 1.5);
    let wide: Vec<F16Vec4> = (0..COUNT)
        .map(|i| F16Vec4::from([i, i + 1, 3 * i, 7 * i].map(number)))
        .collect();
    let packed: Vec<F16Vec3> = (0..COUNT)
        .map(|i| F16Vec3::from([2 * i, i + 5, 9 * i].map(number)))
        .collect();
    let by = F16Vec3::from([2.0, -0.5, 0.25].map(f16::from_f32));
    let mut twin = (vec![F16Vec2::ZERO; COUNT], vec![F16Vec3::ZERO; COUNT]);
    vectors::cpu(by, &wide, &packed, &mut twin.0, &mut twin.1).dispatch_for(COUNT as u32);
    let (first, second) = (gpu.upload(&wide)?, gpu.upload(&packed)?);
    let mut short = gpu.zeroed::<F16Vec2>(COUNT)?;
    let mut out = gpu.zeroed::<F16Vec3>(COUNT)?;
    vectors::launch(&gpu, by, &first, &second, &mut short, &mut out)?
        .dispatch_for(COUNT)
        .await?;
    // Sums and products of numbers with 5 bits after the point, below 16, are exact with 11 bits or are
    // rounded by 2⁻⁸ at most, three times.
    for (found, expected) in out.read().await?.iter().zip(&twin.1) {
        let error = (found.as_vec3() - expected.as_vec3()).abs().max_element();
        assert!(error <= 3.0 / 256.0, "{found:?} for {expected:?}");
    }
    for (found, expected) in short.read().await?.iter().zip(&twin.0) {
        let error = (found.as_vec2() - expected.as_vec2()).abs().max_element();
        assert!(error <= 6.0 / 256.0, "{found:?} for {expected:?}");
    }
    // The least of -1.5, -0.34375, -1.5 and -1.5.
    assert_eq!(twin.0[0].y.to_f32(), -1.5);
    Ok(())
}
