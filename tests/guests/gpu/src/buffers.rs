//! Uploads, read-backs and maps.

use futures::join;
use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _, DownloadBuffer};

use crate::gpu::{Gpu, noise};

/// Uploads by `write_buffer` and reads back, for each size in bytes.
async fn round_trip(sizes: &[usize]) -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    for &size in sizes {
        let data = noise(size / 4);
        let buffer = gpu.storage("round trip", &vec![0; data.len()]);
        gpu.queue
            .write_buffer(&buffer, 0, bytemuck::cast_slice(&data));
        assert!(gpu.read(&buffer).await? == data, "{size} bytes differ");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn round_trips_of_few_bytes() -> wgpu::Result<()> {
    round_trip(&[4, 8, 12, 20, 252, 256, 260, 4096, 65_532]).await
}

#[wasi_webgpu::test]
async fn round_trips_of_megabytes() -> wgpu::Result<()> {
    round_trip(&[1 << 20, (1 << 22) + 4, 64 << 20]).await
}

#[wasi_webgpu::test]
async fn initial_contents_of_any_length() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    for len in [0_usize, 1, 2, 3, 4, 5, 63, 1021] {
        let contents: Vec<u8> = (0..len).map(|i| (i % 251) as u8 + 1).collect();
        let buffer = gpu.device.create_buffer_init(&BufferInitDescriptor {
            label: Some("contents"),
            contents: &contents,
            usage: wgpu::BufferUsages::COPY_SRC,
        });
        assert_eq!(buffer.size(), len.next_multiple_of(4) as u64);
        if len > 0 {
            let bytes = gpu.read_bytes(&buffer).await?;
            assert_eq!(bytes[..len], contents);
            assert!(bytes[len..].iter().all(|byte| *byte == 0));
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_new_buffer_is_zero() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("new"),
        size: 1024,
        usage: wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    });
    assert_eq!(gpu.read_bytes(&buffer).await?, [0; 1024]);
    Ok(())
}

#[wasi_webgpu::test]
async fn two_read_backs_at_once() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let (left, right) = (noise(5000), vec![7; 300]);
    let buffers = [gpu.storage("left", &left), gpu.storage("right", &right)];
    let (a, b) = join!(gpu.read(&buffers[0]), gpu.read(&buffers[1]));
    assert_eq!(a?, left);
    assert_eq!(b?, right);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_part_is_mapped_and_written() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("parts"),
        size: 64,
        usage: wgpu::BufferUsages::MAP_WRITE | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: true,
    });
    buffer
        .slice(..)
        .get_mapped_range_mut()?
        .copy_from_slice(&[1; 64]);
    buffer.unmap();

    buffer.slice(16..48).map_async(wgpu::MapMode::Write).await?;
    let mut view = buffer.slice(16..32).get_mapped_range_mut()?;
    view.slice(4..6).copy_from_slice(&[8, 9]);
    drop(view);
    buffer.unmap();

    let mut expected = [1; 64];
    expected[20..22].copy_from_slice(&[8, 9]);
    assert_eq!(gpu.read_bytes(&buffer).await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_map_that_is_not_allowed_is_an_error_with_the_label() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.storage("not mappable", &[1, 2, 3]);
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let error = buffer
        .slice(..)
        .map_async(wgpu::MapMode::Read)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("\"not mappable\""), "{error}");
    drop(scope.pop().await);

    let error = buffer.slice(..).get_mapped_range().unwrap_err();
    assert!(error.to_string().contains("map_async first"), "{error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn ranges_outside_a_buffer_are_errors() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.readable("small", 64);
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    #[allow(clippy::reversed_empty_ranges)]
    let slices = [
        buffer.slice(32..128),
        buffer.slice(128..),
        buffer.slice(32..16),
    ];
    for slice in slices {
        let error = slice.map_async(wgpu::MapMode::Read).await.unwrap_err();
        assert_eq!(error.label, "small");
    }
    drop(scope.pop().await);
    buffer.slice(..).map_async(wgpu::MapMode::Read).await?;
    Ok(())
}

#[wasi_webgpu::test]
async fn what_is_known_at_creation_is_known() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffer = gpu.readable("known", 40);
    assert_eq!(buffer.size(), 40);
    let usage = wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ;
    assert_eq!(buffer.usage(), usage);
    assert_eq!(buffer, buffer.clone());
    assert_ne!(buffer, gpu.readable("known", 40));
    assert!(format!("{buffer:?}").contains("known"));
    Ok(())
}

/// More than a host takes in one call unless it says so.
#[wasi_webgpu::test]
async fn one_call_uploads_160_mebibytes() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let size = 160 << 20;
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("large"),
        size,
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    });
    let mut data = vec![0; size as usize];
    data[size as usize - 4..].copy_from_slice(&[1, 2, 3, 4]);
    gpu.queue.write_buffer(&buffer, 0, &data);
    let end = buffer.slice(size - 8..);
    let end = DownloadBuffer::read_buffer(&gpu.device, &gpu.queue, &end).await?;
    assert_eq!(end[..], [0, 0, 0, 0, 1, 2, 3, 4]);
    Ok(())
}
