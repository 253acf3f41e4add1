//! What can go wrong between a file and a token.

/// Why a model could not be loaded or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read {path:?}: {source}; a guest sees only the folders that the host gives it")]
    Read {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {problem}")]
    File {
        /// Which.
        path: String,
        /// What is wrong, and what would be right.
        problem: String,
    },
    /// The model is not one that this program runs.
    #[error("the model cannot be run: {0}")]
    Model(String),
    /// A text cannot be made tokens, or tokens text.
    #[error("the tokenizer: {0}")]
    Tokenizer(String),
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wasi_webgpu::Error),
}

impl Error {
    pub(crate) fn read(path: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |source| Self::Read { path, source }
    }

    pub(crate) fn file(path: impl Into<String>, problem: impl ToString) -> Self {
        Self::File {
            path: path.into(),
            problem: problem.to_string(),
        }
    }
}
