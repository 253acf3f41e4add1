use bytemuck::Pod;

use super::{histogram, reduce, scan};

/// An element that primitives compute with: `f32`, `u32` or `i32`.
pub trait Element:
    Pod + private::Sealed + reduce::Kernels + scan::Kernels + histogram::Kernels
{
}

pub(super) mod private {
    pub trait Sealed: Sized {
        /// Zero, one, the least and the greatest.
        const IDENTITIES: [Self; 4];
        /// The override `kind` of the sort.
        const SORT_KIND: u32;
    }
}

impl private::Sealed for f32 {
    const IDENTITIES: [Self; 4] = [0.0, 1.0, Self::NEG_INFINITY, Self::INFINITY];
    const SORT_KIND: u32 = 2;
}

impl private::Sealed for i32 {
    const IDENTITIES: [Self; 4] = [0, 1, Self::MIN, Self::MAX];
    const SORT_KIND: u32 = 1;
}

impl private::Sealed for u32 {
    const IDENTITIES: [Self; 4] = [0, 1, Self::MIN, Self::MAX];
    const SORT_KIND: u32 = 0;
}

impl Element for f32 {}
impl Element for i32 {}
impl Element for u32 {}
