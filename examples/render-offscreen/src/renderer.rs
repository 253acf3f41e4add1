//! The device, the pipeline, and what is submitted for a picture.

use image::RgbaImage;
use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

use crate::mipmaps::Mipmaps;
use crate::view::{Frame, to_linear};
use crate::{Error, Model, Scene, Vertex, View};

/// sRGB, so that the shader's light is stored as the numbers that a PNG holds.
const COLOR: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;

const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;

/// Samples of a pixel.
const SAMPLES: u32 = 4;

/// A GPU that is ready to draw models.
pub struct Renderer {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) pipeline: wgpu::RenderPipeline,
    pub(crate) sampler: wgpu::Sampler,
    pub(crate) mipmaps: Mipmaps,
    adapter_name: String,
}

impl Renderer {
    /// Opens the GPU that the host offers, and compiles the shaders.
    ///
    /// # Errors
    ///
    /// [`Error::Adapter`] and [`Error::Device`] where there is no GPU or it cannot be opened,
    /// [`Error::Gpu`] where it does not take the shaders.
    pub async fn new() -> Result<Self, Error> {
        let instance = wgpu::Instance::default();
        let adapter = instance.request_adapter(&Default::default()).await?;
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("render-offscreen"),
                required_limits: adapter.limits(),
                ..Default::default()
            })
            .await?;
        let (pipeline, mipmaps) = checked(&device, "compiling the shaders", async || {
            Ok((pipeline(&device), Mipmaps::new(&device)))
        })
        .await?;
        // Not anisotropic: llvmpipe then samples black where a triangle's texture coordinates are all
        // the same, as they are in models that have a palette for a texture.
        let sampler = device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("diffuse"),
            address_mode_u: wgpu::AddressMode::Repeat,
            address_mode_v: wgpu::AddressMode::Repeat,
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            mipmap_filter: wgpu::MipmapFilterMode::Linear,
            ..Default::default()
        });
        Ok(Self {
            pipeline,
            sampler,
            mipmaps,
            adapter_name: adapter.get_info().name,
            device,
            queue,
        })
    }

    /// What the GPU is called.
    #[must_use]
    pub fn adapter_name(&self) -> &str {
        &self.adapter_name
    }

    /// Brings a model to the GPU: its corners and triangles, and its textures with mip levels.
    ///
    /// # Errors
    ///
    /// [`Error::Size`] for a texture that is too large, [`Error::Gpu`] where the device refuses the
    /// work, for lack of memory for instance.
    pub async fn upload(&self, model: &Model) -> Result<Scene, Error> {
        checked(&self.device, "uploading the model", async || {
            Ok(Scene::new(self, model))
        })
        .await?
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
        let pixels = checked(&self.device, "rendering", async || {
            let picture = self.draw(scene, view);
            let place = picture.as_image_copy();
            wgpu::util::read_texture(&self.device, &self.queue, place, picture.size()).await
        })
        .await?;
        // read_texture gives as many bytes as the picture has.
        Ok(RgbaImage::from_raw(width, height, pixels).unwrap_or_default())
    }

    /// Submits the drawing, and gives the texture that will hold it.
    fn draw(&self, scene: &Scene, view: &View) -> wgpu::Texture {
        let attachment = wgpu::TextureUsages::RENDER_ATTACHMENT;
        let samples = self.target(view, COLOR, SAMPLES, attachment);
        let depth = self.target(view, DEPTH, SAMPLES, attachment);
        let picture = self.target(view, COLOR, 1, attachment | wgpu::TextureUsages::COPY_SRC);

        let frame = self.device.create_buffer_init(&BufferInitDescriptor {
            label: Some("frame"),
            contents: bytemuck::bytes_of(&Frame::new(view)),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("frame"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: frame.as_entire_binding(),
            }],
        });

        let mut encoder = self.device.create_command_encoder(&Default::default());
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
        self.queue.submit([encoder.finish()]);
        picture
    }

    fn target(
        &self,
        view: &View,
        format: wgpu::TextureFormat,
        sample_count: u32,
        usage: wgpu::TextureUsages,
    ) -> wgpu::Texture {
        let [width, height] = view.size;
        self.device.create_texture(&wgpu::TextureDescriptor {
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
        let limit = self.device.limits().max_texture_dimension_2d;
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

/// Runs `work`, and gives its result once the device has accepted all of it.
async fn checked<T>(
    device: &wgpu::Device,
    name: &'static str,
    work: impl AsyncFnOnce() -> wgpu::Result<T>,
) -> Result<T, Error> {
    let output = wgpu::util::checked(device, work).await.flatten();
    output.map_err(|source| Error::Gpu { work: name, source })
}

fn pipeline(device: &wgpu::Device) -> wgpu::RenderPipeline {
    const ATTRIBUTES: [wgpu::VertexAttribute; 3] =
        wgpu::vertex_attr_array![0 => Float32x3, 1 => Float32x3, 2 => Float32x2];
    let module = device.create_shader_module(wgpu::include_wgsl!("shader.wgsl"));
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("surface"),
        layout: None,
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("transform"),
            compilation_options: Default::default(),
            buffers: &[Some(wgpu::VertexBufferLayout {
                array_stride: size_of::<Vertex>() as u64,
                step_mode: wgpu::VertexStepMode::Vertex,
                attributes: &ATTRIBUTES,
            })],
        },
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
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("shade"),
            compilation_options: Default::default(),
            targets: &[Some(COLOR.into())],
        }),
        multiview_mask: None,
        cache: None,
    })
}

/// The color to clear with, which is linear as what shaders write.
fn background(srgb: [u8; 3]) -> wgpu::Color {
    let [r, g, b] = srgb.map(|component| to_linear(f64::from(component) / 255.0));
    wgpu::Color { r, g, b, a: 1.0 }
}
