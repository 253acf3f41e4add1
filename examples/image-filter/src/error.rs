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
    /// The host has no GPU for this program.
    #[error("no GPU: {0}")]
    Adapter(#[from] wgpu::RequestAdapterError),
    /// The GPU is there and cannot be opened.
    #[error("cannot open the GPU: {0}")]
    Device(#[from] wgpu::RequestDeviceError),
    /// The device refused a piece of work.
    #[error("{work}: {source}")]
    Gpu {
        /// What was being done.
        work: &'static str,
        /// What the device says.
        source: wgpu::Error,
    },
    /// The filtered picture cannot be read back.
    #[error("cannot read the picture back from the GPU: {0}")]
    ReadBack(String),
}
