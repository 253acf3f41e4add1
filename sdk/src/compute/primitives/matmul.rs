use super::{Element, Steps, expect_len, quads};
use crate::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
    typed::f16,
};

/// Rows and columns of a workgroup's tile.
const TILE: u32 = 128;

/// The product of matrices that are stored by rows: `c` (m × n) = `a` (m × k) · `b` (k × n). Integers
/// wrap; products of `f16` are added as `f32`.
///
/// Tiles of both go through workgroup memory, and blocks of them through registers (V. Volkov and
/// J. W. Demmel, "Benchmarking GPUs to tune dense linear algebra", 2008). Rows are read four elements at
/// a time: where `k` or `n` is no multiple of 4, the matrices are copied to longer rows first.
///
/// # Errors
/// Of the steps: a length is not that of the matrix, a buffer is larger than the device can bind, or
/// memory is short; the device lacks `shader-f16` for `f16`.
pub fn matmul<T: Element>(
    [m, k, n]: [usize; 3],
    a: &TypedBuffer<T>,
    b: &TypedBuffer<T>,
    c: &mut TypedBuffer<T>,
) -> Steps {
    let gpu = a.gpu();
    Steps::new(gpu, || {
        expect_len("matmul", a, m.saturating_mul(k), &["m × k"])?;
        expect_len("matmul", b, k.saturating_mul(n), &["k × n"])?;
        expect_len("matmul", c, m.saturating_mul(n), &["m × n"])?;
        if c.is_empty() {
            return Ok(Vec::new());
        }
        let mut dispatches = Vec::new();
        let (a_row, b_row) = (k.next_multiple_of(4), n.next_multiple_of(4));
        let mut lengthened = |matrix: &TypedBuffer<T>, rows, columns, row| {
            if row == columns {
                return quads("matmul", matrix);
            }
            let mut longer = gpu.zeroed(rows * row)?;
            dispatches.extend(copy_rows(
                [rows, columns],
                (matrix, columns),
                (&mut longer, row),
            )?);
            quads("matmul", &longer)
        };
        let a = lengthened(a, m, k, a_row)?;
        let b = lengthened(b, k, n, b_row)?;
        let longer = if b_row == n {
            None
        } else {
            Some(gpu.zeroed(m * b_row)?)
        };
        let mut product = quads("matmul", longer.as_ref().unwrap_or(c))?;
        // Each is at most the number of elements of a matrix, or that matrix is empty.
        let sizes = [m, k, n].map(|size| size as u32);
        dispatches.push(T::matmul(gpu, sizes, [&a, &b], &mut product)?);
        if let Some(longer) = &longer {
            dispatches.extend(copy_rows([m, n], (longer, b_row), (c, n))?);
        }
        Ok(dispatches)
    })
}

/// Copies a matrix from rows of one length to rows of another.
fn copy_rows<T: Element>(
    [rows, columns]: [usize; 2],
    (x, x_row): (&TypedBuffer<T>, usize),
    (y, y_row): (&mut TypedBuffer<T>, usize),
) -> Result<Option<Dispatch>> {
    if rows * columns == 0 {
        return Ok(None);
    }
    let sizes = [rows, columns, x_row, y_row].map(|size| size as u32);
    T::copy_rows(x.gpu(), sizes, x, y).map(Some)
}

pub trait Kernels: Sized {
    fn matmul(
        gpu: &Gpu,
        sizes: [u32; 3],
        factors: [&TypedBuffer<[Self; 4]>; 2],
        c: &mut TypedBuffer<[Self; 4]>,
    ) -> Result<Dispatch>;

    fn copy_rows(
        gpu: &Gpu,
        sizes: [u32; 4],
        x: &TypedBuffer<Self>,
        y: &mut TypedBuffer<Self>,
    ) -> Result<Dispatch>;
}

macro_rules! kernels {
    ($($product:ident, $rows:ident: $T:ident, $A:ident, $features:tt;)*) => {$(
        include_wgsl!(mod $product, "matmul.wgsl", constants(T = $T, A = $A), features $features);
        include_wgsl!(mod $rows, "rows.wgsl", constants(T = $T), features $features);

        impl Kernels for $T {
            fn matmul(
                gpu: &Gpu,
                [m, k, n]: [u32; 3],
                [a, b]: [&TypedBuffer<[Self; 4]>; 2],
                c: &mut TypedBuffer<[Self; 4]>,
            ) -> Result<Dispatch> {
                let (a_row, b_row) = (k.div_ceil(4), n.div_ceil(4));
                let params = gpu.upload(&[$product::Params { m, k, n, a_row, b_row }])?;
                let group = $product::Group0 { params: &params, a, b, c };
                let groups = [n.div_ceil(TILE), m.div_ceil(TILE), 1];
                Ok($product::matmul(gpu, group).dispatch_groups(groups))
            }

            fn copy_rows(
                gpu: &Gpu,
                [rows, columns, x_row, y_row]: [u32; 4],
                x: &TypedBuffer<Self>,
                y: &mut TypedBuffer<Self>,
            ) -> Result<Dispatch> {
                let params = gpu.upload(&[$rows::Params { rows, columns, x_row, y_row }])?;
                let group = $rows::Group0 { params: &params, x, y };
                Ok($rows::copy_rows(gpu, group).dispatch_for_folded(rows * columns))
            }
        }
    )*};
}

kernels! {
    matmul_f16, rows_f16: f16, f32, (f16);
    matmul_f32, rows_f32: f32, f32, ();
    matmul_i32, rows_i32: i32, i32, ();
    matmul_u32, rows_u32: u32, u32, ();
}
