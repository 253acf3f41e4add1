//! Pictures of 3-D models, drawn off-screen on whatever GPU `wasi:webgpu` offers.
//!
//! A [`Model`] comes from an OBJ file with its materials and textures. [`Renderer::upload`] makes a
//! [`Scene`] of it on the GPU, and [`Renderer::render`] draws that scene as a [`View`] sees it: lit,
//! textured, with a depth test, and 4 samples a pixel.
//!
//! ```no_run
//! # async fn example() -> Result<(), render_offscreen::Error> {
//! use render_offscreen::{Detail, Model, Renderer, View};
//! use wasi_webgpu::compute::Gpu;
//!
//! let model = Model::load("teapot.obj", Detail::Textures)?;
//! let renderer = Renderer::new(&Gpu::request().await?).await?;
//! let scene = renderer.upload(&model).await?;
//! let picture = renderer.render(&scene, &View { size: [800, 600], ..View::default() }).await?;
//! picture.save("teapot.png").expect("a PNG file");
//! # Ok(())
//! # }
//! ```

mod error;
mod material;
mod mipmaps;
mod model;
mod normals;
mod obj;
pub mod reference;
mod renderer;
mod scene;
mod view;

use wasi_webgpu::include_wgsl;

pub use error::Error;
pub use material::Material;
pub use model::{Detail, Model, Part, Vertex};
pub use renderer::Renderer;
pub use scene::Scene;
pub use view::{Camera, View};

include_wgsl!(
    mod shader,
    "shader.wgsl",
    types(Vertex = Vertex, mat4x4f = glam::Mat4, vec3f = glam::Vec3)
);
