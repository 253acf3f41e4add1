//! Sums, products, minima and maxima.

use wasi_webgpu::{
    BufferDescriptor, BufferUsages, Result,
    compute::{Gpu, Operation, TypedBuffer, reduce, reduce_into},
};

use crate::common::{LENGTHS, MILLIONS, assert_refused, floats, noise, signed};

#[wasi_webgpu::test]
async fn integers() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let data = noise(len);
        let x = gpu.upload(&data)?;
        let sum = data.iter().fold(0, |a: u32, b| a.wrapping_add(*b));
        assert_eq!(reduce(&x, Operation::Sum).await?, sum, "sum of {len}");
        let max = data.iter().max().copied().unwrap_or(0);
        assert_eq!(reduce(&x, Operation::Max).await?, max, "max of {len}");

        let data = signed(len);
        let x = gpu.upload(&data)?;
        let product = data.iter().fold(1, |a: i32, b| a.wrapping_mul(b | 1));
        let odd: Vec<i32> = data.iter().map(|n| n | 1).collect();
        let odd = gpu.upload(&odd)?;
        assert_eq!(
            reduce(&odd, Operation::Product).await?,
            product,
            "product of {len}"
        );
        let min = data.iter().min().copied().unwrap_or(i32::MAX);
        assert_eq!(reduce(&x, Operation::Min).await?, min, "min of {len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_sum_of_floats_is_within_the_bound_that_is_documented() -> Result<()> {
    let gpu = Gpu::request().await?;
    for len in LENGTHS.into_iter().chain([MILLIONS]) {
        let data = floats(len);
        let got = f64::from(reduce(&gpu.upload(&data)?, Operation::Sum).await?);
        let exact: f64 = data.iter().map(|x| f64::from(*x)).sum();
        let magnitude: f64 = data.iter().map(|x| f64::from(x.abs())).sum();
        let depth = (len.max(1) as f64).log2().ceil();
        let bound = depth * f64::from(f32::EPSILON / 2.0) * magnitude;
        assert!(
            (got - exact).abs() <= bound,
            "{len}: {got}, not {exact} ± {bound}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn floats_at_their_ends() -> Result<()> {
    let gpu = Gpu::request().await?;
    let none = gpu.upload::<f32>(&[])?;
    assert_eq!(reduce(&none, Operation::Sum).await?, 0.0);
    assert_eq!(reduce(&none, Operation::Product).await?, 1.0);
    assert_eq!(reduce(&none, Operation::Min).await?, f32::INFINITY);
    assert_eq!(reduce(&none, Operation::Max).await?, f32::NEG_INFINITY);
    let x = gpu.upload(&[-f32::MAX, f32::MAX, -0.0, 0.0])?;
    assert_eq!(reduce(&x, Operation::Min).await?, -f32::MAX);
    assert_eq!(reduce(&x, Operation::Max).await?, f32::MAX);
    let x = gpu.upload(&[1.5, f32::INFINITY, -3.0])?;
    assert_eq!(reduce(&x, Operation::Sum).await?, f32::INFINITY);
    let x = gpu.upload(&[1.5, -2.0, 4.0])?;
    assert_eq!(reduce(&x, Operation::Product).await?, -12.0);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_slice_is_reduced_without_its_neighbours() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&vec![1_u32; 1000])?;
    assert_eq!(reduce(&x.slice(64..71), Operation::Sum).await?, 7);
    assert_eq!(reduce(&x.slice(64..), Operation::Sum).await?, 936);
    Ok(())
}

#[wasi_webgpu::test]
async fn what_is_no_whole_number_of_quads_is_refused() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.buffer("whole").zeroed::<f32>(100)?;
    let refused = reduce(&x.slice(1..), Operation::Sum).await;
    assert_refused(
        refused,
        &["\"whole\"", "must begin at a multiple of", "elements"],
    );
    let plain = gpu.device().create_buffer(&BufferDescriptor {
        label: Some("plain"),
        size: 20,
        usage: BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    let x = TypedBuffer::<f32>::from_buffer(&gpu, plain);
    let refused = reduce(&x, Operation::Sum).await;
    assert_refused(
        refused,
        &["reduce", "\"plain\"", "whole number of four elements"],
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn results_have_one_element() -> Result<()> {
    let gpu = Gpu::request().await?;
    let x = gpu.upload(&[1_u32, 2])?;
    let mut result = gpu.buffer("total").zeroed(2)?;
    let refused = reduce_into(&x, Operation::Sum, &mut result).await;
    assert_refused(
        refused,
        &["\"total\"", "has 2 elements", "must have 1", "reduce_into"],
    );
    Ok(())
}
