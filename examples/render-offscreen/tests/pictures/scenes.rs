//! What the tests draw.

use std::io::{self, Cursor};

use image::{ImageFormat, Rgba, RgbaImage};
use render_offscreen::{Camera, Detail, Model, Renderer, View};

use wasi_webgpu::compute::Gpu;

use crate::Result;

/// Straight from the front, so near that a square is a little larger than the picture: the sphere
/// around it has the radius 1, so half its side is 1/√2, seen at 20° from 1.943.
pub(crate) const FRONT: Camera = Camera {
    yaw: 0.0,
    pitch: 0.0,
    distance: 1.94,
};

const MTL: &str = "
    newmtl red
    Kd 0.8 0.1 0.1
    newmtl green
    Kd 0.1 0.8 0.1
    newmtl shiny
    Kd 0.2 0.3 0.6
    Ks 0.6 0.6 0.6
    Ns 40
    newmtl picture
    Kd 1 1 1
    map_Kd picture.png
";

/// A square in the plane z = 0 that [`FRONT`] sees fill the picture.
pub(crate) const SQUARE: &str = "
    v -1 -1 0\nv 1 -1 0\nv 1 1 0\nv -1 1 0
    vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1
    f 1/1 2/2 3/3 4/4
";

pub(crate) fn model(obj: &str, picture: &RgbaImage) -> Result<Model> {
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).expect("PNG");
    let obj = format!("mtllib a.mtl\n{obj}");
    Model::read(obj.as_bytes(), Detail::Textures, |name| match name {
        "a.mtl" => Ok(MTL.into()),
        "picture.png" => Ok(png.get_ref().clone()),
        _ => Err(io::ErrorKind::NotFound.into()),
    })
}

pub(crate) fn black() -> RgbaImage {
    RgbaImage::from_pixel(1, 1, Rgba([0, 0, 0, 255]))
}

pub(crate) async fn render(model: &Model, view: &View) -> Result<RgbaImage> {
    let renderer = Renderer::new(&Gpu::request().await?).await?;
    let scene = renderer.upload(model).await?;
    renderer.render(&scene, view).await
}

/// On blue.
pub(crate) fn front(width: u32, height: u32) -> View {
    View {
        size: [width, height],
        camera: FRONT,
        background: [0, 0, 255],
    }
}

/// Whether two pictures are the same but for rounding.
pub(crate) fn same(a: &RgbaImage, b: &RgbaImage, tolerance: u8) -> bool {
    let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= tolerance;
    a.dimensions() == b.dimensions() && a.iter().zip(b.iter()).all(near)
}
