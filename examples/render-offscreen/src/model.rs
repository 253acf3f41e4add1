//! Models from OBJ files, as the GPU wants them: triangles, one index a corner.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use bytemuck::{Pod, Zeroable};
use glam::{Vec2, Vec3};
use image::RgbaImage;

use crate::material::{self, Material};
use crate::{Error, normals, obj};

/// A corner of triangles.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub struct Vertex {
    /// Where it is. The model lies in the unit sphere.
    pub position: Vec3,
    /// The way out of the surface, of length 1.
    pub normal: Vec3,
    /// Where it is in the texture: (0, 0) is the corner of the first texel, at the top left.
    pub uv: Vec2,
}

/// The triangles of one material.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which of [`Model::indices`].
    pub indices: Range<u32>,
    /// Which of [`Model::materials`].
    pub material: usize,
}

/// How much of a model's materials is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing: all of the model is gray.
    Shape,
    /// The colours of materials, without their textures.
    Colors,
    /// All.
    Textures,
}

/// Triangles in the unit sphere, with their materials and textures.
#[derive(Clone, Debug)]
pub struct Model {
    /// The corners; those with the same place, normal and texture coordinates are one.
    pub vertices: Vec<Vertex>,
    /// Three for each triangle, counterclockwise as seen from outside.
    pub indices: Vec<u32>,
    /// Which triangles have which material, one after the other.
    pub parts: Vec<Part>,
    /// The materials; at least one.
    pub materials: Vec<Material>,
    /// The pictures that materials refer to, in sRGB.
    pub textures: Vec<RgbaImage>,
}

impl Model {
    /// Reads an OBJ file, and the material libraries and textures that it names, which are relative
    /// to its folder.
    ///
    /// # Errors
    ///
    /// Those of [`Model::read`], and [`Error::Read`] for the model itself.
    pub fn load(path: impl AsRef<Path>, detail: Detail) -> Result<Self, Error> {
        let path = path.as_ref();
        let obj = std::fs::read(path).map_err(|source| Error::Read {
            kind: "model",
            name: path.display().to_string(),
            source,
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::read(&obj, detail, |name| std::fs::read(folder.join(name)))
    }

    /// Reads a model from the bytes of an OBJ file. `open` gives the contents of the files that it
    /// names.
    ///
    /// Polygons become fans of triangles. The model is moved and scaled into the unit sphere. Where
    /// any face lacks normals, those of the file are not used, and all are computed: smooth, but at
    /// edges sharper than 60°.
    ///
    /// # Errors
    ///
    /// [`Error::Read`], [`Error::Obj`], [`Error::Mtl`] and [`Error::Decode`] where a file is missing or
    /// broken, [`Error::NoFaces`] and [`Error::NoExtent`] where there is nothing to see.
    pub fn read(
        obj: &[u8],
        detail: Detail,
        open: impl Fn(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Self, Error> {
        let (meshes, materials) = obj::parse(&String::from_utf8_lossy(obj), detail, &open)?;
        let mut corners = obj::corners(&meshes)?;
        if meshes.iter().any(|mesh| mesh.normals.is_empty()) {
            normals::compute(&mut corners);
        }
        let used = meshes.iter().filter_map(|mesh| mesh.material_id).collect();
        let (materials, textures) = material::convert(materials, &used, detail, &open)?;
        let mut model = Self {
            vertices: Vec::new(),
            indices: Vec::new(),
            parts: Vec::new(),
            materials,
            textures,
        };
        model.add(&meshes, corners);
        Ok(model)
    }

    /// Joins equal corners into vertices, and appends them by material.
    fn add(&mut self, meshes: &[tobj::Mesh], corners: Vec<Vec<Vertex>>) {
        let mut known = HashMap::new();
        for (mesh, corners) in meshes.iter().zip(corners) {
            let begin = self.indices.len() as u32;
            for vertex in corners {
                let key: [u32; 8] = bytemuck::cast(vertex);
                let index = *known.entry(key).or_insert_with(|| {
                    self.vertices.push(vertex);
                    self.vertices.len() as u32 - 1
                });
                self.indices.push(index);
            }
            self.parts.push(Part {
                indices: begin..self.indices.len() as u32,
                // What names no material, or one that is not there, has the last: gray.
                material: mesh.material_id.unwrap_or(self.materials.len() - 1),
            });
        }
    }
}
