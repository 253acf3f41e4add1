//! Arithmetic at the ends of the integers, and casts.

use wasi_webgpu::{compute::Gpu, kernel, kernel::GlobalIndex};

const VALUES: [u32; 12] = [
    0,
    1,
    2,
    3,
    31,
    32,
    33,
    0x7fff_ffff,
    0x8000_0000,
    0x8000_0001,
    0xffff_fffe,
    0xffff_ffff,
];

#[kernel(workgroup_size = 64)]
fn arithmetic(i: GlobalIndex, values: &[u32], out: &mut [[u32; 32]]) {
    let n = values.len();
    if i >= n * n {
        return;
    }
    let a = values[i / n];
    let b = values[i % n];
    let c = a as i32;
    let d = b as i32;
    let e = a as usize;
    let f = b as usize;
    let mut all = [0; 32];
    all[0] = a + b;
    all[1] = a - b;
    all[2] = a * b;
    all[3] = a / b;
    all[4] = a % b;
    all[5] = a << b;
    all[6] = a >> b;
    all[7] = (c + d) as u32;
    all[8] = (c - d) as u32;
    all[9] = (c * d) as u32;
    all[10] = (c / d) as u32;
    all[11] = (c % d) as u32;
    all[12] = (c << d) as u32;
    all[13] = (c >> d) as u32;
    all[14] = (-c) as u32;
    all[15] = (e + f) as u32;
    all[16] = (e - f) as u32;
    all[17] = (e * f) as u32;
    all[18] = (e / f) as u32;
    all[19] = (e % f) as u32;
    all[20] = (e << f) as u32;
    all[21] = c.abs() as u32 ^ a.count_ones() ^ c.leading_zeros();
    all[22] = a.rotate_left(b) ^ c.rotate_right(b) as u32;
    all[23] = a.min(b) ^ c.max(d) as u32 ^ a.clamp(b, 5);
    all[24] = if a < b && c < d || e >= f { 1 } else { 2 };
    all[25] = (!a & b) | (a ^ !b);
    all[26] = (a as i32 as f32 as i32) as u32;
    all[27] = f32::from_bits(a) as u32;
    all[28] = f32::from_bits(b) as i32 as u32;
    all[29] = (a != 0) as u32 + (c as usize / 3) as u32;
    all[30] = a.trailing_zeros() ^ b.reverse_bits() ^ e.leading_zeros();
    all[31] = u32::MAX * 3 - 5 + (7_i32 - i32::MIN) as u32;
    out[i] = all;
}

#[wasi_webgpu::test]
async fn integers_are_equal() -> wasi_webgpu::Result<()> {
    // And floats at the ends of the integers, by their bits.
    let floats = [
        0.5_f32,
        -0.5,
        1e9,
        -1e9,
        2147483520.0,
        2147483648.0,
        4294967040.0,
        4294967296.0,
        1e20,
        -1e20,
    ];
    let values = VALUES.into_iter().chain(floats.map(f32::to_bits));
    // A NaN is what WGSL says nothing of.
    let values: Vec<u32> = values
        .filter(|it| !f32::from_bits(*it).is_nan() || *it > 0xffff_fff0)
        .collect();
    let count = values.len() * values.len();
    let mut twin = vec![[0; 32]; count];
    arithmetic::cpu(&values, &mut twin).dispatch_for(count as u32);
    let gpu = Gpu::request().await?;
    let buffer = gpu.upload(&values)?;
    let mut out = gpu.zeroed::<[u32; 32]>(count)?;
    arithmetic::launch(&gpu, &buffer, &mut out)?
        .dispatch_for(count)
        .await?;
    for (i, (found, expected)) in out.read().await?.iter().zip(&twin).enumerate() {
        let (a, b) = (values[i / values.len()], values[i % values.len()]);
        for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert_eq!(found, expected, "result {place} of {a:#x} and {b:#x}");
        }
    }
    Ok(())
}
