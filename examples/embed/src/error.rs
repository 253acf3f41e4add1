//! What can go wrong between a model's folder and the embeddings.

use std::path::PathBuf;

/// Why a model could not be loaded, or a sentence not be embedded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of the model cannot be read.
    #[error(
        "cannot read {path:?}: {source}; name the folder of a model by --model, inside one that the host \
         gives to this program"
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file of the model is not what it should be, or asks for what this encoder does not do.
    #[error("{path:?}: {rule}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        rule: String,
    },
    /// A tensor of the checkpoint is missing, or of another type or shape.
    #[error("the tensor {name:?} {rule}")]
    Tensor {
        /// Its name.
        name: String,
        /// What is wrong with it.
        rule: String,
    },
    /// A text cannot be cut into tokens.
    #[error("cannot tokenize: {0}")]
    Tokenize(String),
    /// A sentence has no token, more than the model knows positions for, or one that is not in the
    /// vocabulary.
    #[error("sentence {index} {rule}")]
    Sentence {
        /// Its place among those that were given, from 0.
        index: usize,
        /// What is wrong with it.
        rule: String,
    },
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wasi_webgpu::Error),
}
