//! Graphics rendered on a server, and streamed as video: frame by frame, off-screen, on whatever GPU
//! `wasi:webgpu` offers.
//!
//! A [`Scene`] draws a moment of an animation into a texture, a [`Packer`] turns the texture into the
//! bytes of a video frame, and a [`Ring`] brings the bytes back while the GPU draws the next frames.
//! [`y4m`] and [`apng`] write what comes back.
//!
//! ```no_run
//! # async fn example() -> Result<(), stream_frames::Error> {
//! use futures::StreamExt as _;
//! use stream_frames::{Layout, Packer, Ring, Scene, Size};
//! use wasi_webgpu::compute::Gpu;
//!
//! let (size, count) = (Size::new(640, 360)?, 240);
//! let gpu = Gpu::request().await?;
//! let mut scene = Scene::new(&gpu, size).await?;
//! let packer = Packer::new(&gpu, scene.picture(), Layout::Ycbcr420).await?;
//! let mut ring = Ring::new(&gpu, Layout::Ycbcr420.len(size), 3).await?;
//! let mut frames = ring.frames(count, |n, encoder, staging| {
//!     scene.render(encoder, f64::from(n) / f64::from(count))?;
//!     packer.pack(encoder, staging)
//! });
//! while let Some(frame) = frames.next().await {
//!     println!("{} bytes", frame?.len());
//! }
//! # Ok(())
//! # }
//! ```

pub mod apng;
mod error;
mod field;
mod pack;
pub mod reference;
mod scene;
mod stream;
mod video;
mod view;
pub mod y4m;

pub use error::Error;
pub use pack::{Layout, Packer};
pub use scene::Scene;
pub use stream::Ring;
pub use video::{Format, Size, Video};
