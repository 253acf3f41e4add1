//! Parallel algorithms over buffers: map, reduce, scan, sort, histogram, compact, matrix product,
//! transpose, Fourier transform.
//!
//! A function takes buffers, and gives [`Steps`] to await, or to run together with other dispatches;
//! those whose result is a number are `async` themselves. Lengths that do not fit are errors when the
//! steps run, with the buffer's label.
//!
//! ```no_run
//! # async fn example(gpu: wasi_webgpu::compute::Gpu) -> wasi_webgpu::Result<()> {
//! use wasi_webgpu::compute::{Operation, Scan, reduce, scan};
//!
//! let x = gpu.upload(&[1_u32, 2, 3, 4])?;
//! let mut y = gpu.zeroed(x.len())?;
//! scan(&x, &mut y, Operation::Sum, Scan::Exclusive).await?;
//! assert_eq!(y.read().await?, [0, 1, 3, 6]);
//! assert_eq!(reduce(&x, Operation::Max).await?, 4);
//! # Ok(())
//! # }
//! ```

mod compact;
mod element;
mod fft;
mod histogram;
#[doc(hidden)]
pub mod map;
mod matmul;
mod operation;
mod reduce;
mod scan;
mod sort;
mod steps;
mod transpose;

use bytemuck::Pod;

#[doc(hidden)]
pub use self::map as __map;

#[doc(inline)]
pub use crate::map;
pub use compact::compact;
pub use element::Element;
pub use fft::{Direction, fft};
pub use histogram::histogram;
pub use matmul::matmul;
pub use operation::Operation;
pub use reduce::{reduce, reduce_into};
pub use scan::{Scan, scan};
pub use sort::{sort, sort_pairs};
pub use steps::Steps;
pub use transpose::transpose;

use super::TypedBuffer;
use crate::{Result, error::text};

/// The same elements, four at a time: a shader that reads single ones of 4 bytes reaches half of the
/// bandwidth. The last quad may end behind the last element.
fn quads<T: Pod>(call: &str, elements: &TypedBuffer<T>) -> Result<TypedBuffer<[T; 4]>> {
    let whole = TypedBuffer::<[T; 4]>::from_buffer(elements.gpu(), elements.buffer().clone());
    let size = size_of::<[T; 4]>() as u64;
    let len = elements.len().div_ceil(4);
    if !elements.offset().is_multiple_of(size) {
        let limits = elements.gpu().limits();
        let multiple = limits.min_storage_buffer_offset_alignment as usize / size_of::<T>();
        let multiple = multiple.to_string();
        let rule = text(&[
            "the slice must begin at a multiple of ",
            &multiple,
            " elements",
        ]);
        return Err(elements.invalid(call, &rule));
    }
    let start = elements.offset() / size;
    if len > 0 && start + len as u64 > whole.len() as u64 {
        let rule = "a plain buffer must have a whole number of four elements: make it larger, or by \
                    Gpu::zeroed, which does it";
        return Err(elements.invalid(call, rule));
    }
    Ok(whole.part(start as usize, len))
}

/// The number of elements, for a shader. A guest's `usize` has no more bits.
fn count<T>(elements: &TypedBuffer<T>) -> u32 {
    elements.len() as u32
}

/// An error if the lengths differ.
fn same_len<T: Pod, U: Pod>(
    call: &str,
    buffer: &TypedBuffer<T>,
    other: &TypedBuffer<U>,
) -> Result<()> {
    expect_len(
        call,
        buffer,
        other.len(),
        &["as \"", other.label(), "\" has"],
    )
}

/// An error if the buffer has not `len` elements, with the reason for it.
fn expect_len<T: Pod>(
    call: &str,
    buffer: &TypedBuffer<T>,
    len: usize,
    reason: &[&str],
) -> Result<()> {
    if buffer.len() == len {
        return Ok(());
    }
    let (len, has) = (len.to_string(), buffer.len().to_string());
    let reason = text(reason);
    let rule = text(&[
        "it has ",
        &has,
        " elements and must have ",
        &len,
        ", ",
        &reason,
    ]);
    Err(buffer.invalid(call, &rule))
}
