//! Functions of elements.

use wasi_webgpu::{
    Features, Result,
    compute::{Gpu, map},
    typed::f16,
};

use crate::common::{LENGTHS, MILLIONS, assert_refused, floats, noise, signed};

map! {
    /// a·x + y
    fn saxpy(x: f32, y: f32; a: f32) -> f32 {
        return a * x + y;
    }
}

map! {
    fn half(x: u32) -> f32 {
        return f32(x) / 2;
    }
}

map! {
    fn choose(flag: u32, yes: i32, no: i32, scale: i32; offset: i32, mask: u32) -> i32 {
        if (flag & mask) != 0 {
            return yes * scale + offset;
        }
        return no;
    }
}

map! {
    enable f16;
    fn halve(x: f16, y: f32; scale: f32) -> f16 {
        return f16(f32(x) / 2 + scale * y);
    }
}

#[wasi_webgpu::test]
async fn of_halves_where_there_are_any() -> Result<()> {
    let gpu = Gpu::request().await?;
    if !gpu.features().contains(Features::SHADER_F16) {
        return Ok(());
    }
    for len in LENGTHS {
        let (x, y) = (vec![f16::from_f32(3.0); len], vec![0.25; len]);
        let mut z = gpu.zeroed(len)?;
        halve(&gpu.upload(&x)?, &gpu.upload(&y)?, &mut z, 2.0).await?;
        assert!(z.read().await? == vec![f16::from_f32(2.0); len], "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn one_argument() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let data: Vec<u32> = noise(len).iter().map(|n| n >> 8).collect();
        let mut y = gpu.zeroed(len)?;
        half(&gpu.upload(&data)?, &mut y).await?;
        let expected: Vec<f32> = data.iter().map(|n| *n as f32 / 2.0).collect();
        assert!(y.read().await? == expected, "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn arguments_and_a_number() -> Result<()> {
    let gpu = Gpu::request().await?;
    let (a, b) = (floats(10_007), floats(20_014)[10_007..].to_vec());
    let mut sums = gpu.zeroed(a.len())?;
    saxpy(&gpu.upload(&a)?, &gpu.upload(&b)?, &mut sums, 3.0).await?;
    for ((sum, x), y) in sums.read().await?.into_iter().zip(a).zip(b) {
        // One rounding or two.
        assert!((sum - (3.0 * x + y)).abs() <= 4.0 * f32::EPSILON);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn four_arguments_and_two_numbers() -> Result<()> {
    let gpu = Gpu::request().await?;
    let len = 1001;
    let (flags, yes, no) = (noise(len), signed(len), signed(2 * len)[len..].to_vec());
    let scale: Vec<i32> = (0..len as i32).collect();
    let mut results = gpu.zeroed(len)?;
    let [a, b, c] = [&yes, &no, &scale].map(|data| gpu.upload(data));
    choose(&gpu.upload(&flags)?, &a?, &b?, &c?, &mut results, 5, 2).await?;
    let expected: Vec<i32> = (0..len)
        .map(|i| match flags[i] & 2 {
            0 => no[i],
            _ => yes[i].wrapping_mul(scale[i]).wrapping_add(5),
        })
        .collect();
    assert_eq!(results.read().await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_slice_is_written_without_its_neighbours() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[2_u32; 6])?;
    let mut y = gpu.upload(&[7.0; 72])?;
    half(&x, &mut y.slice_mut(64..70)).await?;
    let got: Vec<f32> = y.read().await?;
    assert_eq!(got[63..], [7.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 7.0, 7.0]);
    Ok(())
}

#[wasi_webgpu::test]
async fn lengths_must_be_the_same() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[1.0; 4])?;
    let y = gpu.buffer("y").upload(&[1.0; 5])?;
    let mut sum = gpu.buffer("sum").zeroed(4)?;
    let refused = saxpy(&x, &y, &mut sum, 1.0).await;
    assert_refused(
        refused,
        &["map", "\"sum\"", "has 4", "must have 5", "\"y\""],
    );
    Ok(())
}
