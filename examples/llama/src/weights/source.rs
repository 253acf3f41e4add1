//! Matrices on the GPU, from a checkpoint or at random.

use wasi_webgpu::compute::Gpu;

use super::{Checkpoint, Name};
use crate::{
    Config, Error, Format, kernels,
    matrix::{Matrix, Scratch},
};

/// Where weights come from.
pub(crate) enum Source<'a> {
    /// Files.
    Checkpoint(&'a mut Checkpoint, Buffers),
    /// Random numbers.
    Random {
        format: Format,
        /// Another for each matrix.
        seed: u32,
    },
}

/// Rows of a tensor.
#[derive(Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) name: Name,
    /// Of the tensor.
    pub(crate) rows: usize,
    /// The first that is wanted.
    pub(crate) first: usize,
    /// How many are wanted.
    pub(crate) count: usize,
}

impl Piece {
    pub(crate) fn whole(name: Name, rows: usize) -> Self {
        Self {
            name,
            rows,
            first: 0,
            count: rows,
        }
    }
}

/// What a tensor is on its way in: never more than this much of it is in the guest's memory.
#[derive(Default)]
pub(crate) struct Buffers {
    chunk: Vec<u8>,
    scratch: Scratch,
    /// Bytes that the host may still hold.
    queued: usize,
}

/// The most bytes to read at a time.
const CHUNK: usize = 8 << 20;

/// The most bytes to give the host before the GPU has taken them.
const QUEUE: usize = 64 << 20;

impl Source<'_> {
    /// Whether there is a tensor. Random models have no output, so that the embedding serves as it.
    pub(crate) fn has(&self, name: Name) -> bool {
        match self {
            Self::Checkpoint(checkpoint, _) => checkpoint.has(name),
            Self::Random { .. } => name == Name::Embedding,
        }
    }

    /// The format of a tensor.
    pub(crate) fn format(&self, name: Name, shape: [usize; 2]) -> Result<Format, Error> {
        match self {
            Self::Checkpoint(checkpoint, _) => Ok(checkpoint.tensor(name, shape)?.format),
            Self::Random { format, .. } => Ok(*format),
        }
    }

    /// The weights of a norm, a multiple of 4.
    pub(crate) fn norm(&mut self, config: &Config, name: Name) -> Result<Vec<f32>, Error> {
        match self {
            Self::Checkpoint(checkpoint, _) => checkpoint.weights(name, [1, config.hidden]),
            Self::Random { .. } => Ok(vec![1.0; config.hidden]),
        }
    }

    /// Matrices of the rows of pieces, one after another: one, or more where formats differ.
    pub(crate) async fn matrices(
        &mut self,
        gpu: &Gpu,
        label: &str,
        pieces: &[Piece],
        columns: usize,
    ) -> Result<Vec<Matrix>, Error> {
        let formats = pieces.iter();
        let formats = formats.map(|piece| self.format(piece.name, [piece.rows, columns]));
        let formats = formats.collect::<Result<Vec<_>, _>>()?;
        let mut matrices = Vec::new();
        let mut rest = pieces;
        for same in formats.chunk_by(|a, b| a == b) {
            let (pieces, others) = rest.split_at(same.len());
            matrices.push(self.matrix(gpu, label, pieces, columns).await?);
            rest = others;
        }
        Ok(matrices)
    }

    /// A matrix of the rows of pieces, one after another, of one format.
    pub(crate) async fn matrix(
        &mut self,
        gpu: &Gpu,
        label: &str,
        pieces: &[Piece],
        columns: usize,
    ) -> Result<Matrix, Error> {
        let rows = pieces.iter().map(|piece| piece.count).sum();
        let format = self.format(pieces[0].name, [pieces[0].rows, columns])?;
        let mut matrix = Matrix::zeroed(gpu, label, format, [rows, columns])?;
        match self {
            Self::Checkpoint(checkpoint, buffers) => {
                let mut row = 0;
                for piece in pieces {
                    buffers.load(checkpoint, *piece, &mut matrix, row).await?;
                    row += piece.count;
                }
            }
            Self::Random { seed, .. } => {
                *seed = seed.wrapping_add(2);
                fill(gpu, &mut matrix, *seed).await?;
            }
        }
        Ok(matrix)
    }
}

impl Buffers {
    async fn load(
        &mut self,
        checkpoint: &mut Checkpoint,
        piece: Piece,
        matrix: &mut Matrix,
        to_row: usize,
    ) -> Result<(), Error> {
        let columns = matrix.columns;
        let tensor = checkpoint.tensor(piece.name, [piece.rows, columns])?;
        if tensor.format != matrix.format {
            return Err(Error::Model(format!(
                "{} is {}, and the tensor that it is multiplied with is {}; they must be one format",
                tensor.name, tensor.format, matrix.format
            )));
        }
        let row_bytes = Matrix::row_bytes(tensor.format, columns);
        let at_once = (CHUNK / row_bytes).max(4) / 4 * 4;
        for done in (0..piece.count).step_by(at_once) {
            let count = at_once.min(piece.count - done);
            self.chunk.resize(count * row_bytes, 0);
            let start = (piece.first + done) as u64 * row_bytes as u64;
            checkpoint.read(&tensor, start, &mut self.chunk)?;
            matrix.write(to_row + done, &self.chunk, &mut self.scratch);
            self.queued += self.chunk.len();
            if self.queued >= QUEUE {
                let queue = matrix.weights.gpu().queue();
                queue.submit([]);
                queue.on_submitted_work_done().await;
                self.queued = 0;
            }
        }
        Ok(())
    }
}

/// Fills a matrix with numbers that keep the length of a vector about as it is.
async fn fill(gpu: &Gpu, matrix: &mut Matrix, seed: u32) -> Result<(), Error> {
    let bound = (3.0 / matrix.columns as f32).sqrt();
    let fill = gpu.upload(&[kernels::random::Fill { seed, bound }])?;
    let overrides = kernels::random::Overrides {
        FORMAT: matrix.format as u32,
    };
    let mut words = matrix.weights.cast_mut();
    let count = words.len();
    let group = kernels::random::Group0 {
        fill: &fill,
        words: &mut words,
    };
    kernels::random::fill_weights(gpu, overrides, group)
        .dispatch_for_folded(count)
        .await?;
    let group = kernels::random::Group0 {
        fill: &fill,
        words: &mut matrix.scales,
    };
    kernels::random::fill_scales(gpu, overrides, group)
        .dispatch_for_folded(matrix.scales.len())
        .await?;
    Ok(())
}
