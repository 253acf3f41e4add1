//! What the GPU is given of the columns.

use glam::Vec3;

use super::shader::{Column, Vertex};
use crate::field::{self, around};

/// The top and the six sides of a column; nobody sees the bottom. Fronts turn counter-clockwise.
pub(super) fn mesh() -> (Vec<Vertex>, Vec<u16>) {
    let corner = |sixth: u8| around(f64::from(sixth) + 0.5).as_vec2();
    let mut vertices: Vec<_> = (0..6)
        .map(|sixth| Vertex {
            corner: corner(sixth).extend(1.0),
            normal: Vec3::Z,
        })
        .collect();
    let mut indices: Vec<_> = (1..5).flat_map(|i| [0, i, i + 1]).collect();
    for sixth in 0..6 {
        let first = vertices.len() as u16;
        let normal = around(f64::from(sixth) + 1.0).as_vec2();
        let rectangle = [(0, 0.0), (1, 0.0), (1, 1.0), (0, 1.0)];
        vertices.extend(rectangle.map(|(next, z)| Vertex {
            corner: corner(sixth + next).extend(z),
            normal: normal.extend(0.0),
        }));
        indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
    }
    (vertices, indices)
}

/// All columns.
pub(super) fn columns() -> Vec<Column> {
    let column = |column: field::Column| Column {
        centre: column.centre.as_vec2(),
        height: column.height.as_vec2(),
        slope_x: column.slope[0].as_vec2(),
        slope_y: column.slope[1].as_vec2(),
    };
    field::columns().into_iter().map(column).collect()
}
