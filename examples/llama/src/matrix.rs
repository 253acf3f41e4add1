//! Matrices of weights in memory of the GPU.

use wasi_webgpu::compute::{Gpu, TypedBuffer};

use crate::{Error, Format};

/// Weights by rows, as a file has them, but for block formats' scales, which are in a buffer of their own.
pub(crate) struct Matrix {
    pub(crate) format: Format,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Rows without scales.
    pub(crate) weights: TypedBuffer<[u32; 4]>,
    /// Two f16 in each; one element where the format has none.
    pub(crate) scales: TypedBuffer<u32>,
}

impl Matrix {
    /// All zero. `columns` is a multiple of [`Format::BLOCK`].
    pub(crate) fn zeroed(
        gpu: &Gpu,
        label: &str,
        format: Format,
        [rows, columns]: [usize; 2],
    ) -> Result<Self, Error> {
        let blocks = rows * columns / Format::BLOCK;
        let scales = if format.is_scaled() {
            blocks.div_ceil(2)
        } else {
            1
        };
        let quads = blocks * (format.packed_bytes() / size_of::<[u32; 4]>());
        Ok(Self {
            format,
            rows,
            columns,
            weights: gpu.buffer(label).zeroed(quads)?,
            scales: gpu.buffer(label).zeroed(scales)?,
        })
    }

    /// Bytes of a row in a file.
    pub(crate) fn row_bytes(format: Format, columns: usize) -> usize {
        columns / Format::BLOCK * format.block_bytes()
    }

    /// Writes whole rows of a file from `row` on, a multiple of 4, so that scales come in pairs.
    pub(crate) fn write(&mut self, row: usize, rows: &[u8], scratch: &mut Scratch) {
        let first = (row * self.columns / Format::BLOCK) as u64;
        let queue = self.weights.gpu().queue();
        let start = first * self.format.packed_bytes() as u64;
        if !self.format.is_scaled() {
            queue.write_buffer(self.weights.buffer(), start, rows);
            return;
        }
        let Scratch { packed, scales } = scratch;
        packed.clear();
        scales.clear();
        self.format.split(rows, packed, scales);
        scales.resize(scales.len().next_multiple_of(4), 0);
        queue.write_buffer(self.weights.buffer(), start, packed);
        queue.write_buffer(self.scales.buffer(), first * 2, scales);
    }

    /// Bytes that a product with it reads.
    pub(crate) fn bytes(&self) -> u64 {
        self.weights.size()
            + if self.format.is_scaled() {
                self.scales.size()
            } else {
                0
            }
    }
}

/// Memory for [`Matrix::write`] to use again.
#[derive(Default)]
pub(crate) struct Scratch {
    packed: Vec<u8>,
    scales: Vec<u8>,
}
