use super::{Element, Steps, expect_len};
use crate::{compute::TypedBuffer, include_wgsl};

include_wgsl!(mod kernels, "transpose.wgsl");

/// Writes the transpose of a matrix of `rows` by `columns`; both are stored by rows.
///
/// Tiles go through workgroup memory, whose rows have a pad against bank conflicts (G. Ruetsch and
/// P. Micikevicius, "Optimizing matrix transpose in CUDA", 2009).
///
/// # Errors
/// Of the steps: a length is not that of the matrix, or a buffer is larger than the device can bind.
pub fn transpose<T: Element>(
    [rows, columns]: [usize; 2],
    x: &TypedBuffer<T>,
    y: &mut TypedBuffer<T>,
) -> Steps {
    let gpu = x.gpu();
    Steps::new(gpu, || {
        let reason = ["rows × columns"];
        expect_len("transpose", x, rows.saturating_mul(columns), &reason)?;
        expect_len("transpose", y, x.len(), &reason)?;
        if x.is_empty() {
            return Ok(Vec::new());
        }
        // Neither is more than the elements.
        let [rows, columns] = [rows as u32, columns as u32];
        let params = gpu.upload(&[kernels::Params { rows, columns }])?;
        let group = kernels::Group0 {
            params: &params,
            x: &x.cast(),
            y: &mut y.cast_mut(),
        };
        let tiles = u64::from(rows.div_ceil(32)) * u64::from(columns.div_ceil(32));
        Ok(vec![
            kernels::transpose(gpu, group).dispatch_for_folded(tiles * 256),
        ])
    })
}
