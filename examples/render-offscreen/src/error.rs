//! What can go wrong between a model and its picture.

use std::io;

/// Why a model could not be read or drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The model, a material library or a texture cannot be read.
    #[error("cannot read the {kind} {name:?}: {source}")]
    Read {
        /// What the file is.
        kind: &'static str,
        /// Its name, as the command line or the file that refers to it says.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// The model is not what an OBJ file should be.
    #[error("cannot understand the model: {0}")]
    Obj(#[from] tobj::LoadError),
    /// A material library is not what an MTL file should be.
    #[error("cannot understand the material library {name:?}: {reason}")]
    Mtl {
        /// Its name, as the model says.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A texture is in no format that is known here, or damaged.
    #[error("cannot decode the texture {name:?}: {source}")]
    Decode {
        /// Its name, as the material library says.
        name: String,
        /// Why.
        source: image::ImageError,
    },
    /// The file has no face, so there is nothing to draw.
    #[error("the model has no faces")]
    NoFaces,
    /// A coordinate is infinite or not a number, or all of them are the same.
    #[error("the model has no extent: its corners must be finite, and not all in one place")]
    NoExtent,
    /// A picture or a texture that the GPU cannot hold.
    #[error(
        "{what} of {width} x {height} pixels is not possible here: each side may be 1 to {limit}"
    )]
    Size {
        /// What it is.
        what: String,
        /// Its pixels in a row.
        width: u32,
        /// Its rows.
        height: u32,
        /// The most of either.
        limit: u32,
    },
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wasi_webgpu::Error),
}
