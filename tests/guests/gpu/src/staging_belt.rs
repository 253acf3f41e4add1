//! The staging belt: what it writes, where, and that it uses its chunks again.

use std::collections::HashSet;

use wasi_webgpu as wgpu;
use wgpu::util::StagingBelt;

use crate::gpu::{Gpu, noise};

fn size(bytes: u64) -> wgpu::BufferSize {
    wgpu::BufferSize::new(bytes).expect("not zero")
}

/// Writes of a round, as `(offset, length)` in words, into a buffer of 64 KiB.
const WORDS: usize = 1 << 14;

fn writes() -> Vec<(usize, usize)> {
    let small = (0..200).map(|i| (i * 16, i % 13 + 1));
    let large = (4096, 8000);
    small.chain([large, (WORDS - 1, 1)]).collect()
}

#[wasi_webgpu::test]
async fn many_small_writes_and_a_large_one() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &vec![0; WORDS]);
    let mut belt = StagingBelt::new(gpu.device.clone(), 1024);
    let data = noise(WORDS);
    let mut expected = vec![0; WORDS];
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    for (offset, len) in writes() {
        let words = &data[offset..offset + len];
        expected[offset..offset + len].copy_from_slice(words);
        belt.write_buffer(
            &mut encoder,
            &target,
            4 * offset as u64,
            size(4 * len as u64),
        )
        .copy_from_slice(bytemuck::cast_slice(words));
    }
    belt.finish();
    gpu.queue.submit([encoder.finish()]);
    belt.recall();
    assert!(gpu.read(&target).await? == expected);
    Ok(())
}

/// The host may give chunks back late, so a few rounds' worth are made, not a hundred rounds'.
#[wasi_webgpu::test]
async fn chunks_are_used_again() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &vec![0; WORDS]);
    let mut belt = StagingBelt::new(gpu.device.clone(), 1024);
    let mut expected = vec![0; WORDS];
    let (mut chunks, mut counts) = (HashSet::new(), Vec::new());
    let noise = noise(WORDS + 100);
    for round in 0..100 {
        let data = &noise[round..];
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        for (offset, len) in writes() {
            let words = &data[offset..offset + len];
            expected[offset..offset + len].copy_from_slice(words);
            let slice = belt.allocate(size(4 * len as u64), size(4));
            let bytes = bytemuck::cast_slice(words);
            slice.get_mapped_range_mut()?.copy_from_slice(bytes);
            let (chunk, start) = (slice.buffer(), slice.offset());
            encoder.copy_buffer_to_buffer(chunk, start, &target, 4 * offset as u64, slice.size());
            chunks.insert(chunk.clone());
        }
        belt.finish();
        gpu.queue.submit([encoder.finish()]);
        belt.recall();
        assert!(gpu.read(&target).await? == expected, "round {round}");
        counts.push(chunks.len());
    }
    let [first, tenth, last] = [0, 9, 99].map(|round| counts[round]);
    println!("chunks after 1, 10 and 100 rounds: {first}, {tenth}, {last}");
    assert!(last <= 10 * first, "{counts:?}");
    Ok(())
}

/// Never waiting, the belt holds the chunks of three rounds.
#[wasi_webgpu::test]
async fn a_program_that_never_waits() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &[0; 16]);
    let mut belt = StagingBelt::new(gpu.device.clone(), 64);
    for round in 0..1000_u32 {
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        for word in 0..16 {
            belt.write_buffer(&mut encoder, &target, 4 * word, size(4))
                .copy_from_slice(&round.to_le_bytes());
        }
        belt.finish();
        gpu.queue.submit([encoder.finish()]);
        belt.recall();
    }
    // 16 words at multiples of 8 bytes are two chunks.
    let state = format!("{belt:?}");
    assert!(state.contains("returning: 4"), "{state}");
    assert_eq!(gpu.read(&target).await?, [999; 16]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_write_happens_among_the_commands() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let (value, first, second) = (
        gpu.storage("value", &[1]),
        gpu.storage("first", &[0]),
        gpu.storage("second", &[0]),
    );
    let mut belt = StagingBelt::new(gpu.device.clone(), 64);
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    encoder.copy_buffer_to_buffer(&value, 0, &first, 0, None);
    belt.write_buffer(&mut encoder, &value, 0, size(4))
        .copy_from_slice(&2_u32.to_le_bytes());
    encoder.copy_buffer_to_buffer(&value, 0, &second, 0, None);
    belt.finish();
    gpu.queue.submit([encoder.finish()]);
    assert_eq!(gpu.read(&first).await?, [1]);
    assert_eq!(gpu.read(&second).await?, [2]);
    Ok(())
}

#[wasi_webgpu::test]
async fn slices_are_aligned_and_do_not_overlap() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let mut belt = StagingBelt::new(gpu.device.clone(), 4096);
    let mut used: Vec<(wgpu::Buffer, u64, u64)> = Vec::new();
    // The last chunk has exactly the space of the last slice.
    let wanted = [
        (4, 1),
        (12, 4),
        (4, 256),
        (8, 8),
        (20, 16),
        (4, 12),
        (100, 3),
        (1024, 1024),
        (4096, 4096),
        (4, 1 << 63),
        (4100, 4),
        (4, u64::MAX),
        (2048, 512),
    ];
    for (bytes, alignment) in wanted {
        let slice = belt.allocate(size(bytes), size(alignment));
        let (start, end) = (slice.offset(), slice.offset() + slice.size());
        assert_eq!(slice.size(), bytes);
        assert!(start.is_multiple_of(alignment) && start.is_multiple_of(wgpu::MAP_ALIGNMENT));
        assert!(end <= slice.buffer().size());
        for (buffer, other_start, other_end) in &used {
            let apart = end <= *other_start || *other_end <= start;
            assert!(apart || buffer != slice.buffer(), "{bytes} {alignment}");
        }
        used.push((slice.buffer().clone(), start, end));
        slice
            .get_mapped_range_mut()?
            .copy_from_slice(&vec![7; bytes as usize]);
    }
    belt.finish();
    Ok(())
}

#[wasi_webgpu::test]
async fn a_chunk_is_filled_to_its_last_byte() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let mut belt = StagingBelt::new(gpu.device.clone(), 64);
    let chunks: Vec<_> = (0..9)
        .map(|_| belt.allocate(size(8), size(8)).buffer().clone())
        .collect();
    assert!(chunks[..8].iter().all(|chunk| *chunk == chunks[0]));
    assert_ne!(chunks[8], chunks[0]);
    Ok(())
}

#[wasi_webgpu::test]
async fn slices_upload_textures() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let extent = wgpu::Extent3d {
        width: 64,
        height: 4,
        depth_or_array_layers: 1,
    };
    let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("uploaded"),
        size: extent,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::R32Uint,
        usage: wgpu::TextureUsages::COPY_DST | wgpu::TextureUsages::COPY_SRC,
        view_formats: &[],
    });
    let texels = noise(256);
    let mut belt = StagingBelt::new(gpu.device.clone(), 1 << 12);
    belt.allocate(size(4), size(4));
    let slice = belt.allocate(size(1024), size(4));
    slice
        .get_mapped_range_mut()?
        .copy_from_slice(bytemuck::cast_slice(&texels));
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let source = wgpu::TexelCopyBufferInfo {
        buffer: slice.buffer(),
        layout: wgpu::TexelCopyBufferLayout {
            offset: slice.offset(),
            bytes_per_row: Some(256),
            rows_per_image: None,
        },
    };
    encoder.copy_buffer_to_texture(source, texture.as_image_copy(), extent);
    belt.finish();
    gpu.queue.submit([encoder.finish()]);
    belt.recall();
    let read = gpu.read_texels(&texture, 0, 0).await?;
    assert_eq!(read, bytemuck::cast_slice::<u32, u8>(&texels));
    Ok(())
}

/// Errors of a round in which one write breaks a rule.
async fn error_of(offset: u64, bytes: u64, usages: wgpu::BufferUsages) -> wgpu::Result<String> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &[0; 16]);
    let mut belt = StagingBelt::new_with_buffer_usages(gpu.device.clone(), 64, usages);
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    belt.write_buffer(&mut encoder, &target, offset, size(bytes))
        .copy_from_slice(&vec![1; bytes as usize]);
    belt.finish();
    gpu.queue.submit([encoder.finish()]);
    belt.recall();
    let error = scope.pop().await.map(|error| error.to_string());
    assert_eq!(gpu.read(&target).await?, [0; 16], "{error:?}");
    Ok(error.unwrap_or_default())
}

#[wasi_webgpu::test]
async fn what_breaks_a_rule_is_an_error_and_writes_nothing() -> wgpu::Result<()> {
    let usage = wgpu::BufferUsages::COPY_SRC;
    for (offset, bytes) in [(2, 4), (0, 6), (64, 4), (60, 8)] {
        let error = error_of(offset, bytes, usage).await?;
        assert!(!error.is_empty(), "{offset} {bytes}");
    }
    let error = error_of(0, 4, usage | wgpu::BufferUsages::VERTEX).await?;
    assert!(error.contains("StagingBelt"), "{error}");
    Ok(())
}

#[wasi_webgpu::test]
async fn a_view_that_outlives_finish_is_an_error() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &[3]);
    let mut belt = StagingBelt::new(gpu.device.clone(), 64);
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    let mut view = belt.write_buffer(&mut encoder, &target, 0, size(4));
    belt.finish();
    view.copy_from_slice(&[1; 4]);
    drop(view);
    let error = scope.pop().await.expect("an error").to_string();
    assert!(
        error.contains("before unmap") && error.contains("StagingBelt"),
        "{error}"
    );
    Ok(())
}

/// Encoders of one submission keep what was written for each.
#[wasi_webgpu::test]
async fn encoders_finished_one_by_one_are_submitted_together() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &[0; 8]);
    let mut belt = StagingBelt::new(gpu.device.clone(), 64);
    let commands: Vec<_> = (0..8_u32)
        .map(|word| {
            let mut encoder = gpu.device.create_command_encoder(&Default::default());
            belt.write_buffer(&mut encoder, &target, 4 * u64::from(word), size(4))
                .copy_from_slice(&word.to_le_bytes());
            belt.finish_and_recall_on_submit(&encoder);
            encoder.finish()
        })
        .collect();
    gpu.queue.submit(commands);
    assert_eq!(gpu.read(&target).await?, [0, 1, 2, 3, 4, 5, 6, 7]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_belt_is_dropped_while_chunks_come_back() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let target = gpu.storage("target", &[0; 16]);
    for round in 0..10_u32 {
        let mut belt = StagingBelt::new(gpu.device.clone(), 64);
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        belt.write_buffer(&mut encoder, &target, 4 * u64::from(round), size(4))
            .copy_from_slice(&round.to_le_bytes());
        belt.finish();
        gpu.queue.submit([encoder.finish()]);
        belt.recall();
    }
    let words = gpu.read(&target).await?;
    assert_eq!(words, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0]);
    Ok(())
}
