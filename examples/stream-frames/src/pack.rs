//! From the pixels of a texture to the bytes of a video frame, on the GPU: what is read back is what is
//! written.

use wasi_webgpu as wgpu;

use crate::{Error, Gpu, Size};

/// Invocations a workgroup; the shader says the same.
const WORKGROUP: u32 = 256;

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

    fn entry_point(self) -> &'static str {
        match self {
            Self::Ycbcr420 => "ycbcr420",
            Self::Rgb => "rgb",
        }
    }
}

/// The pipeline from a picture to the bytes of a frame.
pub struct Packer {
    pipeline: wgpu::ComputePipeline,
    bound: wgpu::BindGroup,
    frame: wgpu::Buffer,
}

impl Packer {
    /// Packs the first mip level of `picture`, whose usages include `TEXTURE_BINDING`. If its format is
    /// an sRGB one, `Rgba8Unorm` is among its view formats.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device does not take the shader or has no memory left.
    pub async fn new(gpu: &Gpu, picture: &wgpu::Texture, layout: Layout) -> Result<Self, Error> {
        gpu.checked("preparing the conversion", |device| {
            let size = Size {
                width: picture.width(),
                height: picture.height(),
            };
            let frame = device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("frame"),
                size: (layout.len(size) as u64).next_multiple_of(wgpu::COPY_BUFFER_ALIGNMENT),
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            });
            let pipeline = pipeline(device, layout);
            // Without the suffix, so that the shader sees the encoded values.
            let encoded = picture.create_view(&wgpu::TextureViewDescriptor {
                format: Some(picture.format().remove_srgb_suffix()),
                ..Default::default()
            });
            let bound = device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("conversion"),
                layout: &pipeline.get_bind_group_layout(0),
                entries: &[
                    wgpu::BindGroupEntry {
                        binding: 0,
                        resource: wgpu::BindingResource::TextureView(&encoded),
                    },
                    wgpu::BindGroupEntry {
                        binding: 1,
                        resource: frame.as_entire_binding(),
                    },
                ],
            });
            Self {
                pipeline,
                bound,
                frame,
            }
        })
        .await
    }

    /// Records the conversion, and the copy of its bytes to `staging`.
    pub fn pack(&self, encoder: &mut wgpu::CommandEncoder, staging: &wgpu::Buffer) {
        let words = self.frame.size() / 4;
        let mut pass = encoder.begin_compute_pass(&Default::default());
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.bound, &[]);
        pass.dispatch_workgroups((words as u32).div_ceil(WORKGROUP), 1, 1);
        drop(pass);
        encoder.copy_buffer_to_buffer(&self.frame, 0, staging, 0, None);
    }
}

fn pipeline(device: &wgpu::Device, layout: Layout) -> wgpu::ComputePipeline {
    let module = device.create_shader_module(wgpu::include_wgsl!("pack.wgsl"));
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(layout.entry_point()),
        layout: None,
        module: &module,
        entry_point: Some(layout.entry_point()),
        compilation_options: Default::default(),
        cache: None,
    })
}
