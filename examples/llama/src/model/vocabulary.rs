use wasi_webgpu::compute::{Gpu, TypedBuffer};

use crate::{
    Config, Error,
    kernels::Part,
    matrix::Matrix,
    weights::{Name, Piece, Source},
};

/// A matrix with a row for each token, in as many parts as the device can bind.
pub(super) struct Rows {
    pub(super) parts: Vec<(TypedBuffer<Part>, Matrix)>,
}

impl Rows {
    pub(super) async fn load(
        gpu: &Gpu,
        source: &mut Source<'_>,
        name: Name,
        config: &Config,
    ) -> Result<Self, Error> {
        let (rows, columns) = (config.vocabulary, config.hidden);
        let format = source.format(name, [rows, columns])?;
        let limits = gpu.limits();
        let most = limits
            .max_storage_buffer_binding_size
            .min(limits.max_buffer_size);
        // Scales come in pairs, and rows of four.
        let most_rows = most / Matrix::row_bytes(format, columns) as u64 / 4 * 4;
        let at_once = rows.min(most_rows.max(4) as usize);
        let mut parts = Vec::new();
        for first in (0..rows).step_by(at_once) {
            let count = at_once.min(rows - first);
            let piece = Piece {
                name,
                rows,
                first,
                count,
            };
            let matrix = source.matrix(gpu, "vocabulary", &[piece], columns).await?;
            let part = Part {
                first: first as u32,
                count: count as u32,
            };
            parts.push((gpu.upload(&[part])?, matrix));
        }
        Ok(Self { parts })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.parts.iter().map(|(_, matrix)| matrix.bytes()).sum()
    }
}
