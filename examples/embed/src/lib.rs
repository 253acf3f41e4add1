//! Embeddings of sentences by a BERT encoder such as all-MiniLM-L6-v2, on whatever GPU `wasi:webgpu`
//! offers.
//!
//! A model is a folder as Hugging Face and sentence-transformers have it: its [`Config`], a
//! [`Tokenizer`], and the weights of an [`Encoder`], which are uploaded once. The encoder is that of
//! J. Devlin et al., "BERT: Pre-training of deep bidirectional transformers", 2018, in `f32`; the
//! embedding is the mean of what it says of a sentence's tokens, scaled to length 1 (N. Reimers and
//! I. Gurevych, "Sentence-BERT", 2019).
//!
//! The scalar product of two embeddings is the cosine of the angle between them: how near the sentences
//! are in meaning.
//!
//! ```no_run
//! # async fn example() -> Result<(), embed::Error> {
//! use embed::{Capacity, Config, Encoder, Tokenizer};
//! use wasi_webgpu::compute::Gpu;
//!
//! let folder = "model".as_ref();
//! let config = Config::load(folder)?;
//! let tokenizer = Tokenizer::load(folder, &config)?;
//! let gpu = Gpu::request().await?;
//! let mut encoder = Encoder::load(&gpu, folder, &config, Capacity::default()).await?;
//! let tokens = [tokenizer.encode("A cat sleeps.")?, tokenizer.encode("Rain in Tokyo.")?];
//! let embeddings = encoder.encode(&tokens).await?;
//! let (cat, rain) = embeddings.split_at(encoder.dimension());
//! println!("{}", embed::cosine(cat, rain));
//! # Ok(())
//! # }
//! ```

mod batch;
mod config;
mod encoder;
mod error;
pub mod kernels;
mod search;
mod tokenizer;
pub mod weights;

pub use batch::Capacity;
pub use config::Config;
pub use encoder::Encoder;
pub use error::Error;
pub use kernels::HEAD_SIZE;
pub use search::{Nearest, cosine};
pub use tokenizer::Tokenizer;
