//! What the GPU is given of the columns.

use bytemuck::{Pod, Zeroable};

use crate::field::{Column, around, columns};

/// A vertex of the one mesh that all columns are.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Vertex {
    /// From the axis, and 1 for the top or 0 for the bottom.
    corner: [f32; 3],
    normal: [f32; 3],
}

/// What a [`Column`] is to the GPU.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Instance {
    centre: [f32; 2],
    height: [f32; 2],
    slope: [[f32; 2]; 2],
}

/// The top and the six sides of a column; nobody sees the bottom. Fronts turn counter-clockwise.
pub(super) fn mesh() -> (Vec<Vertex>, Vec<u16>) {
    let corner = |sixth: u8| around(f64::from(sixth) + 0.5).as_vec2();
    let mut vertices: Vec<_> = (0..6)
        .map(|sixth| Vertex {
            corner: corner(sixth).extend(1.0).to_array(),
            normal: [0.0, 0.0, 1.0],
        })
        .collect();
    let mut indices: Vec<_> = (1..5).flat_map(|i| [0, i, i + 1]).collect();
    for sixth in 0..6 {
        let first = vertices.len() as u16;
        let normal = around(f64::from(sixth) + 1.0).as_vec2();
        let rectangle = [(0, 0.0), (1, 0.0), (1, 1.0), (0, 1.0)];
        vertices.extend(rectangle.map(|(next, z)| Vertex {
            corner: corner(sixth + next).extend(z).to_array(),
            normal: normal.extend(0.0).to_array(),
        }));
        indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
    }
    (vertices, indices)
}

/// All columns.
pub(super) fn instances() -> Vec<Instance> {
    let instance = |column: Column| Instance {
        centre: column.centre.as_vec2().to_array(),
        height: column.height.as_vec2().to_array(),
        slope: column.slope.map(|slope| slope.as_vec2().to_array()),
    };
    columns().into_iter().map(instance).collect()
}
