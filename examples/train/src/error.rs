//! What can go wrong between the first sample and the last step.

use crate::Shape;

/// Why samples could not be read, a network not be trained, or its curve not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Sizes that are no network.
    #[error(
        "no network has layers of {sizes:?} values: at least two sizes are wanted, from 1 to {} each",
        Shape::MOST
    )]
    Shape {
        /// What was given.
        sizes: Vec<usize>,
    },
    /// Samples that do not fit the network.
    #[error(
        "the network takes {inputs} values and tells {outputs} classes apart, and the samples have {values} values \
         and {classes} classes"
    )]
    Samples {
        /// Of the network's first layer.
        inputs: usize,
        /// Of its last.
        outputs: usize,
        /// Of each sample.
        values: usize,
        /// Of all samples.
        classes: usize,
    },
    /// A batch without samples, or with too many.
    #[error("no batch of {rows} samples is possible here: from 1 to {most} are")]
    Batch {
        /// How many were asked for.
        rows: usize,
        /// How many there may be.
        most: usize,
    },
    /// More steps than were announced.
    #[error(
        "{steps} steps are too many: the training has room for the losses of {rest} more; give Settings::steps a \
         larger number"
    )]
    Steps {
        /// How many were asked for.
        steps: u32,
        /// How many there may be.
        rest: u32,
    },
    /// A file is not in the IDX format, or not what was expected.
    #[error("the {what} cannot be read: {why}")]
    Idx {
        /// Images or labels.
        what: &'static str,
        /// What is wrong, and what is expected.
        why: String,
    },
    /// The picture cannot be written as PNG.
    #[error("cannot encode the picture as PNG: {0}")]
    Encode(#[source] image::ImageError),
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wasi_webgpu::Error),
}
