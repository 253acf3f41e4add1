//! The texture blitter against what the CPU makes of the same texels, in `f64`.

use wasi_webgpu as wgpu;
use wgpu::util::{DeviceExt as _, TextureBlitter, TextureBlitterBuilder, TextureDataOrder};

use crate::gpu::{Gpu, noise};

type Size = (u32, u32);

const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;
const SRGB: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;

fn bytes(size: Size) -> Vec<u8> {
    bytemuck::cast_slice(&noise((size.0 * size.1) as usize)).to_vec()
}

impl Gpu {
    fn image(
        &self,
        label: &str,
        size: Size,
        format: wgpu::TextureFormat,
        data: &[u8],
    ) -> wgpu::Texture {
        let descriptor = wgpu::TextureDescriptor {
            label: Some(label),
            size: wgpu::Extent3d {
                width: size.0,
                height: size.1,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format,
            usage: wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::RENDER_ATTACHMENT
                | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        };
        let order = TextureDataOrder::LayerMajor;
        self.device
            .create_texture_with_data(&self.queue, &descriptor, order, data)
    }

    async fn blit(
        &self,
        blitter: &TextureBlitter,
        source: &wgpu::Texture,
        target: &wgpu::Texture,
    ) -> wgpu::Result<Vec<u8>> {
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let [from, to] = [source, target].map(|t| t.create_view(&Default::default()));
        blitter.copy(&self.device, &mut encoder, &from, &to);
        self.queue.submit([encoder.finish()]);
        if let Some(error) = scope.pop().await {
            return Err(error);
        }
        self.read_texels(target, 0, 0).await
    }
}

fn texel(data: &[u8], size: Size, x: u32, y: u32) -> [u8; 4] {
    let at = 4 * (y * size.0 + x) as usize;
    data[at..at + 4].try_into().expect("four channels")
}

/// Each target texel, from where its centre lies in the source, in texels.
fn map(from: Size, to: Size, f: impl Fn(f64, f64) -> [f64; 4]) -> Vec<[f64; 4]> {
    let place = |i: u32, from: u32, to: u32| (f64::from(i) + 0.5) * f64::from(from) / f64::from(to);
    let rows = (0..to.1).map(|y| place(y, from.1, to.1));
    rows.flat_map(|y| (0..to.0).map(move |x| (place(x, from.0, to.0), y)))
        .map(|(x, y)| f(x, y))
        .collect()
}

fn linear(data: &[u8], size: Size, x: f64, y: f64) -> [f64; 4] {
    let split = |at: f64, len: u32| {
        let at = at - 0.5;
        let clamp = |i: f64| i.clamp(0.0, f64::from(len - 1)) as u32;
        (clamp(at.floor()), clamp(at.floor() + 1.0), at - at.floor())
    };
    let ((x0, x1, u), (y0, y1, v)) = (split(x, size.0), split(y, size.1));
    let [a, b, c, d] =
        [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| texel(data, size, x, y));
    std::array::from_fn(|i| {
        let [a, b, c, d] = [a[i], b[i], c[i], d[i]].map(f64::from);
        (1.0 - v) * ((1.0 - u) * a + u * b) + v * ((1.0 - u) * c + u * d)
    })
}

/// The largest difference, in steps of 1/255.
fn difference(actual: &[u8], expected: &[[f64; 4]]) -> f64 {
    assert_eq!(actual.len(), 4 * expected.len());
    let pairs = actual.iter().zip(expected.iter().flatten());
    pairs.fold(0.0, |worst, (a, e)| (f64::from(*a) - e).abs().max(worst))
}

/// The sources' lengths are odd: so no centre of a target texel is on the border of two of theirs.
const NEAREST: [(Size, Size); 7] = [
    ((5, 7), (5, 7)),
    ((1, 1), (9, 3)),
    ((9, 3), (1, 1)),
    ((13, 5), (65, 34)),
    ((65, 33), (13, 5)),
    ((3, 101), (300, 7)),
    ((255, 1), (1021, 2)),
];

#[wasi_webgpu::test]
async fn the_nearest_texel_is_exact() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let blitter = TextureBlitter::new(&gpu.device, FORMAT);
    for (from, to) in NEAREST {
        let data = bytes(from);
        let source = gpu.image("source", from, FORMAT, &data);
        let target = gpu.image("target", to, FORMAT, &bytes(to));
        let expected = map(from, to, |x, y| {
            texel(&data, from, x as u32, y as u32).map(f64::from)
        });
        let actual = gpu.blit(&blitter, &source, &target).await?;
        assert_eq!(difference(&actual, &expected), 0.0, "{from:?} to {to:?}");
    }
    Ok(())
}

/// A GPU weighs texels in steps of 1/256 at least, once for each axis, and rounds the outcome.
const LINEAR_TOLERANCE: f64 = 2.0 + 0.5;

#[wasi_webgpu::test]
async fn linear_filtering_is_close() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let blitter = TextureBlitterBuilder::new(&gpu.device, FORMAT)
        .sample_type(wgpu::FilterMode::Linear)
        .build();
    let mut worst: f64 = 0.0;
    for (from, to) in NEAREST
        .into_iter()
        .chain([((4, 4), (2, 2)), ((2, 2), (4, 4))])
    {
        let data = bytes(from);
        let source = gpu.image("source", from, FORMAT, &data);
        let target = gpu.image("target", to, FORMAT, &bytes(to));
        let expected = map(from, to, |x, y| linear(&data, from, x, y));
        let actual = gpu.blit(&blitter, &source, &target).await?;
        worst = worst.max(difference(&actual, &expected));
        assert!(worst <= LINEAR_TOLERANCE, "{from:?} to {to:?}: {worst}");
    }
    println!("the worst difference is {worst:.3} of 255");
    Ok(())
}

#[wasi_webgpu::test]
async fn colors_blend_over_the_target() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let size = (16, 16);
    let blitter = TextureBlitterBuilder::new(&gpu.device, FORMAT)
        .blend_state(wgpu::BlendState::ALPHA_BLENDING)
        .build();
    let below = bytes(size);
    let above: Vec<u8> = below.iter().rev().copied().collect();
    let source = gpu.image("above", size, FORMAT, &above);
    let target = gpu.image("below", size, FORMAT, &below);
    let expected = map(size, size, |x, y| {
        let at = |data| texel(data, size, x as u32, y as u32).map(f64::from);
        let (above, below) = (at(&above), at(&below));
        let alpha = above[3] / 255.0;
        let over = |i: usize, factor: f64| above[i] * factor + below[i] * (1.0 - alpha);
        [over(0, alpha), over(1, alpha), over(2, alpha), over(3, 1.0)]
    });
    let actual = gpu.blit(&blitter, &source, &target).await?;
    let worst = difference(&actual, &expected);
    println!("the worst difference is {worst:.3} of 255");
    // GPUs may round before they add.
    assert!(worst <= 1.5, "{worst}");
    Ok(())
}

fn decode(level: u8) -> f64 {
    let s = f64::from(level) / 255.0;
    if s <= 0.04045 {
        s / 12.92
    } else {
        ((s + 0.055) / 1.055).powf(2.4)
    }
}

fn encode(l: f64) -> f64 {
    if l <= 0.003_130_8 {
        l * 12.92
    } else {
        1.055 * l.powf(1.0 / 2.4) - 0.055
    }
}

/// Every level of each channel; alpha stays as it is.
#[wasi_webgpu::test]
async fn srgb_and_linear_colors() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let size = (16, 16);
    let data: Vec<u8> = (0..=255_u8)
        .flat_map(|level| [level, !level, level ^ 85, level])
        .collect();
    for (from, to) in [(SRGB, FORMAT), (FORMAT, SRGB)] {
        let blitter = TextureBlitter::new(&gpu.device, to);
        let source = gpu.image("source", size, from, &data);
        let target = gpu.image("target", size, to, &data);
        let color = |level: u8| match from {
            SRGB => 255.0 * decode(level),
            _ => 255.0 * encode(f64::from(level) / 255.0),
        };
        let expected = map(size, size, |x, y| {
            let [r, g, b, a] = texel(&data, size, x as u32, y as u32);
            [color(r), color(g), color(b), f64::from(a)]
        });
        let actual = gpu.blit(&blitter, &source, &target).await?;
        let worst = difference(&actual, &expected);
        println!("{from:?} to {to:?}: the worst difference is {worst:.3} of 255");
        // GPUs decode and encode by tables: half a step for rounding, and one for the table.
        assert!(worst <= 1.5, "{from:?} to {to:?}: {worst}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn sources_that_cannot_be_filtered() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let format = wgpu::TextureFormat::R32Float;
    let numbers: Vec<f32> = (0..15).map(|n| n as f32 * 1e10 - 7.5).collect();
    let data: &[u8] = bytemuck::cast_slice(&numbers);
    let source = gpu.image("numbers", (5, 3), format, data);
    let target = gpu.image("copy", (5, 3), format, &[0; 60]);
    let nearest = TextureBlitter::new(&gpu.device, format);
    assert_eq!(gpu.blit(&nearest, &source, &target).await?, data);

    if !gpu
        .device
        .features()
        .contains(wgpu::Features::FLOAT32_FILTERABLE)
    {
        let linear = TextureBlitterBuilder::new(&gpu.device, format)
            .sample_type(wgpu::FilterMode::Linear)
            .build();
        let error = gpu.blit(&linear, &source, &target).await.unwrap_err();
        assert!(error.to_string().contains("TextureBlitter"), "{error}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_format_that_cannot_be_rendered_to_is_an_error() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
    TextureBlitter::new(&gpu.device, wgpu::TextureFormat::Rgb9e5Ufloat);
    let error = scope.pop().await.expect("an error").to_string();
    assert!(error.contains("TextureBlitter"), "{error}");
    Ok(())
}
