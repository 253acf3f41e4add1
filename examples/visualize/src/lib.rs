//! Density plots of many points, counted and coloured on whatever GPU `wasi:webgpu` offers.
//!
//! [`Points`] come from a CSV file or a formula. [`Bins::count`] counts them on the GPU, in
//! the bins of a [`Grid`]; [`Bins::colour`] gives each count a colour there. [`draw`] puts axes around
//! the result and encodes it as PNG.
//!
//! ```no_run
//! # async fn example() -> Result<(), visualize::Error> {
//! use visualize::{Bins, Grid, Points, draw};
//! use wasi_webgpu::compute::Gpu;
//!
//! let points = Points::clifford(1_000_000);
//! let gpu = Gpu::request().await?;
//! let bins = Bins::count(&gpu, &points, Grid { columns: 800, rows: 600 }).await?;
//! let png = draw(&points, &bins.colour(1).await?)?;
//! # Ok(())
//! # }
//! ```

mod axis;
mod bins;
mod canvas;
mod error;
mod plot;
mod points;
pub mod reference;

pub use bins::{Bins, Grid};
pub use error::Error;
pub use plot::{Heatmap, draw};
pub use points::{Points, Range};
