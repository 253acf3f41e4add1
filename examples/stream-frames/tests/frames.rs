//! From a texture to the bytes in the guest: the conversion, and the ring that brings it back.

use std::cell::Cell;

use futures::StreamExt as _;
use stream_frames::reference::ycbcr420;
use stream_frames::{Error, Layout, Packer, Ring, Size};
use wasi_webgpu as wgpu;
use wgpu::compute::Gpu;

type Result<T = ()> = std::result::Result<T, Error>;

/// Odd ones, and either side of a workgroup's 1024 bytes.
const SIZES: [(u32, u32); 7] = [(1, 1), (2, 2), (3, 5), (16, 1), (17, 9), (31, 22), (64, 36)];

/// A picture whose pixels are a function of their place.
fn picture(gpu: &Gpu, size: Size, pixel: impl Fn(u32, u32) -> [u8; 3]) -> wgpu::Texture {
    let extent = wgpu::Extent3d {
        width: size.width,
        height: size.height,
        depth_or_array_layers: 1,
    };
    let texture = gpu.device().create_texture(&wgpu::TextureDescriptor {
        label: Some("picture"),
        size: extent,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    });
    let places = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let texels: Vec<u8> = places
        .flat_map(|(x, y)| {
            let [r, g, b] = pixel(x, y);
            [r, g, b, 255]
        })
        .collect();
    let layout = wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(4 * size.width),
        rows_per_image: None,
    };
    gpu.queue()
        .write_texture(texture.as_image_copy(), &texels, layout, extent);
    texture
}

async fn pack(gpu: &Gpu, picture: &wgpu::Texture, size: Size, layout: Layout) -> Result<Vec<u8>> {
    let packer = Packer::new(gpu, picture, layout).await?;
    let mut ring = Ring::new(gpu, layout.len(size), 1).await?;
    let mut frames = ring.frames(1, |_, encoder, staging| packer.pack(encoder, staging));
    frames.next().await.expect("one frame")
}

/// Every byte value somewhere, and neighbours that are far apart.
fn noise(x: u32, y: u32) -> [u8; 3] {
    let hash = |salt: u32| {
        let mixed = (x + 97 * y + 1013 * salt).wrapping_mul(0x9E37_79B1);
        (mixed >> 24) as u8
    };
    [hash(1), hash(2), hash(3)]
}

#[wasi_webgpu::test]
async fn ycbcr_is_the_reference_rounded() -> Result {
    let gpu = Gpu::request().await?;
    for (width, height) in SIZES {
        let size = Size::new(width, height)?;
        let picture = picture(&gpu, size, noise);
        let codes = pack(&gpu, &picture, size, Layout::Ycbcr420).await?;
        let expected = ycbcr420(size, noise);
        assert_eq!(codes.len(), expected.len());
        for (index, (code, expected)) in codes.into_iter().zip(expected).enumerate() {
            // Where the reference is halfway between two codes, either is right.
            let difference = (f64::from(code) - expected).abs();
            assert!(
                difference < 0.51,
                "{width}x{height}, byte {index}: {difference}"
            );
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn black_white_and_primaries_have_the_codes_of_bt_709() -> Result {
    let gpu = Gpu::request().await?;
    let size = Size::new(2, 2)?;
    for (colour, [y, cb, cr]) in [
        ([0, 0, 0], [16, 128, 128]),
        ([255, 255, 255], [235, 128, 128]),
        ([255, 0, 0], [63, 102, 240]),
        ([0, 255, 0], [173, 42, 26]),
        ([0, 0, 255], [32, 240, 118]),
    ] {
        let picture = picture(&gpu, size, |_, _| colour);
        let codes = pack(&gpu, &picture, size, Layout::Ycbcr420).await?;
        assert_eq!(codes, [y, y, y, y, cb, cr], "{colour:?}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn rgb_is_exact() -> Result {
    let gpu = Gpu::request().await?;
    for (width, height) in SIZES {
        let size = Size::new(width, height)?;
        let picture = picture(&gpu, size, noise);
        let expected = (0..height).flat_map(|y| (0..width).flat_map(move |x| noise(x, y)));
        let bytes = pack(&gpu, &picture, size, Layout::Rgb).await?;
        assert!(expected.eq(bytes), "{width}x{height}");
    }
    Ok(())
}

/// Frame n is 70 times the byte n: no whole number of words. One source buffer does for all frames, as
/// the queue keeps the order of writes and submissions.
#[wasi_webgpu::test]
async fn frames_come_in_order_and_once_with_so_many_in_flight() -> Result {
    const COUNT: u32 = 50;
    let gpu = Gpu::request().await?;
    let source = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: Some("source"),
        size: 72,
        usage: wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    for depth in [1, 2, 3, 7] {
        let mut ring = Ring::new(&gpu, 70, depth).await?;
        let (recorded, received, most) = (Cell::new(0), Cell::new(0), Cell::new(0));
        let mut frames = ring.frames(COUNT, |n, encoder, staging| {
            assert_eq!(n, recorded.replace(n + 1), "recorded in order");
            most.set(most.get().max(recorded.get() - received.get()));
            gpu.queue().write_buffer(&source, 0, &[n as u8; 72]);
            encoder.copy_buffer_to_buffer(&source, 0, staging, 0, None);
            Ok(())
        });
        while let Some(frame) = frames.next().await {
            assert_eq!(frame?, [received.get() as u8; 70]);
            received.set(received.get() + 1);
        }
        assert_eq!(received.get(), COUNT);
        // All of the ring is used, and no more.
        assert_eq!(most.get(), depth as u32);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn an_error_is_that_of_its_frame() -> Result {
    let gpu = Gpu::request().await?;
    let mut ring = Ring::new(&gpu, 64, 3).await?;
    let frames = ring.frames(10, |n, encoder, staging| {
        // Frame 4 clears more than there is.
        let size = if n == 4 { 128 } else { 64 };
        encoder.clear_buffer(staging, 0, Some(size));
        Ok(())
    });
    let frames: Vec<_> = frames.collect().await;
    assert_eq!(frames.len(), 10);
    for (n, frame) in frames.into_iter().enumerate() {
        match frame {
            Ok(bytes) => assert_eq!((n != 4, bytes), (true, vec![0; 64])),
            Err(error) => assert!(n == 4 && error.to_string().starts_with("rendering a frame: ")),
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_stream_may_be_dropped_with_frames_on_their_way() -> Result {
    let gpu = Gpu::request().await?;
    let mut ring = Ring::new(&gpu, 64, 3).await?;
    for taken in [1, 2, 10] {
        let frames = ring.frames(10, |_, encoder, staging| {
            encoder.clear_buffer(staging, 0, None);
            Ok(())
        });
        let frames: Vec<_> = frames.take(taken).collect().await;
        assert_eq!(frames.len(), taken);
        for frame in frames {
            assert_eq!(frame?, [0; 64]);
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn sizes_have_limits() -> Result {
    for (width, height) in [(0, 4), (4, 0), (4097, 1), (1, u32::MAX)] {
        let error = Size::new(width, height);
        assert!(matches!(error, Err(Error::Size { .. })), "{error:?}");
    }
    Size::new(4096, 4096)?;
    Ok(())
}
