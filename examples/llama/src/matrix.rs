//! Matrices of weights in memory of the GPU.

use wasi_webgpu::compute::{Gpu, TypedBuffer};

use crate::{Error, Format};

/// Weights by rows, as a file has them, but for block formats' scales, which are in a buffer of their own
/// ([`Format::split`], `shaders/weights.wgsl`).
pub(crate) struct Matrix {
    pub(crate) format: Format,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Blocks without scales.
    pub(crate) weights: TypedBuffer<[u32; 4]>,
    /// The blocks' scales; one element where the format has none.
    pub(crate) scales: TypedBuffer<u32>,
}

impl Matrix {
    /// All zero. `columns` is a multiple of [`Format::block_weights`].
    pub(crate) fn zeroed(
        gpu: &Gpu,
        label: &str,
        format: Format,
        [rows, columns]: [usize; 2],
    ) -> Result<Self, Error> {
        let blocks = rows * columns / format.block_weights();
        let quads = blocks * (format.packed_bytes() / size_of::<[u32; 4]>());
        let scales = (blocks * format.scale_bytes()).div_ceil(4).max(1);
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
        columns / format.block_weights() * format.block_bytes()
    }

    /// Writes whole rows of a file from `row` on, a multiple of 4, so that scales are whole words.
    pub(crate) fn write(&mut self, row: usize, rows: &[u8], scratch: &mut Scratch) {
        let first = (row * self.columns / self.format.block_weights()) as u64;
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
        queue.write_buffer(
            self.scales.buffer(),
            first * self.format.scale_bytes() as u64,
            scales,
        );
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
