//! Buffers that the guest can see: slices, maps and views.

use std::{
    fmt,
    ops::{Deref, Range, RangeBounds},
};

use wgpu_types::{BufferAddress, WriteOnly};

use super::{Buffer, buffer::resolve};
use crate::{BufferAsyncError, MapRangeError, convert, runtime::start};

/// What a map is for.
///
/// Corresponds to [WebGPU `GPUMapModeFlags`](
/// https://gpuweb.github.io/gpuweb/#typedefdef-gpumapmodeflags).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapMode {
    /// To read what the GPU wrote; the buffer has the usage `MAP_READ`.
    Read,
    /// To write what the GPU reads; the buffer has the usage `MAP_WRITE`.
    Write,
}

/// What of a buffer is mapped, and the views of it that can be written.
#[derive(Debug)]
pub(crate) struct Mapping {
    mapped: Option<Range<BufferAddress>>,
    written: Vec<Range<BufferAddress>>,
}

impl Mapping {
    pub(crate) fn new(mapped: Option<Range<BufferAddress>>) -> Self {
        Self {
            mapped,
            written: Vec::new(),
        }
    }

    pub(crate) fn unmap(&mut self) {
        self.mapped = None;
        self.written.clear();
    }

    /// Whether `range` can be viewed now; the rule that it breaks if not.
    fn check(&self, range: &Range<BufferAddress>) -> Result<(), String> {
        let Some(mapped) = &self.mapped else {
            return Err("the buffer is not mapped; await map_async first".to_owned());
        };
        if range.start < mapped.start || range.end > mapped.end || range.start > range.end {
            return Err(ranges(range, " are not in the mapped bytes ", mapped));
        }
        let overlaps = |other: &&Range<_>| range.start < other.end && other.start < range.end;
        match self.written.iter().find(overlaps) {
            Some(other) => Err(ranges(
                range,
                " overlap a view that is being written, ",
                other,
            )),
            None => Ok(()),
        }
    }
}

fn ranges(a: &Range<BufferAddress>, relation: &str, b: &Range<BufferAddress>) -> String {
    let mut text = String::new();
    let numbers = [
        ("bytes ", a.start),
        ("..", a.end),
        (relation, b.start),
        ("..", b.end),
    ];
    for (word, number) in numbers {
        text.push_str(word);
        text.push_str(&number.to_string());
    }
    text
}

/// A range of a buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BufferSlice<'a> {
    buffer: &'a Buffer,
    offset: BufferAddress,
    size: BufferAddress,
}

impl<'a> BufferSlice<'a> {
    /// A range that ends before it starts is given a size that no buffer has.
    pub(super) fn new(buffer: &'a Buffer, start: BufferAddress, end: BufferAddress) -> Self {
        Self {
            buffer,
            offset: start,
            size: end.checked_sub(start).unwrap_or(BufferAddress::MAX),
        }
    }

    /// A range of the slice, in bytes from its start.
    pub fn slice<S: RangeBounds<BufferAddress>>(&self, bounds: S) -> BufferSlice<'a> {
        let Range { start, end } = resolve(&bounds, self.size);
        if end > self.size {
            return Self::new(self.buffer, self.offset, BufferAddress::MAX);
        }
        let end = self.offset.saturating_add(end);
        Self::new(self.buffer, self.offset.saturating_add(start), end)
    }

    /// Asks for the bytes, at once, and waits until the guest can see them: until the work that uses
    /// them is done. Dropping the future gives up the map.
    ///
    /// The offset is a multiple of 8 bytes, the size of 4. Uncaptured errors of earlier calls are
    /// reported by then.
    ///
    /// See [WebGPU `mapAsync`](https://gpuweb.github.io/gpuweb/#dom-gpubuffer-mapasync).
    ///
    /// # Errors
    /// The range or the buffer's usage does not allow it, the buffer is mapped or about to be, or
    /// it is unmapped or destroyed, or its device lost, before the map is ready.
    pub fn map_async(
        &self,
        mode: MapMode,
    ) -> impl Future<Output = Result<(), BufferAsyncError>> + use<> {
        let (buffer, offset, size) = (self.buffer.clone(), self.offset, self.size);
        start(async move {
            let slice = BufferSlice {
                buffer: &buffer,
                offset,
                size,
            };
            slice.map(mode).await
        })
    }

    /// [`map_async`](Self::map_async) for who awaits it in any case: it begins when it is polled.
    pub(crate) async fn map(&self, mode: MapMode) -> Result<(), BufferAsyncError> {
        let raw = self.buffer.as_raw();
        let mode = convert::map_mode(mode);
        let mapped = raw
            .map_async(mode, Some(self.offset), Some(self.size))
            .await;
        self.buffer.inner.state.errors.report_uncaptured();
        match mapped {
            Ok(()) => {
                *self.buffer.mapping() = Mapping::new(Some(self.range()));
                Ok(())
            }
            Err(error) => Err(BufferAsyncError {
                label: self.label(),
                message: error.message,
            }),
        }
    }

    /// Copies the mapped bytes into the guest.
    ///
    /// See [WebGPU `getMappedRange`](https://gpuweb.github.io/gpuweb/#dom-gpubuffer-getmappedrange).
    ///
    /// # Errors
    /// The bytes are not all mapped, or a view that writes them still lives.
    pub fn get_mapped_range(&self) -> Result<BufferView, MapRangeError> {
        self.check()?;
        match self.copy_out() {
            Ok(bytes) => Ok(BufferView { bytes }),
            Err(message) => Err(self.error(message)),
        }
    }

    /// A view to write the mapped bytes by; the host gets them when the view is dropped.
    ///
    /// See [WebGPU `getMappedRange`](https://gpuweb.github.io/gpuweb/#dom-gpubuffer-getmappedrange).
    ///
    /// # Errors
    /// The bytes are not all mapped, or another view that writes them still lives.
    pub fn get_mapped_range_mut(&self) -> Result<BufferViewMut, MapRangeError> {
        self.check()?;
        self.buffer.mapping().written.push(self.range());
        Ok(BufferViewMut {
            buffer: self.buffer.clone(),
            offset: self.offset,
            size: self.size,
            bytes: None,
        })
    }

    /// The buffer.
    pub fn buffer(&self) -> &'a Buffer {
        self.buffer
    }

    /// The first byte.
    pub fn offset(&self) -> BufferAddress {
        self.offset
    }

    /// Bytes.
    pub fn size(&self) -> BufferAddress {
        self.size
    }

    fn range(&self) -> Range<BufferAddress> {
        self.offset..self.offset.saturating_add(self.size)
    }

    fn label(&self) -> String {
        self.buffer.inner.label.clone()
    }

    fn error(&self, message: String) -> MapRangeError {
        MapRangeError {
            label: self.label(),
            message,
        }
    }

    fn check(&self) -> Result<(), MapRangeError> {
        let checked = self.buffer.mapping().check(&self.range());
        checked.map_err(|message| self.error(message))
    }

    fn copy_out(&self) -> Result<Vec<u8>, String> {
        self.buffer
            .as_raw()
            .get_mapped_range_get_with_copy(Some(self.offset), Some(self.size))
            .map_err(|error| error.message)
    }
}

/// The bytes of a mapped range, as they were when the view was made.
pub struct BufferView {
    bytes: Vec<u8>,
}

impl BufferView {
    /// The bytes themselves, without a copy.
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }
}

impl Deref for BufferView {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for BufferView {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl fmt::Debug for BufferView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BufferView({} bytes)", self.bytes.len())
    }
}

/// A mapped range to write. Drop it before the buffer is unmapped: its bytes go to the host then.
pub struct BufferViewMut {
    buffer: Buffer,
    offset: BufferAddress,
    size: BufferAddress,
    /// A copy of the range, once a part of it is written.
    bytes: Option<Vec<u8>>,
}

impl BufferViewMut {
    /// How many bytes.
    pub fn len(&self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX)
    }

    /// Whether the range has no bytes.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// A part of the range, to write; what is not written keeps its value.
    ///
    /// # Panics
    /// Where the part is not in the range, as slices do.
    pub fn slice<S: RangeBounds<usize>>(&mut self, bounds: S) -> WriteOnly<'_, [u8]> {
        let range = self.offset..self.offset + self.size;
        let slice = BufferSlice::new(&self.buffer, range.start, range.end);
        let bytes = self.bytes.get_or_insert_with(|| {
            slice.copy_out().unwrap_or_else(|message| {
                self.buffer.invalid("get_mapped_range_mut", &message);
                vec![0; usize::try_from(slice.size).unwrap_or(0)]
            })
        });
        WriteOnly::from_mut(bytes.as_mut_slice()).into_slice(bounds)
    }

    /// Writes the whole range, by one copy.
    ///
    /// # Panics
    /// Where the lengths differ, as slices do.
    pub fn copy_from_slice(&mut self, src: &[u8]) {
        assert_eq!(src.len(), self.len(), "source and view differ in length");
        self.bytes = None;
        self.copy_in(src);
    }

    fn copy_in(&self, bytes: &[u8]) {
        let raw = self.buffer.as_raw();
        let (offset, size) = (Some(self.offset), Some(self.size));
        if let Err(error) = raw.get_mapped_range_set_with_copy(bytes, offset, size) {
            let advice = "; drop views for writing before unmap, else their bytes are lost";
            let rule = error.message + advice;
            self.buffer.invalid("get_mapped_range_mut", &rule);
        }
    }
}

impl Drop for BufferViewMut {
    fn drop(&mut self) {
        if let Some(bytes) = self.bytes.take() {
            self.copy_in(&bytes);
        }
        let range = self.offset..self.offset + self.size;
        let mut mapping = self.buffer.mapping();
        if let Some(view) = mapping.written.iter().position(|other| *other == range) {
            mapping.written.swap_remove(view);
        }
    }
}

impl fmt::Debug for BufferViewMut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BufferViewMut({} bytes)", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::Mapping;

    #[test]
    fn views_lie_in_the_mapped_bytes_and_do_not_overlap_written_ones() {
        let mut mapping = Mapping::new(Some(8..64));
        assert_eq!(mapping.check(&(8..64)), Ok(()));
        assert!(mapping.check(&(0..8)).unwrap_err().contains("8..64"));
        assert!(mapping.check(&(60..68)).is_err());
        mapping.written.push(8..16);
        assert_eq!(mapping.check(&(16..32)), Ok(()));
        assert!(mapping.check(&(12..20)).unwrap_err().contains("8..16"));
        mapping.unmap();
        assert!(mapping.check(&(16..32)).unwrap_err().contains("map_async"));
    }
}
