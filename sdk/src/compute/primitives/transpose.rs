use bytemuck::Pod;

use super::{Element, Steps, expect_len};
use crate::{
    Result,
    compute::{Dispatch, TypedBuffer},
    include_wgsl,
    typed::f16,
};

/// Writes the transpose of a matrix of `rows` by `columns`; both are stored by rows.
///
/// Tiles go through workgroup memory, whose rows have a pad against bank conflicts (G. Ruetsch and
/// P. Micikevicius, "Optimizing matrix transpose in CUDA", 2009).
///
/// # Errors
/// Of the steps: a length is not that of the matrix, or a buffer is larger than the device can bind; the
/// device lacks `shader-f16` for `f16`.
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
        let sizes = [rows as u32, columns as u32];
        let transposed = T::Moved::transpose(sizes, &x.cast(), &mut y.cast_mut())?;
        Ok(vec![transposed])
    })
}

pub trait Kernels: Pod {
    fn transpose(
        sizes: [u32; 2],
        x: &TypedBuffer<Self>,
        y: &mut TypedBuffer<Self>,
    ) -> Result<Dispatch>;
}

macro_rules! kernels {
    ($($module:ident: $T:ident, $features:tt;)*) => {$(
        include_wgsl!(mod $module, "transpose.wgsl", constants(T = $T), features $features);

        impl Kernels for $T {
            fn transpose(
                [rows, columns]: [u32; 2],
                x: &TypedBuffer<Self>,
                y: &mut TypedBuffer<Self>,
            ) -> Result<Dispatch> {
                let params = x.gpu().upload(&[$module::Params { rows, columns }])?;
                let group = $module::Group0 { params: &params, x, y };
                let tiles = u64::from(rows.div_ceil(32)) * u64::from(columns.div_ceil(32));
                Ok($module::transpose(x.gpu(), group).dispatch_for_folded(tiles * 256))
            }
        }
    )*};
}

kernels! {
    transpose_f16: f16, (f16);
    transpose_u32: u32, ();
}
