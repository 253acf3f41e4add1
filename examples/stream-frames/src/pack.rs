//! From the pixels of a texture to the bytes of a video frame, on the GPU: what is read back is what is
//! written.

use wasi_webgpu as wgpu;
use wgpu::{
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
    typed::Texture,
};

use crate::{Error, Size};

include_wgsl!(mod shader, "pack.wgsl");

/// The bytes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Planes of Y', Cb and Cr, the latter of half the width and height, rounded up: 1.5 bytes a
    /// pixel. BT.709, limited range, chroma in the middle of its four pixels.
    Ycbcr420,
    /// R, G and B of each pixel: 3 bytes.
    Rgb,
}

impl Layout {
    /// Bytes of a frame.
    #[must_use]
    pub fn len(self, Size { width, height }: Size) -> usize {
        let pixels = |width: u32, height: u32| width as usize * height as usize;
        match self {
            Self::Ycbcr420 => {
                pixels(width, height) + 2 * pixels(width.div_ceil(2), height.div_ceil(2))
            }
            Self::Rgb => 3 * pixels(width, height),
        }
    }
}

/// The conversion of a picture to the bytes of a frame.
pub struct Packer {
    conversion: Dispatch,
    frame: TypedBuffer<u32>,
}

impl Packer {
    /// Packs the first mip level of `picture`, whose usages include `TEXTURE_BINDING`. If its format is
    /// an sRGB one, `Rgba8Unorm` is among its view formats.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the picture is another one, or the device has no memory left.
    pub async fn new(gpu: &Gpu, picture: &wgpu::Texture, layout: Layout) -> Result<Self, Error> {
        let size = Size {
            width: picture.width(),
            height: picture.height(),
        };
        let words = layout.len(size).div_ceil(size_of::<u32>());
        let mut frame = gpu.buffer("frame").zeroed(words)?;
        // Without the suffix, so that the shader sees the encoded values.
        let encoded = wgpu::TextureViewDescriptor {
            format: Some(picture.format().remove_srgb_suffix()),
            ..Default::default()
        };
        let group = shader::Group0 {
            picture: &Texture::with_view(picture, &encoded)?,
            frame: &mut frame,
        };
        let launch = match layout {
            Layout::Ycbcr420 => shader::ycbcr420(gpu, group),
            Layout::Rgb => shader::rgb(gpu, group),
        };
        let conversion = launch.dispatch_for(words);
        // Once before the first frame: what is wrong is an error of this call.
        (&conversion).await?;
        Ok(Self { conversion, frame })
    }

    /// Records the conversion, and the copy of its bytes to `staging`.
    ///
    /// # Errors
    ///
    /// As of [`Dispatch::record`].
    pub fn pack(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        staging: &wgpu::Buffer,
    ) -> wgpu::Result<()> {
        let mut pass = encoder.begin_compute_pass(&Default::default());
        self.conversion.record(&mut pass)?;
        drop(pass);
        let (frame, size) = (self.frame.buffer(), self.frame.size());
        encoder.copy_buffer_to_buffer(frame, 0, staging, 0, Some(size));
        Ok(())
    }
}
