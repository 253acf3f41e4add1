//! A model on the GPU.

use std::ops::Range;

use bytemuck::{Pod, Zeroable};
use glam::{Vec3, Vec4};
use image::{Rgba, RgbaImage};
use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

use crate::{Error, Material, Model, Renderer};

/// What the shader calls `Material`.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Surface {
    diffuse: Vec3,
    shininess: f32,
    specular: Vec4,
}

/// A model on the GPU, ready to be drawn by the [`Renderer`] that made it.
pub struct Scene {
    vertices: wgpu::Buffer,
    indices: wgpu::Buffer,
    draws: Vec<(Range<u32>, wgpu::BindGroup)>,
}

impl Scene {
    /// Uploads all of a model.
    pub(crate) fn new(renderer: &Renderer, model: &Model) -> Result<Self, Error> {
        for (index, texture) in model.textures.iter().enumerate() {
            renderer.check_size(&format!("texture {index}"), texture.dimensions())?;
        }
        let Renderer {
            device,
            queue,
            mipmaps,
            ..
        } = renderer;
        let buffer = |label, contents, usage| {
            device.create_buffer_init(&BufferInitDescriptor {
                label: Some(label),
                contents,
                usage,
            })
        };
        let upload = |picture| mipmaps.upload(device, queue, "diffuse map", picture);
        let textures: Vec<_> = model.textures.iter().map(upload).collect();
        let white = upload(&RgbaImage::from_pixel(1, 1, Rgba([255; 4])));
        let groups: Vec<_> = model
            .materials
            .iter()
            .map(|material| {
                let texture = material.texture.map_or(&white, |index| &textures[index]);
                bind(renderer, material, texture)
            })
            .collect();
        let draws = model.parts.iter();
        Ok(Self {
            vertices: buffer(
                "vertices",
                bytemuck::cast_slice(&model.vertices),
                wgpu::BufferUsages::VERTEX,
            ),
            indices: buffer(
                "indices",
                bytemuck::cast_slice(&model.indices),
                wgpu::BufferUsages::INDEX,
            ),
            draws: draws
                .map(|part| (part.indices.clone(), groups[part.material].clone()))
                .collect(),
        })
    }

    /// Draws all parts with the pipeline and the camera that are set.
    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_vertex_buffer(0, self.vertices.slice(..));
        pass.set_index_buffer(self.indices.slice(..), wgpu::IndexFormat::Uint32);
        for (indices, group) in &self.draws {
            pass.set_bind_group(1, group, &[]);
            pass.draw_indexed(indices.clone(), 0, 0..1);
        }
    }
}

/// Group 1 of the shader.
fn bind(renderer: &Renderer, material: &Material, texture: &wgpu::TextureView) -> wgpu::BindGroup {
    let surface = Surface {
        diffuse: material.diffuse,
        shininess: material.shininess,
        specular: material.specular.extend(0.0),
    };
    let uniform = renderer.device.create_buffer_init(&BufferInitDescriptor {
        label: Some(&material.name),
        contents: bytemuck::bytes_of(&surface),
        usage: wgpu::BufferUsages::UNIFORM,
    });
    renderer
        .device
        .create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some(&material.name),
            layout: &renderer.pipeline.get_bind_group_layout(1),
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: uniform.as_entire_binding(),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: wgpu::BindingResource::TextureView(texture),
                },
                wgpu::BindGroupEntry {
                    binding: 2,
                    resource: wgpu::BindingResource::Sampler(&renderer.sampler),
                },
            ],
        })
}
