//! Slices: read, written, copied and bound.

use wasi_webgpu::compute::{AsResource, Resource};

use crate::{
    checks::{fails, gpu},
    kernels::{
        counts::{self, Group1},
        saxpy::{self, Group0, Overrides},
    },
};

#[wasi_webgpu::test]
async fn a_slice_is_a_buffer() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut bytes = gpu
        .buffer("bytes")
        .upload(&[0_u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])?;
    assert_eq!(bytes.slice(3..7).read().await?, [3, 4, 5, 6]);
    assert_eq!(bytes.slice(9..).read().await?, [9, 10]);
    assert_eq!(bytes.slice(..=1).read().await?, [0, 1]);
    assert_eq!(bytes.slice(11..).read().await?, []);
    let inner = bytes.slice(4..10);
    assert_eq!(inner.slice(1..3).read().await?, [5, 6]);

    let mut tail = bytes.slice_mut(8..);
    tail.write(0, &[80, 90, 100])?;
    let mut middle = bytes.slice_mut(4..8);
    middle.write(0, &[40, 50, 60, 70])?;
    fails(middle.write(0, &[0]), &["end at byte 5"]);
    let mut unaligned = bytes.slice_mut(2..6);
    fails(unaligned.write(0, &[0; 4]), &["begin at byte 2"]);
    assert_eq!(
        bytes.read().await?,
        [0, 1, 2, 3, 40, 50, 60, 70, 80, 90, 100]
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn long_slices_of_any_place_are_read() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let elements: Vec<u16> = (0..3_000_000_u32).map(|n| (n % 65_521) as u16).collect();
    let numbers = gpu.upload(&elements)?;
    for start in [0, 1, 2, 3, 524_288] {
        for end in [2_999_999, 3_000_000] {
            let read = numbers.slice(start..end).read().await?;
            assert!(read == elements[start..end], "{start}..{end}");
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_slice_is_bound_at_aligned_places() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let alignment = gpu.limits().min_storage_buffer_offset_alignment as usize / 4;
    let mut out = gpu.buffer("out").zeroed::<u32>(3 * alignment)?;
    let mut part = out.slice_mut(alignment..2 * alignment);
    counts::invocations(&gpu, Group1 { out: &mut part })
        .dispatch_for(10 * alignment)
        .await?;
    let expected: Vec<u32> = [0, 1, 0].iter().flat_map(|n| vec![*n; alignment]).collect();
    assert_eq!(out.read().await?, expected);

    let mut part = out.slice_mut(1..);
    let number = format!("multiple of {} bytes", 4 * alignment);
    let result = counts::invocations(&gpu, Group1 { out: &mut part })
        .dispatch_for(1)
        .await;
    fails(
        result,
        &["invocations", "`out`", "\"out\"", "byte 4", &number],
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn no_elements_can_be_bound() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let a = gpu.upload(&[[2.0; 4]])?;
    let (x, mut y) = (gpu.upload::<f32>(&[])?, gpu.upload(&[1.0, 2.0])?);
    let group = Group0 {
        a: &a,
        x: &x,
        y: &mut y,
    };
    // The shader reads zeros in place of the elements that are not there.
    let overrides = Overrides {
        offset: 0.5,
        ..Default::default()
    };
    saxpy::saxpy(&gpu, overrides, group).dispatch_for(2).await?;
    assert_eq!(y.read().await?, [1.5, 2.5]);

    // What is written to an empty slice changes no neighbour.
    let mut out = gpu.upload(&[7_u32, 8])?;
    counts::length(
        &gpu,
        Group1 {
            out: &mut out.slice_mut(0..0),
        },
    )
    .dispatch_groups([1; 3])
    .await?;
    counts::length(
        &gpu,
        Group1 {
            out: &mut out.slice_mut(2..),
        },
    )
    .dispatch_groups([1; 3])
    .await?;
    assert_eq!(out.read().await?, [7, 8]);

    let none = gpu.buffer("none").upload::<[f32; 4]>(&[])?;
    let group = Group0 {
        a: &none,
        x: &x,
        y: &mut y,
    };
    let result = saxpy::saxpy(&gpu, overrides, group).dispatch_for(2).await;
    fails(result, &["`a`", "\"none\"", "0 bytes", "at least 16"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn padding_is_bound_only_at_the_end() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let numbers = gpu.upload(&[1_u16, 2, 3, 4, 5])?;
    let size = |resource| match resource {
        Resource::Buffer { size, .. } => size,
        other => panic!("{other:?}"),
    };
    assert_eq!(size(numbers.resource()), 12);
    assert_eq!(size(numbers.slice(2..).resource()), 8);
    assert_eq!(size(numbers.slice(2..3).resource()), 2);
    assert_eq!(size(numbers.slice(2..).slice(..1).resource()), 2);
    Ok(())
}

#[wasi_webgpu::test]
async fn elements_are_seen_as_others() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut halves = gpu.upload(&[1_u16, 0, 2, 0, 3, 0])?;
    assert_eq!(halves.cast::<u32>().read().await?, [1, 2, 3]);
    let mut numbers = halves.cast_mut::<u32>();
    let group = Group1 { out: &mut numbers };
    counts::invocations(&gpu, group).dispatch_for(3).await?;
    numbers.slice_mut(2..).write(0, &[0x0009_0008])?;
    assert_eq!(halves.read().await?, [2, 0, 3, 0, 8, 9]);
    assert_eq!(halves.slice(2..6).cast::<[u8; 8]>().len(), 1);
    Ok(())
}

#[wasi_webgpu::test]
async fn two_halves_can_both_be_written() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed::<u32>(512)?;
    let (mut before, mut after) = out.split_at_mut(256);
    let dispatches = [
        counts::length(&gpu, Group1 { out: &mut before }).dispatch_for(1),
        counts::invocations(&gpu, Group1 { out: &mut after }).dispatch_for(256),
    ];
    gpu.run(&dispatches).await?;
    let numbers = out.read().await?;
    assert_eq!(numbers[0], 256);
    assert_eq!(numbers[255..258], [0, 1, 1]);
    Ok(())
}
