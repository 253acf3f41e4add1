//! Llama models on whatever GPU `wasi:webgpu` offers: text from safetensors or GGUF files.
//!
//! A [`Checkpoint`] is opened, its weights go to the GPU as a [`Model`], piece by piece and as they are
//! stored, and the model goes on with tokens that it is [fed](Model::feed).
//!
//! ```no_run
//! # async fn example() -> Result<(), llama::Error> {
//! use std::{ops::ControlFlow, path::Path};
//! use llama::{Checkpoint, Model, Sampling, Tokenizer};
//! use wasi_webgpu::compute::Gpu;
//!
//! let gpu = Gpu::request().await?;
//! let path = Path::new("model.gguf");
//! let mut checkpoint = Checkpoint::open(path)?;
//! let tokenizer = Tokenizer::open(path, &checkpoint)?;
//! let mut model = Model::load(&gpu, &mut checkpoint, 4096).await?;
//! model.feed(&tokenizer.encode("Once upon a time")?).await?;
//! let mut tokens = Vec::new();
//! let each = |token| {
//!     tokens.push(token);
//!     ControlFlow::Continue(())
//! };
//! model.generate(100, &Sampling::GREEDY, each).await?;
//! println!("{}", tokenizer.decode(&tokens)?);
//! # Ok(())
//! # }
//! ```

mod config;
mod error;
mod format;
mod kernels;
mod matrix;
mod model;
pub mod reference;
mod sampling;
mod tokenizer;
pub mod weights;

pub use config::{Config, Rope, Scaling};
pub use error::Error;
pub use format::Format;
pub use kernels::State;
pub use model::{BATCH, Model};
pub use sampling::Sampling;
pub use tokenizer::{TextStream, Tokenizer};
pub use weights::Checkpoint;
