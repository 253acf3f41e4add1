//! A network that learns to tell handwritten digits apart: forward, backward and Adam on whatever GPU
//! `wasi:webgpu` offers.
//!
//! [`Samples`] are [drawn](Samples::digits) or [read](Samples::read_idx), and copied to the GPU once. A
//! [`Training`] takes a batch of them, what the network of a [`Shape`] makes of it, the derivatives of
//! the loss by all parameters, and a step of [`Adam`], again and again: a step is a few dispatches, which
//! are made once, and many steps are one submission. Nothing is read back in between: the GPU keeps the
//! losses, too, until they are asked for, and [`draw`]n.
//!
//! ```no_run
//! # async fn example() -> Result<(), train::Error> {
//! use train::{Samples, Settings, Shape, Training};
//! use wasi_webgpu::compute::Gpu;
//!
//! let gpu = Gpu::request().await?;
//! let digits = Samples::digits(10_000, 1);
//! let (held_out, digits) = digits.split_at(2_000);
//! let shape = Shape::new(&[digits.values(), 128, 128, digits.classes()])?;
//! let mut training = Training::new(&gpu, &shape, &digits, Settings::default())?;
//! training.run(1_000).await?;
//! println!("{:.1} %", 100.0 * training.test(&held_out).await?.accuracy);
//! # Ok(())
//! # }
//! ```

mod adam;
mod batch;
mod canvas;
mod digits;
mod error;
mod idx;
mod plot;
pub mod reference;
mod samples;
mod shape;
mod training;

pub use adam::{Adam, Optimizer};
pub use batch::{Batch, Score};
pub use error::Error;
pub use plot::{Curve, draw};
pub use samples::Samples;
pub use shape::{Layer, Shape};
pub use training::{Settings, Training};
