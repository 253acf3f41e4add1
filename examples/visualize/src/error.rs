//! What can go wrong between a table and its plot.

/// Why a table could not be read, or its points not be counted or drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The table cannot be read on.
    #[error("cannot read the table: {0}")]
    Csv(#[source] csv::Error),
    /// A field that should be a number is none.
    #[error("line {line}: {field:?} in column {column} is not a number")]
    Number {
        /// The line of the file where the record ends, from 1.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// What is there.
        field: String,
    },
    /// A record with fewer than two fields.
    #[error("line {line}: x and y are wanted, and there is only one column")]
    Column {
        /// The line of the file where the record ends, from 1.
        line: u64,
    },
    /// Nothing to plot.
    #[error(
        "there is no point to plot ({skipped} records have a field that is empty or not finite)"
    )]
    Empty {
        /// How many records were not points.
        skipped: usize,
    },
    /// More points than fit one buffer.
    #[error("{count} points are too many: the GPU takes {limit} at once")]
    Points {
        /// How many there are.
        count: usize,
        /// How many may be.
        limit: u64,
    },
    /// A grid without bins, or with too many.
    #[error("no grid of {columns} x {rows} bins is possible here: from 1 to {limit} bins are")]
    Grid {
        /// Bins along x.
        columns: u32,
        /// Bins along y.
        rows: u32,
        /// How many bins there may be.
        limit: u64,
    },
    /// The picture cannot be written as PNG.
    #[error("cannot encode the picture as PNG: {0}")]
    Encode(#[source] image::ImageError),
    /// There is no GPU, or it refused a piece of work.
    #[error(transparent)]
    Gpu(#[from] wasi_webgpu::Error),
}
