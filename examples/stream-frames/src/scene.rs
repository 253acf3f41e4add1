//! An animation: the columns of a field rise and fall with the waves of two sources, and where the waves
//! meet, they add up or cancel.

mod mesh;
mod pipelines;

use bytemuck::{Pod, Zeroable};
use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

use crate::view::View;
use crate::{Error, Gpu, Size};
use mesh::{instances, mesh};
use pipelines::{COLOR, DEPTH, Pipelines, SAMPLES};

/// `View` of `scene.wgsl`.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Uniform {
    clip_from_world: [[f32; 4]; 4],
    eye: [f32; 4],
    light: [f32; 4],
    turn: [f32; 2],
    height: f32,
    padding: f32,
}

/// A scene that is ready to be drawn.
pub struct Scene {
    queue: wgpu::Queue,
    view: wgpu::Buffer,
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
        gpu.checked("preparing the scene", |device| {
            let view = device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("view"),
                size: size_of::<Uniform>() as u64,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            let picture = target(device, "picture", size, COLOR, 1);
            Self {
                queue: gpu.queue.clone(),
                bundle: bundle(device, &view),
                view,
                resolved: picture.create_view(&Default::default()),
                picture,
                samples: target(device, "samples", size, COLOR, SAMPLES)
                    .create_view(&Default::default()),
                depth: target(device, "depth", size, DEPTH, SAMPLES)
                    .create_view(&Default::default()),
            }
        })
        .await
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
    pub fn render(&self, encoder: &mut wgpu::CommandEncoder, time: f64) {
        self.write_view(time);
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
    }

    fn write_view(&self, time: f64) {
        let (width, height) = (self.picture.width(), self.picture.height());
        let view = View::at(time, f64::from(width) / f64::from(height));
        let uniform = Uniform {
            clip_from_world: view.clip_from_world.as_mat4().to_cols_array_2d(),
            eye: view.eye.as_vec3().extend(0.0).to_array(),
            light: view.light.as_vec3().extend(0.0).to_array(),
            turn: view.turn.as_vec2().to_array(),
            height: height as f32,
            padding: 0.0,
        };
        self.queue
            .write_buffer(&self.view, 0, bytemuck::bytes_of(&uniform));
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
fn bundle(device: &wgpu::Device, view: &wgpu::Buffer) -> wgpu::RenderBundle {
    let pipelines = Pipelines::new(device);
    let bound = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("view"),
        layout: &pipelines.layout,
        entries: &[wgpu::BindGroupEntry {
            binding: 0,
            resource: view.as_entire_binding(),
        }],
    });
    let (vertices, indices) = mesh();
    let columns = instances();
    let buffer = |label, contents, usage| {
        device.create_buffer_init(&BufferInitDescriptor {
            label: Some(label),
            contents,
            usage,
        })
    };
    let vertex = wgpu::BufferUsages::VERTEX;
    let vertex_buffer = buffer("mesh", bytemuck::cast_slice(&vertices), vertex);
    let column_buffer = buffer("columns", bytemuck::cast_slice(&columns), vertex);
    let index = wgpu::BufferUsages::INDEX;
    let index_buffer = buffer("indices", bytemuck::cast_slice(&indices), index);

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
    bundle.set_bind_group(0, &bound, &[]);
    bundle.set_pipeline(&pipelines.columns);
    bundle.set_vertex_buffer(0, vertex_buffer.slice(..));
    bundle.set_vertex_buffer(1, column_buffer.slice(..));
    bundle.set_index_buffer(index_buffer.slice(..), wgpu::IndexFormat::Uint16);
    bundle.draw_indexed(0..indices.len() as u32, 0, 0..columns.len() as u32);
    bundle.set_pipeline(&pipelines.backdrop);
    bundle.draw(0..3, 0..1);
    bundle.finish(&wgpu::RenderBundleDescriptor {
        label: Some("scene"),
    })
}
