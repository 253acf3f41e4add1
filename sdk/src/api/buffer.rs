use std::{
    ops::{Bound, Range, RangeBounds},
    sync::{Arc, Mutex},
};

use wgpu_types::{BufferAddress, BufferUsages};

use super::{
    BindingResource, BufferBinding, BufferSlice, BufferView, BufferViewMut, Device, Label, MapMode,
    handle::handle, mapping::Mapping,
};
use crate::{BufferAsyncError, MapRangeError, raw, runtime::errors::Errors};

handle!(
    /// Memory of the GPU.
    ///
    /// Corresponds to [WebGPU `GPUBuffer`](https://gpuweb.github.io/gpuweb/#gpubuffer).
    Buffer,
    GpuBuffer,
    BufferState
);

/// Describes a [`Buffer`]: its size in bytes and its usages.
///
/// Corresponds to [WebGPU `GPUBufferDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpubufferdescriptor).
pub type BufferDescriptor<'a> = wgpu_types::BufferDescriptor<Label<'a>>;

#[derive(Debug)]
pub(crate) struct BufferState {
    size: BufferAddress,
    usage: BufferUsages,
    pub(crate) mapping: Mutex<Mapping>,
    pub(crate) errors: Arc<Errors>,
}

impl Buffer {
    pub(crate) fn wrap(
        device: &Device,
        raw: raw::GpuBuffer,
        label: Option<String>,
        (size, usage): (BufferAddress, BufferUsages),
        mapped: Option<Range<BufferAddress>>,
    ) -> Self {
        let state = BufferState {
            size,
            usage,
            mapping: Mutex::new(Mapping::new(mapped)),
            errors: device.errors().clone(),
        };
        Self::make(raw, label, state)
    }

    /// A handle for a raw resource of `device`. The host is asked for its size, usages and label, and
    /// for whether it is mapped: then all of it counts as mapped, as at creation.
    pub fn from_raw(device: &Device, raw: raw::GpuBuffer) -> Self {
        let (size, usage, label) = (raw.size(), raw.usage().into(), raw.label());
        let mapped = raw.map_state() == raw::GpuBufferMapState::Mapped;
        Self::wrap(
            device,
            raw,
            Some(label),
            (size, usage),
            mapped.then_some(0..size),
        )
    }

    /// The whole buffer, to bind.
    pub fn as_entire_binding(&self) -> BindingResource<'_> {
        BindingResource::Buffer(self.as_entire_buffer_binding())
    }

    /// The whole buffer, to bind.
    pub fn as_entire_buffer_binding(&self) -> BufferBinding<'_> {
        BufferBinding {
            buffer: self,
            offset: 0,
            size: None,
        }
    }

    /// A range of the buffer, in bytes. A range that is not in the buffer is an error where the
    /// slice is used.
    pub fn slice<S: RangeBounds<BufferAddress>>(&self, bounds: S) -> BufferSlice<'_> {
        let Range { start, end } = resolve(&bounds, self.size());
        BufferSlice::new(self, start, end)
    }

    /// Maps a range; see [`BufferSlice::map_async`].
    ///
    /// # Errors
    /// As there.
    pub fn map_async<S: RangeBounds<BufferAddress>>(
        &self,
        mode: MapMode,
        bounds: S,
    ) -> impl Future<Output = Result<(), BufferAsyncError>> + use<S> {
        self.slice(bounds).map_async(mode)
    }

    /// Reads a mapped range; see [`BufferSlice::get_mapped_range`].
    ///
    /// # Errors
    /// As there.
    pub fn get_mapped_range<S: RangeBounds<BufferAddress>>(
        &self,
        bounds: S,
    ) -> Result<BufferView, MapRangeError> {
        self.slice(bounds).get_mapped_range()
    }

    /// Writes a mapped range; see [`BufferSlice::get_mapped_range_mut`].
    ///
    /// # Errors
    /// As there.
    pub fn get_mapped_range_mut<S: RangeBounds<BufferAddress>>(
        &self,
        bounds: S,
    ) -> Result<BufferViewMut, MapRangeError> {
        self.slice(bounds).get_mapped_range_mut()
    }

    /// Gives the buffer back to the GPU. Views for writing must be dropped before.
    ///
    /// See [WebGPU `unmap`](https://gpuweb.github.io/gpuweb/#dom-gpubuffer-unmap).
    pub fn unmap(&self) {
        self.mapping().unmap();
        // The error says that a pending map was aborted, which the future of that map returns.
        let _ = self.as_raw().unmap();
    }

    /// Releases the memory at once, whoever still has a handle.
    ///
    /// See [WebGPU `destroy`](https://gpuweb.github.io/gpuweb/#dom-gpubuffer-destroy).
    pub fn destroy(&self) {
        self.mapping().unmap();
        self.as_raw().destroy();
    }

    /// Bytes.
    pub fn size(&self) -> BufferAddress {
        self.inner.state.size
    }

    /// What the buffer can be used for.
    pub fn usage(&self) -> BufferUsages {
        self.inner.state.usage
    }

    pub(crate) fn mapping(&self) -> std::sync::MutexGuard<'_, Mapping> {
        let mapping = self.inner.state.mapping.lock();
        mapping.unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// An error of a call that returns nothing.
    pub(crate) fn invalid(&self, call: &str, rule: &str) {
        self.inner
            .state
            .errors
            .invalid(call, &self.inner.label, rule);
    }
}

/// The bytes that `bounds` means in `size` bytes. The start may lie behind the end.
pub(crate) fn resolve<S: RangeBounds<BufferAddress>>(
    bounds: &S,
    size: BufferAddress,
) -> Range<BufferAddress> {
    let start = match bounds.start_bound() {
        Bound::Included(&start) => start,
        Bound::Excluded(&start) => start.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let end = match bounds.end_bound() {
        Bound::Included(&end) => end.saturating_add(1),
        Bound::Excluded(&end) => end,
        Bound::Unbounded => size,
    };
    Range { start, end }
}
