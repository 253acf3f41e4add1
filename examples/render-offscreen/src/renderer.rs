//! The device, the pipeline, and what is submitted for a picture.

use image::RgbaImage;
use wasi_webgpu as wgpu;
use wgpu::{
    compute::Gpu,
    typed::{Filtering, Sampler, VertexInput as _},
};

use crate::mipmaps::Mipmaps;
use crate::view::to_linear;
use crate::{Error, Model, Scene, Vertex, View, shader};

/// sRGB, so that the shader's light is stored as the numbers that a PNG holds.
const COLOR: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;

const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;

/// Samples of a pixel.
const SAMPLES: u32 = 4;

/// A GPU that is ready to draw models.
pub struct Renderer {
    pub(crate) gpu: Gpu,
    pub(crate) pipeline: wgpu::RenderPipeline,
    pub(crate) sampler: Sampler<Filtering>,
    pub(crate) mipmaps: Mipmaps,
}

impl Renderer {
    /// Compiles the shaders.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device does not take them.
    pub async fn new(gpu: &Gpu) -> Result<Self, Error> {
        let create = async || Self::create(gpu);
        Ok(wgpu::util::checked(gpu.device(), create).await.flatten()?)
    }

    fn create(gpu: &Gpu) -> wgpu::Result<Self> {
        let device = gpu.device();
        // Not anisotropic: llvmpipe then samples black where a triangle's texture coordinates are all
        // the same, as they are in models that have a palette for a texture.
        let sampler = wgpu::SamplerDescriptor {
            label: Some("diffuse"),
            address_mode_u: wgpu::AddressMode::Repeat,
            address_mode_v: wgpu::AddressMode::Repeat,
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            mipmap_filter: wgpu::MipmapFilterMode::Linear,
            ..Default::default()
        };
        Ok(Self {
            pipeline: pipeline(device),
            sampler: Sampler::new(device, &sampler)?,
            mipmaps: Mipmaps::new(device),
            gpu: gpu.clone(),
        })
    }

    /// Brings a model to the GPU: its corners and triangles, and its textures with mip levels.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] for a texture that is too large, [`Error::Gpu`] where the device refuses the
    /// work, for lack of memory for instance.
    pub async fn upload(&self, model: &Model) -> Result<Scene, Error> {
        wgpu::util::checked(self.gpu.device(), async || Scene::new(self, model)).await?
    }

    /// Draws a picture.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] for a picture without pixels or with too many, [`Error::Gpu`] where the device
    /// refuses the work.
    pub async fn render(&self, scene: &Scene, view: &View) -> Result<RgbaImage, Error> {
        let [width, height] = view.size;
        self.check_size("a picture", (width, height))?;
        let (device, queue) = (self.gpu.device(), self.gpu.queue());
        let pixels = wgpu::util::checked(device, async || {
            let picture = self.draw(scene, view)?;
            let place = picture.as_image_copy();
            wgpu::util::read_texture(device, queue, place, picture.size()).await
        })
        .await
        .flatten()?;
        // read_texture gives as many bytes as the picture has.
        Ok(RgbaImage::from_raw(width, height, pixels).unwrap_or_default())
    }

    /// Submits the drawing, and gives the texture that will hold it.
    fn draw(&self, scene: &Scene, view: &View) -> wgpu::Result<wgpu::Texture> {
        let device = self.gpu.device();
        let attachment = wgpu::TextureUsages::RENDER_ATTACHMENT;
        let samples = self.target(view, COLOR, SAMPLES, attachment);
        let depth = self.target(view, DEPTH, SAMPLES, attachment);
        let picture = self.target(view, COLOR, 1, attachment | wgpu::TextureUsages::COPY_SRC);

        let frame = self.gpu.buffer("frame").upload(&[view.frame()])?;
        let group = shader::Group0 { frame: &frame }.bind_group(device);

        let mut encoder = device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("picture"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &samples.create_view(&Default::default()),
                depth_slice: None,
                resolve_target: Some(&picture.create_view(&Default::default())),
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(background(view.background)),
                    // Only their mean is kept.
                    store: wgpu::StoreOp::Discard,
                },
            })],
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: &depth.create_view(&Default::default()),
                depth_ops: Some(wgpu::Operations {
                    load: wgpu::LoadOp::Clear(1.0),
                    store: wgpu::StoreOp::Discard,
                }),
                stencil_ops: None,
            }),
            ..Default::default()
        });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &group, &[]);
        scene.draw(&mut pass);
        drop(pass);
        self.gpu.queue().submit([encoder.finish()]);
        Ok(picture)
    }

    fn target(
        &self,
        view: &View,
        format: wgpu::TextureFormat,
        sample_count: u32,
        usage: wgpu::TextureUsages,
    ) -> wgpu::Texture {
        let [width, height] = view.size;
        self.gpu.device().create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count,
            dimension: wgpu::TextureDimension::D2,
            format,
            usage,
            view_formats: &[],
        })
    }

    /// Whether a texture of this size is possible.
    pub(crate) fn check_size(&self, what: &str, (width, height): (u32, u32)) -> Result<(), Error> {
        let limit = self.gpu.limits().max_texture_dimension_2d;
        if (1..=limit).contains(&width) && (1..=limit).contains(&height) {
            return Ok(());
        }
        Err(Error::Size {
            what: what.to_owned(),
            width,
            height,
            limit,
        })
    }
}

fn pipeline(device: &wgpu::Device) -> wgpu::RenderPipeline {
    let module = shader::MODULE.create_shader_module(device);
    let vertices = [Some(Vertex::layout(wgpu::VertexStepMode::Vertex))];
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("surface"),
        layout: Some(&shader::MODULE.create_pipeline_layout(device)),
        vertex: shader::transform(&module, &vertices),
        primitive: Default::default(),
        depth_stencil: Some(wgpu::DepthStencilState {
            format: DEPTH,
            depth_write_enabled: Some(true),
            depth_compare: Some(wgpu::CompareFunction::Less),
            stencil: Default::default(),
            bias: Default::default(),
        }),
        multisample: wgpu::MultisampleState {
            count: SAMPLES,
            ..Default::default()
        },
        fragment: Some(shader::shade(&module, &[Some(COLOR.into())])),
        multiview_mask: None,
        cache: None,
    })
}

/// The color to clear with, which is linear as what shaders write.
fn background(srgb: [u8; 3]) -> wgpu::Color {
    let [r, g, b] = srgb.map(|component| to_linear(f64::from(component) / 255.0));
    wgpu::Color { r, g, b, a: 1.0 }
}
