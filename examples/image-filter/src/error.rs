//! What can go wrong between a picture file and its filtered copy.

use wasi_webgpu as wgpu;

/// Why a filter could not be parsed, a picture not read, or a kernel not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No filter has this name.
    #[error("no filter is called {name:?}; there are {}", crate::filter::NAMES.join(", "))]
    UnknownFilter {
        /// The name given.
        name: String,
    },
    /// The filter exists, but not with this argument.
    #[error("{filter}: {argument:?} is not {expected}")]
    Argument {
        /// The filter's name.
        filter: &'static str,
        /// What came after the colon.
        argument: String,
        /// What may come there.
        expected: String,
    },
    /// The bytes are no picture that this program reads.
    #[error("neither a PNG nor a JPEG picture")]
    Format,
    /// The file says it is a PNG or JPEG, and is broken.
    #[error("broken {format} picture: {reason}")]
    Decode {
        /// `PNG` or `JPEG`.
        format: &'static str,
        /// What the decoder found.
        reason: String,
    },
    /// The picture cannot be written as PNG.
    #[error("cannot encode the picture as PNG: {0}")]
    Encode(#[source] image::ImageError),
    /// A picture without pixels, or whose size and bytes disagree.
    #[error("no picture of {width} x {height} pixels has {bytes} bytes of RGBA")]
    Size {
        /// Pixels a row.
        width: u32,
        /// Rows.
        height: u32,
        /// Bytes of pixel data.
        bytes: usize,
    },
    /// More pixels than fit.
    #[error(
        "the picture is too large: {width} x {height} pixels are {bytes} bytes as RGBA, and at most {limit} bytes fit"
    )]
    TooLarge {
        /// Pixels a row.
        width: u32,
        /// Rows.
        height: u32,
        /// `width * height * 4`.
        bytes: u64,
        /// See [`Engine::max_picture_bytes`](crate::Engine::max_picture_bytes).
        limit: u64,
    },
    /// A longer side than one dispatch covers.
    #[error(
        "the picture is too long: {width} x {height} pixels, and the device runs over at most {limit} pixels a side"
    )]
    TooLong {
        /// Pixels a row.
        width: u32,
        /// Rows.
        height: u32,
        /// Workgroups a dimension times pixels a workgroup.
        limit: u64,
    },
    /// The host has no GPU for this program, or it cannot be opened.
    #[error("no GPU: {0}")]
    NoGpu(#[source] wgpu::Error),
    /// The device refused a piece of work.
    #[error("{work}: {source}")]
    Gpu {
        /// What was being done.
        work: &'static str,
        /// What the device says.
        source: wgpu::Error,
    },
}

impl Error {
    /// What an error of the GPU is an error of.
    pub(crate) fn gpu(work: &'static str) -> impl Fn(wgpu::Error) -> Self {
        move |source| Self::Gpu { work, source }
    }
}
