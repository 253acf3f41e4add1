//! The meshes of an OBJ file, by `tobj`, and their corners.

use std::cell::Cell;
use std::io;

use glam::{DVec3, Vec2, Vec3};

use crate::{Detail, Error, Vertex, material};

/// Polygons become fans of triangles; what is no face is left out.
const OPTIONS: tobj::LoadOptions = tobj::LoadOptions {
    single_index: false,
    triangulate: true,
    ignore_points: true,
    ignore_lines: true,
};

/// The meshes that have triangles, and the materials of the libraries that the file names.
pub(crate) fn parse(
    obj: &str,
    detail: Detail,
    open: &impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<(Vec<tobj::Mesh>, Vec<tobj::Material>), Error> {
    let failure = Cell::new(None);
    let text = understood(obj);
    let parsed = tobj::load_obj_buf(&mut text.as_bytes(), &OPTIONS, |library| {
        if detail == Detail::Shape {
            return Ok(Default::default());
        }
        // The error that tells more than tobj's can.
        material::read_library(&library.to_string_lossy(), open).map_err(|error| {
            failure.set(Some(error));
            tobj::LoadError::ReadError
        })
    });
    if let Some(error) = failure.into_inner() {
        return Err(error);
    }
    let (models, materials) = parsed?;
    let meshes = models.into_iter().map(|model| model.mesh);
    let meshes: Vec<_> = meshes.filter(|mesh| !mesh.indices.is_empty()).collect();
    if meshes.is_empty() {
        return Err(Error::NoFaces);
    }
    Ok((meshes, materials?))
}

/// Those lines of an OBJ file that `tobj` reads as they are meant. It takes a line of three points
/// for a face, splits meshes at the borders of groups and objects, which do not count here, makes up
/// the normals of corners that have none, and does not find the name in an indented `usemtl`.
fn understood(obj: &str) -> String {
    let bare = |corner: &str| corner.split('/').nth(2).is_none_or(str::is_empty);
    let normals_missing = obj
        .lines()
        .filter(|line| first(line) == "f")
        .any(|face| face.split_whitespace().skip(1).any(bare));
    obj.lines()
        .map(str::trim)
        .filter(|line| match first(line) {
            "l" | "g" | "o" => false,
            "vn" => !normals_missing,
            _ => true,
        })
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The first word of a line, which says what the others mean.
fn first(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or_default()
}

/// Three corners for each triangle of each mesh, moved and scaled into the unit sphere. Normals are
/// zero where the mesh has none.
pub(crate) fn corners(meshes: &[tobj::Mesh]) -> Result<Vec<Vec<Vertex>>, Error> {
    let (center, radius) = bounds(meshes)?;
    let place = |place: DVec3| ((place - center) / radius).as_vec3();
    Ok(meshes
        .iter()
        .map(|mesh| {
            (0..mesh.indices.len())
                .map(|corner| Vertex {
                    position: place(position(mesh, mesh.indices[corner])),
                    normal: attribute(&mesh.normals, &mesh.normal_indices, corner)
                        .map_or(Vec3::ZERO, |n| Vec3::from_array(n).normalize_or(Vec3::Y)),
                    uv: attribute(&mesh.texcoords, &mesh.texcoord_indices, corner)
                        // OBJ counts rows from the bottom of the picture, WebGPU from its top.
                        .map_or(Vec2::ZERO, |[u, v]| Vec2::new(u, 1.0 - v)),
                })
                .collect()
        })
        .collect())
}

fn position(mesh: &tobj::Mesh, index: u32) -> DVec3 {
    let at = 3 * index as usize;
    DVec3::from_array([at, at + 1, at + 2].map(|at| mesh.positions[at].into()))
}

/// What a corner has of an attribute with `N` numbers.
fn attribute<const N: usize>(values: &[f32], indices: &[u32], corner: usize) -> Option<[f32; N]> {
    let index = *indices.get(corner)? as usize;
    values.as_chunks().0.get(index).copied()
}

/// The sphere around the middle of the bounding box that holds all corners.
fn bounds(meshes: &[tobj::Mesh]) -> Result<(DVec3, f64), Error> {
    let places = || {
        meshes
            .iter()
            .flat_map(|mesh| mesh.indices.iter().map(|&index| position(mesh, index)))
    };
    let low = places().fold(DVec3::INFINITY, DVec3::min);
    let high = places().fold(DVec3::NEG_INFINITY, DVec3::max);
    let center = (low + high) / 2.0;
    let radius = places()
        .map(|place| place.distance(center))
        .fold(0.0, f64::max);
    let finite = places().all(|place| place.is_finite());
    if finite && radius > 0.0 {
        Ok((center, radius))
    } else {
        Err(Error::NoExtent)
    }
}
