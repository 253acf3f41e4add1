//! Bytes that WGSL's layout has and Rust's would not.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytemuck::{Pod, Zeroable};
use half::f16;

/// `N` bytes between the members of a struct, or at its end, which no shader reads.
///
/// Any two are equal.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Padding<const N: usize>([u8; N]);

impl<const N: usize> Padding<N> {
    /// Padding is zero.
    #[must_use]
    pub const fn new() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> Default for Padding<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> PartialEq for Padding<N> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<const N: usize> Eq for Padding<N> {}

impl<const N: usize> fmt::Debug for Padding<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Padding")
    }
}

// SAFETY: an array of bytes, which may be zero.
#[allow(unsafe_code)]
unsafe impl<const N: usize> Zeroable for Padding<N> {}
// SAFETY: an array of bytes, which may be any.
#[allow(unsafe_code)]
unsafe impl<const N: usize> Pod for Padding<N> {}

/// A value and `N` bytes after it: an element of an array, or a column of a matrix, where WGSL has the
/// next one farther off than Rust would. Of `vec3<f32>` that is `Padded<[f32; 3], 4>`.
///
/// ```
/// use wasi_webgpu::typed::Padded;
///
/// let mut points: [Padded<[f32; 3], 4>; 2] = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].map(Padded::new);
/// points[1][0] += 1.0;
/// assert_eq!(size_of_val(&points), 32);
/// assert_eq!(points[1].get(), [5.0, 5.0, 6.0]);
/// ```
#[derive(Clone, Copy, Default)]
// The padding is all that is after the value, however the value is aligned.
#[repr(C, packed(4))]
pub struct Padded<T: Copy, const N: usize> {
    value: T,
    padding: Padding<N>,
}

impl<T: Copy, const N: usize> Padded<T, N> {
    /// The value, and zeros after it.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self {
            value,
            padding: Padding::new(),
        }
    }

    /// The value.
    #[must_use]
    pub const fn get(self) -> T {
        self.value
    }
}

impl<T: Copy, const N: usize> From<T> for Padded<T, N> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// A type that is aligned to more than 4 bytes does not compile: no type of such a size can be.
impl<T: Copy, const N: usize> Deref for Padded<T, N> {
    type Target = T;

    #[allow(unsafe_code)]
    fn deref(&self) -> &T {
        const { assert!(align_of::<T>() <= 4) };
        let value = &raw const self.value;
        // SAFETY: the value is the first field of a struct that is aligned to 4 bytes, or as the value.
        unsafe { &*value }
    }
}

impl<T: Copy, const N: usize> DerefMut for Padded<T, N> {
    #[allow(unsafe_code)]
    fn deref_mut(&mut self) -> &mut T {
        const { assert!(align_of::<T>() <= 4) };
        let value = &raw mut self.value;
        // SAFETY: as in `deref`.
        unsafe { &mut *value }
    }
}

impl<T: Copy + PartialEq, const N: usize> PartialEq for Padded<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Copy + fmt::Debug, const N: usize> fmt::Debug for Padded<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

// SAFETY: both fields may be zero.
#[allow(unsafe_code)]
unsafe impl<T: Pod, const N: usize> Zeroable for Padded<T, N> {}
// SAFETY: both fields are Pod, and nothing is after them: the alignment is 4 or less, and a divisor of
// the size of either field.
#[allow(unsafe_code)]
unsafe impl<T: Pod> Pod for Padded<T, 4> {}
// SAFETY: as above; the alignment is 2.
#[allow(unsafe_code)]
unsafe impl Pod for Padded<[f16; 3], 2> {}

#[cfg(test)]
mod tests {
    use super::{Padded, Padding};

    #[test]
    fn padding_takes_no_part_in_comparisons() {
        let a: Padded<[u32; 3], 4> = bytemuck::cast([1_u32, 2, 3, 4]);
        let b = Padded::new([1, 2, 3]);
        assert_eq!(a, b);
        assert_eq!(
            format!("{a:?} {:?}", Padding::<8>::new()),
            "[1, 2, 3] Padding"
        );
        assert_ne!(a, Padded::new([1, 2, 4]));
    }

    /// As glam's vectors are, on targets with SIMD.
    #[derive(Clone, Copy)]
    #[repr(C, align(16))]
    struct Aligned([f32; 4]);

    #[test]
    fn nothing_is_after_the_padding() {
        assert_eq!(size_of::<Padded<[f32; 3], 4>>(), 16);
        assert_eq!(size_of::<Padded<[half::f16; 3], 2>>(), 8);
        assert_eq!(size_of::<Padded<Aligned, 4>>(), 20);
        assert_eq!(align_of::<Padded<Aligned, 4>>(), 4);
        assert_eq!(align_of::<Padded<[u8; 12], 4>>(), 1);
    }
}
