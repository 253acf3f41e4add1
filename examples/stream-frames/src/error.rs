//! What can go wrong between the scene and the end of the video.

use wasi_webgpu as wgpu;

/// Why a video could not be rendered or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No pixels, or too many.
    #[error("{width}x{height} is no size of a video here: each side has 1 to {limit} pixels")]
    Size {
        /// Pixels of a row.
        width: u32,
        /// Rows.
        height: u32,
        /// The most of either: [`Size::LIMIT`](crate::Size::LIMIT).
        limit: u32,
    },
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wgpu::Error),
    /// The GPU refused to render a frame.
    #[error("rendering a frame: {0}")]
    Frame(#[source] wgpu::Error),
    /// The frames cannot be encoded as PNG.
    #[error("cannot encode the frames as PNG: {0}")]
    Encode(png::EncodingError),
    /// The video cannot be written where it should go.
    #[error("cannot write the video: {0}")]
    Write(#[from] std::io::Error),
}

impl Error {
    /// Whether the reader of the video has gone, as `head` and players do: no mistake of anybody's.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl From<png::EncodingError> for Error {
    fn from(error: png::EncodingError) -> Self {
        match error {
            png::EncodingError::IoError(error) => Self::Write(error),
            error => Self::Encode(error),
        }
    }
}
