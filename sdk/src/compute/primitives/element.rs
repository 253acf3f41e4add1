use bytemuck::Pod;

use super::{histogram, matmul, reduce, scan};
use crate::typed::f16;

/// An element that primitives compute with: `f32`, `u32`, `i32`, or [`f16`](struct@f16) on a device that
/// has `shader-f16`; sorting needs no feature.
///
/// Elements of `f16` are combined as `f32`, also between the steps. Each result is rounded once, to one of
/// the two numbers nearest (WGSL leaves to the device, which); beyond ±65,504, where `f16` ends, it is
/// infinity on most devices. Minima and maxima are exact.
pub trait Element:
    Pod
    + private::Sealed
    + reduce::Kernels<Self>
    + reduce::Kernels<<Self as private::Sealed>::Accumulator>
    + scan::Kernels
    + histogram::Kernels
    + matmul::Kernels
{
}

pub(super) mod private {
    use super::super::{compact, reduce, transpose};

    pub trait Sealed: Sized {
        /// What elements are combined in.
        type Accumulator: super::Element
            + Sealed<Accumulator = Self::Accumulator>
            + reduce::Kernels<Self>;
        /// What shaders copy elements as.
        type Moved: compact::Kernels + transpose::Kernels;
        /// Zero, one, the least and the greatest.
        const IDENTITIES: [Self; 4];
        /// The override `kind` of the sort.
        const SORT_KIND: u32;
    }
}

impl private::Sealed for f16 {
    type Accumulator = f32;
    type Moved = f16;
    const IDENTITIES: [Self; 4] = [Self::ZERO, Self::ONE, Self::NEG_INFINITY, Self::INFINITY];
    const SORT_KIND: u32 = 2;
}

impl private::Sealed for f32 {
    type Accumulator = f32;
    type Moved = u32;
    const IDENTITIES: [Self; 4] = [0.0, 1.0, Self::NEG_INFINITY, Self::INFINITY];
    const SORT_KIND: u32 = 2;
}

impl private::Sealed for i32 {
    type Accumulator = i32;
    type Moved = u32;
    const IDENTITIES: [Self; 4] = [0, 1, Self::MIN, Self::MAX];
    const SORT_KIND: u32 = 1;
}

impl private::Sealed for u32 {
    type Accumulator = u32;
    type Moved = u32;
    const IDENTITIES: [Self; 4] = [0, 1, Self::MIN, Self::MAX];
    const SORT_KIND: u32 = 0;
}

impl Element for f16 {}
impl Element for f32 {}
impl Element for i32 {}
impl Element for u32 {}
