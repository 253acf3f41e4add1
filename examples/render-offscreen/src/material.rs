//! Materials from MTL files, and their textures.

use std::collections::{HashMap, HashSet};
use std::io;

use glam::Vec3;
use image::RgbaImage;

use crate::{Detail, Error};

/// How a surface looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// Its name, which is the label of what the GPU has of it.
    pub name: String,
    /// How much light it scatters, in linear RGB: `Kd`.
    pub diffuse: Vec3,
    /// How much light its highlight mirrors, in linear RGB: `Ks`.
    pub specular: Vec3,
    /// How small the highlight is, from 1 up: `Ns`.
    pub shininess: f32,
    /// Which of [`Model::textures`](crate::Model::textures) multiplies `diffuse`: `map_Kd`.
    pub texture: Option<usize>,
}

impl Material {
    /// The gray of what has no material.
    fn gray() -> Self {
        Self {
            name: "gray".to_owned(),
            diffuse: Vec3::splat(0.6),
            specular: Vec3::splat(0.1),
            shininess: 30.0,
            texture: None,
        }
    }

    fn new(mtl: &tobj::Material) -> Self {
        let white = if mtl.diffuse_texture.is_some() {
            1.0
        } else {
            0.8
        };
        Self {
            name: mtl.name.clone(),
            diffuse: mtl.diffuse.unwrap_or([white; 3]).into(),
            specular: mtl.specular.unwrap_or_default().into(),
            shininess: mtl.shininess.unwrap_or(30.0).max(1.0),
            texture: None,
        }
    }
}

/// A material library: what `tobj` asks for when it meets `mtllib`.
pub(crate) fn read_library(
    name: &str,
    open: &impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<(Vec<tobj::Material>, HashMap<String, usize>), Error> {
    let bytes = read("material library", name, open)?;
    let text = String::from_utf8_lossy(&bytes);
    let broken = |reason| Error::Mtl {
        name: name.to_owned(),
        reason,
    };
    // tobj panics at these.
    for (line, number) in text.lines().zip(1..) {
        let mut words = line.split_whitespace();
        let color = matches!(words.next(), Some("Ka" | "Kd" | "Ks" | "Ke"));
        if color && words.count() < 3 {
            return Err(broken(format!("line {number}: a color has three numbers")));
        }
    }
    tobj::load_mtl_buf(&mut text.as_bytes()).map_err(|error| broken(error.to_string()))
}

/// The materials, followed by [`Material::gray`], and the textures of those that are `used`.
pub(crate) fn convert(
    materials: Vec<tobj::Material>,
    used: &HashSet<usize>,
    detail: Detail,
    open: &impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<(Vec<Material>, Vec<RgbaImage>), Error> {
    let mut list: Vec<_> = materials.iter().map(Material::new).collect();
    list.push(Material::gray());
    let mut textures = Vec::new();
    if detail == Detail::Textures {
        let mut known = HashMap::new();
        for (index, mtl) in materials.iter().enumerate() {
            let Some(name) = mtl
                .diffuse_texture
                .as_ref()
                .filter(|_| used.contains(&index))
            else {
                continue;
            };
            if !known.contains_key(name) {
                known.insert(name, textures.len());
                textures.push(decode(name, open)?);
            }
            list[index].texture = Some(known[name]);
        }
    }
    Ok((list, textures))
}

/// Decodes a PNG or JPEG file.
fn decode(name: &str, open: &impl Fn(&str) -> io::Result<Vec<u8>>) -> Result<RgbaImage, Error> {
    let bytes = read("texture", name, open)?;
    let decoded = image::load_from_memory(&bytes).map_err(|source| Error::Decode {
        name: name.to_owned(),
        source,
    })?;
    Ok(decoded.into_rgba8())
}

fn read(
    kind: &'static str,
    name: &str,
    open: &impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<Vec<u8>, Error> {
    // Files that were made on Windows.
    open(&name.replace('\\', "/")).map_err(|source| Error::Read {
        kind,
        name: name.to_owned(),
        source,
    })
}
