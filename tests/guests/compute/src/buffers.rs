//! Uploads, writes, copies and read-backs.

use bytemuck::Pod;
use half::f16;
use wasi_webgpu::{BufferUsages, Error, compute::Gpu};

use crate::checks::{fails, gpu, noise};

const SIZES: [usize; 8] = [0, 1, 2, 3, 4, 5, 1021, 262_147];

/// All sizes there and back, by each way.
async fn round_trips<T: Pod + PartialEq + std::fmt::Debug>(gpu: &Gpu) -> wasi_webgpu::Result<()> {
    for len in SIZES {
        let bytes: Vec<u8> = noise(len * size_of::<T>())
            .iter()
            .map(|n| *n as u8)
            .collect();
        let elements: Vec<T> = bytemuck::pod_collect_to_vec(&bytes);
        let uploaded = gpu.upload(&elements)?;
        assert_eq!(uploaded.len(), len);
        assert_eq!(uploaded.is_empty(), len == 0);
        assert_eq!(uploaded.size(), bytes.len() as u64);
        // Not by assert_eq: NaNs differ from themselves, and a million numbers say nothing.
        let same = |read: &[T]| bytemuck::cast_slice::<T, u8>(read) == bytes;
        assert!(same(&uploaded.read().await?), "{len} uploaded");

        let mut zeroed = gpu.zeroed::<T>(len)?;
        let zeros = zeroed.read().await?;
        assert!(
            bytemuck::cast_slice::<T, u8>(&zeros)
                .iter()
                .all(|b| *b == 0)
        );
        let mut read = vec![T::zeroed(); len];
        zeroed.write(0, &elements)?;
        zeroed.read_into(&mut read).await?;
        assert!(same(&read), "{len} written");

        let mut copied = gpu.zeroed::<T>(len)?;
        copied.copy_from(&uploaded)?;
        assert!(same(&copied.read().await?), "{len} copied");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn elements_of_any_size_come_back_as_they_went() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    round_trips::<u8>(&gpu).await?;
    round_trips::<[u8; 3]>(&gpu).await?;
    round_trips::<u16>(&gpu).await?;
    round_trips::<f16>(&gpu).await?;
    round_trips::<u32>(&gpu).await?;
    round_trips::<[f32; 3]>(&gpu).await?;
    round_trips::<u64>(&gpu).await?;
    round_trips::<[f32; 16]>(&gpu).await
}

#[wasi_webgpu::test]
async fn writes_go_where_they_should() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut numbers = gpu.upload(&[1.0_f32, 2.0, 3.0, 4.0])?;
    numbers.write(1, &[20.0, 30.0])?;
    numbers.write(4, &[])?;
    assert_eq!(numbers.read().await?, [1.0, 20.0, 30.0, 4.0]);
    fails(numbers.write(3, &[0.0; 2]), &["write", "3..5", "its 4"]);
    fails(numbers.write(usize::MAX, &[0.0]), &["write"]);

    let mut bytes = gpu.buffer("bytes").upload(&[0_u8, 1, 2, 3, 4, 5, 6])?;
    bytes.write(4, &[40, 50, 60])?;
    bytes.write(0, &[10, 11, 12, 13])?;
    assert_eq!(bytes.read().await?, [10, 11, 12, 13, 40, 50, 60]);
    fails(bytes.write(3, &[0; 4]), &["bytes", "begin at byte 3"]);
    fails(bytes.write(0, &[0; 6]), &["bytes", "end at byte 6"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn copies_have_one_length_and_two_buffers() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let from = gpu.buffer("from").upload(&[1_u32, 2, 3])?;
    let mut to = gpu.buffer("to").zeroed::<u32>(4)?;
    fails(
        to.copy_from(&from),
        &["\"to\"", "4", "\"from\"", "3", "slice"],
    );
    to.slice_mut(1..).copy_from(&from)?;
    assert_eq!(to.read().await?, [0, 1, 2, 3]);
    let (mut before, after) = to.split_at_mut(2);
    fails(before.copy_from(&after), &["\"to\"", "another buffer"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_buffer_without_the_usage_says_so() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let plain = gpu.device().create_buffer(&wasi_webgpu::BufferDescriptor {
        label: Some("plain"),
        size: 10,
        usage: BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    let mut typed = wasi_webgpu::compute::TypedBuffer::<u32>::from_buffer(&gpu, plain);
    assert_eq!(typed.len(), 2);
    let bytes = gpu.device().create_buffer(&wasi_webgpu::BufferDescriptor {
        label: Some("odd"),
        size: 10,
        usage: BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let mut bytes = wasi_webgpu::compute::TypedBuffer::<u8>::from_buffer(&gpu, bytes);
    fails(bytes.write(0, &[1; 10]), &["\"odd\"", "end at byte 10"]);
    fails(
        gpu.zeroed(10)?.copy_from(&bytes),
        &["source", "end at byte 10"],
    );
    bytes.write(4, &[1; 4])?;
    assert_eq!(bytes.slice(3..8).read().await?, [0, 1, 1, 1, 1]);
    fails(bytes.read().await, &["odd"]);
    let usable = gpu.upload(&[0_u32; 2])?;
    fails(typed.read().await, &["\"plain\"", "COPY_SRC"]);
    fails(typed.write(0, &[1]), &["\"plain\"", "COPY_DST"]);
    fails(typed.copy_from(&usable), &["\"plain\"", "COPY_DST"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn read_backs_join() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let (a, b) = (gpu.upload(&[1_u8, 2, 3])?, gpu.upload(&noise(300_000))?);
    let mut into = [0; 3];
    let (first, second, third) = futures::join!(a.read(), b.read(), a.read_into(&mut into));
    assert_eq!(first?, [1, 2, 3]);
    assert!(second? == noise(300_000));
    third?;
    assert_eq!(into, [1, 2, 3]);
    fails(a.read_into(&mut [0; 2]).await, &["read_into", "3", "2"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_buffer_too_large_is_an_error() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let result = gpu.buffer("vast").zeroed::<[u64; 1 << 20]>(usize::MAX);
    let error = fails(result, &["\"vast\"", "max_buffer_size"]);
    assert!(matches!(error, Error::LimitExceeded { .. }));
    Ok(())
}

#[wasi_webgpu::test]
async fn a_destroyed_buffer_is_an_error_of_the_read_back() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let numbers = gpu.buffer("gone").upload(&[1_u32])?;
    numbers.buffer().destroy();
    fails(numbers.read().await, &["gone"]);
    Ok(())
}
