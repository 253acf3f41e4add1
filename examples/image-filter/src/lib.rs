//! Filters for pictures, as WGSL compute kernels on whatever GPU `wasi:webgpu` offers.
//!
//! A [`Picture`] is decoded from PNG or JPEG, moved to the GPU as a [`Canvas`], changed there by any
//! number of [`Filter`]s without coming back in between, and read back once at the end.
//!
//! Filters work on the colour values as the file stores them (sRGB-encoded, not linear light), as
//! the filters of most picture editors do. None changes how opaque a pixel is, save for
//! [`Filter::Blur`], which blurs alpha with the colour.
//!
//! ```no_run
//! # async fn example() -> Result<(), image_filter::Error> {
//! use image_filter::{Engine, Filter, Picture};
//!
//! let engine = Engine::new().await?;
//! let mut canvas = engine.upload(&Picture::decode(b"a PNG file", engine.max_picture_bytes())?)?;
//! canvas.apply(Filter::Blur { radius: 6 }).await?;
//! canvas.apply("sobel".parse()?).await?;
//! let png = canvas.download().await?.encode_png()?;
//! # Ok(())
//! # }
//! ```

mod blur;
mod canvas;
mod engine;
mod error;
mod filter;
mod jpeg;
mod kernels;
mod picture;
pub mod reference;

pub use canvas::Canvas;
pub use engine::Engine;
pub use error::Error;
pub use filter::Filter;
pub use picture::Picture;
