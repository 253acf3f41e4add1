//! A model on the GPU.

use std::ops::Range;

use image::{Rgba, RgbaImage};
use wasi_webgpu as wgpu;
use wgpu::{
    compute::TypedBuffer,
    typed::{D2, Filterable, Texture},
};

use crate::{Error, Material, Model, Renderer, Vertex, shader};

/// A model on the GPU, ready to be drawn by the [`Renderer`] that made it.
pub struct Scene {
    vertices: TypedBuffer<Vertex>,
    indices: TypedBuffer<u32>,
    draws: Vec<(Range<u32>, wgpu::BindGroup)>,
}

impl Scene {
    /// Uploads all of a model.
    pub(crate) fn new(renderer: &Renderer, model: &Model) -> Result<Self, Error> {
        for (index, texture) in model.textures.iter().enumerate() {
            renderer.check_size(&format!("texture {index}"), texture.dimensions())?;
        }
        let Renderer { gpu, mipmaps, .. } = renderer;
        let upload = |picture| mipmaps.upload(gpu, "diffuse map", picture);
        let textures = model.textures.iter().map(upload);
        let textures = textures.collect::<Result<Vec<_>, _>>()?;
        let white = upload(&RgbaImage::from_pixel(1, 1, Rgba([255; 4])))?;
        let groups = model.materials.iter().map(|material| {
            let texture = material.texture.map_or(&white, |index| &textures[index]);
            bind(renderer, material, texture)
        });
        let groups = groups.collect::<Result<Vec<_>, _>>()?;
        let draws = model.parts.iter();
        let draws = draws.map(|part| (part.indices.clone(), groups[part.material].clone()));
        let (vertex, index) = (wgpu::BufferUsages::VERTEX, wgpu::BufferUsages::INDEX);
        Ok(Self {
            vertices: gpu
                .buffer("vertices")
                .usage(vertex)
                .upload(&model.vertices)?,
            indices: gpu.buffer("indices").usage(index).upload(&model.indices)?,
            draws: draws.collect(),
        })
    }

    /// Draws all parts with the pipeline and the camera that are set.
    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_vertex_buffer(0, self.vertices.as_slice());
        pass.set_index_buffer(self.indices.as_slice(), wgpu::IndexFormat::Uint32);
        for (indices, group) in &self.draws {
            pass.set_bind_group(1, group, &[]);
            pass.draw_indexed(indices.clone(), 0, 0..1);
        }
    }
}

fn bind(
    Renderer { gpu, sampler, .. }: &Renderer,
    material: &Material,
    texture: &Filterable<Texture<D2, f32>>,
) -> wgpu::Result<wgpu::BindGroup> {
    let surface = shader::Material::new(material.diffuse, material.shininess, material.specular);
    let group = shader::Group1 {
        material: &gpu.buffer(&material.name).upload(&[surface])?,
        diffuse_map: texture,
        diffuse_sampler: sampler,
    };
    Ok(group.bind_group(gpu.device()))
}
