use std::{
    marker::PhantomData,
    ops::{Bound, Deref, DerefMut, RangeBounds},
};

use bytemuck::Pod;

use super::{TypedBuffer, buffer::outside};

/// Some elements of a buffer, to read: a [`TypedBuffer`] that borrows another one.
#[derive(Debug)]
pub struct TypedSlice<'a, T> {
    part: TypedBuffer<T>,
    whole: PhantomData<&'a ()>,
}

/// Some elements of a buffer, to read and write: a [`TypedBuffer`] that borrows another one.
#[derive(Debug)]
pub struct TypedSliceMut<'a, T> {
    part: TypedBuffer<T>,
    whole: PhantomData<&'a mut ()>,
}

impl<T: Pod> TypedBuffer<T> {
    /// Some of the elements. They can be read, copied and bound as a buffer can.
    ///
    /// To be bound, a slice begins at a multiple of the device's
    /// `min_storage_buffer_offset_alignment` (or `min_uniform_…`), 256 bytes at most: an error of the
    /// launch says which.
    ///
    /// # Panics
    /// Where the range is not in the buffer, as slices do.
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> TypedSlice<'_, T> {
        let (start, len) = self.resolve(range);
        TypedSlice {
            part: self.part(start, len),
            whole: PhantomData,
        }
    }

    /// Some of the elements, which can be written, too.
    ///
    /// # Panics
    /// Where the range is not in the buffer, as slices do.
    #[track_caller]
    pub fn slice_mut(&mut self, range: impl RangeBounds<usize>) -> TypedSliceMut<'_, T> {
        let (start, len) = self.resolve(range);
        TypedSliceMut {
            part: self.part(start, len),
            whole: PhantomData,
        }
    }

    /// The elements before `index`, and those from it on. One shader can write both, not read one and
    /// write the other: a whole buffer is one or the other to WebGPU.
    ///
    /// # Panics
    /// Where the buffer has less than `index` elements, as slices do.
    #[track_caller]
    pub fn split_at_mut(&mut self, index: usize) -> (TypedSliceMut<'_, T>, TypedSliceMut<'_, T>) {
        let (_, len) = self.resolve(..index);
        let part = |start, len| TypedSliceMut {
            part: self.part(start, len),
            whole: PhantomData,
        };
        (part(0, len), part(len, self.len() - len))
    }

    /// The same bytes as elements of another type, as [`bytemuck::cast_slice`] has them: `f32` as `u32`,
    /// or as `[f32; 4]` for a shader that reads `array<vec4f>`.
    ///
    /// # Panics
    /// Where the bytes are no whole number of the other elements, as there.
    #[track_caller]
    pub fn cast<U: Pod>(&self) -> TypedSlice<'_, U> {
        TypedSlice {
            part: self.cast_part(),
            whole: PhantomData,
        }
    }

    /// As [`cast`](Self::cast), to write.
    ///
    /// # Panics
    /// As there.
    #[track_caller]
    pub fn cast_mut<U: Pod>(&mut self) -> TypedSliceMut<'_, U> {
        TypedSliceMut {
            part: self.cast_part(),
            whole: PhantomData,
        }
    }

    /// The first element and how many.
    #[track_caller]
    fn resolve(&self, range: impl RangeBounds<usize>) -> (usize, usize) {
        let start = match range.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&start) => start.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&end) => end.saturating_add(1),
            Bound::Excluded(&end) => end,
            Bound::Unbounded => self.len(),
        };
        assert!(
            start <= end && end <= self.len(),
            "{}",
            self.invalid("slice", &outside(start, end, self.len()))
        );
        (start, end - start)
    }
}

impl<T> Deref for TypedSlice<'_, T> {
    type Target = TypedBuffer<T>;

    fn deref(&self) -> &TypedBuffer<T> {
        &self.part
    }
}

impl<T> Deref for TypedSliceMut<'_, T> {
    type Target = TypedBuffer<T>;

    fn deref(&self) -> &TypedBuffer<T> {
        &self.part
    }
}

impl<T> DerefMut for TypedSliceMut<'_, T> {
    fn deref_mut(&mut self) -> &mut TypedBuffer<T> {
        &mut self.part
    }
}
