//! Normals for models that come without.

use std::collections::HashMap;

use glam::Vec3;

use crate::Vertex;

/// Faces with a smaller angle between them, 60°, are parts of one curved surface.
const COS_CREASE: f32 = 0.5;

/// Gives each corner the mean normal of the faces around it that belong to the same curved surface,
/// weighted by their areas. Faces meet where they have a corner in the same place.
pub(crate) fn compute(meshes: &mut [Vec<Vertex>]) {
    let mut around: HashMap<[u32; 3], Vec<Face>> = HashMap::new();
    for triangle in meshes.iter().flat_map(|mesh| mesh.as_chunks().0) {
        let face = Face::new(triangle);
        for corner in triangle {
            around.entry(key(corner)).or_default().push(face);
        }
    }
    for triangle in meshes.iter_mut().flat_map(|mesh| mesh.as_chunks_mut().0) {
        let face = Face::new(triangle);
        for corner in triangle {
            corner.normal = around[&key(corner)]
                .iter()
                .filter(|other| other.normal.dot(face.normal) > COS_CREASE)
                .map(|other| other.area * other.normal)
                .sum::<Vec3>()
                .normalize_or(Vec3::Y);
        }
    }
}

/// The same for corners in the same place.
fn key(corner: &Vertex) -> [u32; 3] {
    // Zero has two signs.
    corner.position.to_array().map(|x| (x + 0.0).to_bits())
}

#[derive(Clone, Copy)]
struct Face {
    /// Of length 1, or zero if the triangle is a line.
    normal: Vec3,
    /// Twice the area.
    area: f32,
}

impl Face {
    fn new([a, b, c]: &[Vertex; 3]) -> Self {
        let cross = (b.position - a.position).cross(c.position - a.position);
        Self {
            normal: cross.normalize_or_zero(),
            area: cross.length(),
        }
    }
}
