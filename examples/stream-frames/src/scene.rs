//! An animation: the columns of a field rise and fall with the waves of two sources, and where the waves
//! meet, they add up or cancel.

mod mesh;
mod pipelines;

use wasi_webgpu as wgpu;
use wgpu::{
    compute::{Gpu, TypedBuffer},
    include_wgsl,
};

use crate::view::View;
use crate::{Error, Size};
use pipelines::{COLOR, DEPTH, Pipelines, SAMPLES};

include_wgsl!(
    mod shader,
    "scene.wgsl",
    types(mat4x4f = glam::Mat4, vec3f = glam::Vec3, vec2f = glam::Vec2)
);

/// A scene that is ready to be drawn.
pub struct Scene {
    view: TypedBuffer<shader::View>,
    /// All draws of a frame, recorded once: only `view` changes from frame to frame.
    bundle: wgpu::RenderBundle,
    picture: wgpu::Texture,
    resolved: wgpu::TextureView,
    samples: wgpu::TextureView,
    depth: wgpu::TextureView,
}

impl Scene {
    /// Compiles the shaders, and makes what is drawn and what it is drawn into.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device does not take a shader or has no memory left.
    pub async fn new(gpu: &Gpu, size: Size) -> Result<Self, Error> {
        let create = async || Self::create(gpu, size);
        Ok(wgpu::util::checked(gpu.device(), create).await.flatten()?)
    }

    fn create(gpu: &Gpu, size: Size) -> wgpu::Result<Self> {
        let device = gpu.device();
        let view = gpu.buffer("view").zeroed(1)?;
        let picture = target(device, "picture", size, COLOR, 1);
        let samples = target(device, "samples", size, COLOR, SAMPLES);
        let depth = target(device, "depth", size, DEPTH, SAMPLES);
        Ok(Self {
            bundle: bundle(gpu, &view)?,
            view,
            resolved: picture.create_view(&Default::default()),
            picture,
            samples: samples.create_view(&Default::default()),
            depth: depth.create_view(&Default::default()),
        })
    }

    /// The texture that [`Scene::render`] draws into: `Rgba8UnormSrgb`, and `Rgba8Unorm` for views of the
    /// encoded values.
    #[must_use]
    pub fn picture(&self) -> &wgpu::Texture {
        &self.picture
    }

    /// Records the drawing of a moment; 0 to 1 is the whole animation, and 1 looks like 0.
    ///
    /// Submit it before the next moment is recorded: queues keep the order of writes and submissions, so
    /// that one uniform buffer and one picture do for all frames.
    ///
    /// # Errors
    ///
    /// As of [`TypedBuffer::write`].
    pub fn render(&mut self, encoder: &mut wgpu::CommandEncoder, time: f64) -> wgpu::Result<()> {
        self.write_view(time)?;
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("scene"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &self.samples,
                depth_slice: None,
                resolve_target: Some(&self.resolved),
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                    store: wgpu::StoreOp::Discard,
                },
            })],
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: &self.depth,
                depth_ops: Some(wgpu::Operations {
                    load: wgpu::LoadOp::Clear(1.0),
                    store: wgpu::StoreOp::Discard,
                }),
                stencil_ops: None,
            }),
            ..Default::default()
        });
        pass.execute_bundles([&self.bundle]);
        Ok(())
    }

    fn write_view(&mut self, time: f64) -> wgpu::Result<()> {
        let (width, height) = (self.picture.width(), self.picture.height());
        let view = View::at(time, f64::from(width) / f64::from(height));
        let view = shader::View::new(
            view.clip_from_world.as_mat4(),
            view.eye.as_vec3(),
            view.light.as_vec3(),
            view.turn.as_vec2(),
            height as f32,
        );
        self.view.write(0, &[view])
    }
}

/// A texture to draw into.
fn target(
    device: &wgpu::Device,
    label: &str,
    Size { width, height }: Size,
    format: wgpu::TextureFormat,
    samples: u32,
) -> wgpu::Texture {
    let (usage, view_formats): (_, &[_]) = match samples {
        1 => (
            wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_SRC,
            &[format.remove_srgb_suffix()],
        ),
        _ => (wgpu::TextureUsages::empty(), &[]),
    };
    device.create_texture(&wgpu::TextureDescriptor {
        label: Some(label),
        size: wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: samples,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage: usage | wgpu::TextureUsages::RENDER_ATTACHMENT,
        view_formats,
    })
}

/// Records all draws.
fn bundle(gpu: &Gpu, view: &TypedBuffer<shader::View>) -> wgpu::Result<wgpu::RenderBundle> {
    let device = gpu.device();
    let pipelines = Pipelines::new(device);
    let (vertices, indices) = mesh::mesh();
    let columns = mesh::columns();
    let (vertex, index) = (wgpu::BufferUsages::VERTEX, wgpu::BufferUsages::INDEX);
    let vertex_buffer = gpu.buffer("mesh").usage(vertex).upload(&vertices)?;
    let column_buffer = gpu.buffer("columns").usage(vertex).upload(&columns)?;
    let index_buffer = gpu.buffer("indices").usage(index).upload(&indices)?;

    let mut bundle = device.create_render_bundle_encoder(&wgpu::RenderBundleEncoderDescriptor {
        label: Some("scene"),
        color_formats: &[Some(COLOR)],
        depth_stencil: Some(wgpu::RenderBundleDepthStencil {
            format: DEPTH,
            depth_read_only: false,
            stencil_read_only: true,
        }),
        sample_count: SAMPLES,
        multiview: None,
    });
    bundle.set_bind_group(0, &shader::Group0 { view }.bind_group(device), &[]);
    bundle.set_pipeline(&pipelines.columns);
    bundle.set_vertex_buffer(0, vertex_buffer.as_slice());
    bundle.set_vertex_buffer(1, column_buffer.as_slice());
    bundle.set_index_buffer(index_buffer.as_slice(), wgpu::IndexFormat::Uint16);
    bundle.draw_indexed(0..indices.len() as u32, 0, 0..columns.len() as u32);
    bundle.set_pipeline(&pipelines.backdrop);
    bundle.draw(0..3, 0..1);
    Ok(bundle.finish(&wgpu::RenderBundleDescriptor {
        label: Some("scene"),
    }))
}
