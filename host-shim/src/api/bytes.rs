//! The functions that move bytes between a guest's memory and the GPU's.
//!
//! They are linked by hand, in place of what `bindgen!` made: bytes go from the guest's memory to the GPU's, and
//! back, without a `Vec` between them that would cost a second copy, and no trace gets them.

#![allow(clippy::type_complexity)] // A WIT signature is a tuple here.

use std::fmt;
use std::sync::Arc;

use wasi_webgpu_traced_linker::call as traced_call;
use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, LinkerInstance, Resource, WasmList};
use wgpu_core::device::HostMap;
use wgpu_core::global::Global;
use wgpu_core::id::{BufferId, QueueId};
use wgpu_core::resource::BufferAccessError;
use wgpu_types::TexelCopyBufferLayout;
use wgpu_types::error::WebGpuError;

use super::mapping::{MapState, Mapping};
use super::pass::{Encoder, SetImmediates};
use super::{Buffer, Queue};
use crate::device_state::DeviceState;
use crate::errors::{chain, message};
use crate::wit::GetMappedRangeErrorKind::{OperationError, RangeError};
use crate::{WebGpuCtxView, WebGpuView, convert, wit};

const INTERFACE: &str = "wasi:webgpu/webgpu@0.3.0-rc.2";
const WRITE_BUFFER: &str = "[method]gpu-queue.write-buffer-with-copy";
const WRITE_TEXTURE: &str = "[method]gpu-queue.write-texture-with-copy";
const GET_MAPPED_RANGE: &str = "[method]gpu-buffer.get-mapped-range-get-with-copy";
const SET_MAPPED_RANGE: &str = "[method]gpu-buffer.get-mapped-range-set-with-copy";

/// How bytes show in a trace.
struct Bytes(usize);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0)
    }
}

/// Puts the functions of this file in place of the generated ones; the linker has to allow shadowing.
pub(crate) fn add_to_linker<T: WebGpuView + 'static>(
    linker: &mut Linker<T>,
) -> wasmtime::Result<()> {
    let mut interface = linker.instance(INTERFACE)?;
    interface.func_wrap(WRITE_BUFFER, link_write_buffer)?;
    interface.func_wrap(WRITE_TEXTURE, link_write_texture)?;
    interface.func_wrap(GET_MAPPED_RANGE, link_get_mapped_range)?;
    interface.func_wrap(SET_MAPPED_RANGE, link_set_mapped_range)?;
    link_set_immediates::<_, _, false>(
        &mut interface,
        "[method]gpu-compute-pass-encoder.set-immediates",
        Global::compute_pass_set_immediates,
    )?;
    link_set_immediates::<_, _, false>(
        &mut interface,
        "[method]gpu-render-pass-encoder.set-immediates",
        Global::render_pass_set_immediates,
    )?;
    link_set_immediates::<_, _, true>(
        &mut interface,
        "[method]gpu-render-bundle-encoder.set-immediates",
        Global::render_bundle_encoder_set_immediates,
    )
}

type Optional = Option<u64>;

fn link_write_buffer<T: WebGpuView + 'static>(
    mut store: StoreContextMut<'_, T>,
    (queue, buffer, offset, data, data_offset, size): (
        Resource<Queue>,
        Resource<Buffer>,
        u64,
        WasmList<u8>,
        Optional,
        Optional,
    ),
) -> wasmtime::Result<(Result<(), wit::WriteBufferError>,)> {
    let bytes = Bytes(data.as_le_slice(&store).len());
    let arguments = (queue, buffer, offset, bytes, data_offset, size);
    let written = traced_call(WRITE_BUFFER, arguments, |(queue, buffer, ..)| {
        let view = store.data_mut().webgpu();
        let write = write_buffer(&view, &queue, &buffer, offset, (data_offset, size))?;
        write(data.as_le_slice(&store))
    })?;
    Ok((written,))
}

fn link_set_mapped_range<T: WebGpuView + 'static>(
    mut store: StoreContextMut<'_, T>,
    (buffer, data, offset, size): (Resource<Buffer>, WasmList<u8>, Optional, Optional),
) -> wasmtime::Result<(Result<(), wit::GetMappedRangeError>,)> {
    let bytes = Bytes(data.as_le_slice(&store).len());
    let arguments = (buffer, bytes, offset, size);
    let written = traced_call(SET_MAPPED_RANGE, arguments, |(buffer, ..)| {
        let range = MappedRange::new(&store.data_mut().webgpu(), &buffer, offset, size)?;
        range.write(data.as_le_slice(&store))
    })?;
    Ok((written,))
}

fn link_get_mapped_range<T: WebGpuView + 'static>(
    mut store: StoreContextMut<'_, T>,
    (buffer, offset, size): (Resource<Buffer>, Optional, Optional),
) -> wasmtime::Result<(Result<&'static [u8], wit::GetMappedRangeError>,)> {
    let mut mapped: &[u8] = &[];
    let arguments = (buffer, offset, size);
    let read = traced_call(GET_MAPPED_RANGE, arguments, |(buffer, offset, size)| {
        let range = MappedRange::new(&store.data_mut().webgpu(), &buffer, offset, size)?;
        // SAFETY: wasmtime copies the bytes into the guest as soon as this returns. Of the guest
        // only its allocator runs before that, and may not call the host.
        #[allow(unsafe_code)]
        let read = unsafe { range.read() }?;
        Ok(read.map(|bytes| {
            mapped = bytes;
            Bytes(bytes.len())
        }))
    })?;
    Ok((read.map(|_| mapped),))
}

fn link_write_texture<T: WebGpuView + 'static>(
    mut store: StoreContextMut<'_, T>,
    (queue, destination, data, data_layout, size): (
        Resource<Queue>,
        wit::GpuTexelCopyTextureInfo,
        WasmList<u8>,
        wit::GpuTexelCopyBufferLayout,
        wit::GpuExtent3D,
    ),
) -> wasmtime::Result<()> {
    let bytes = Bytes(data.as_le_slice(&store).len());
    let arguments = (queue, destination, bytes, data_layout, size);
    traced_call(WRITE_TEXTURE, arguments, |(queue, destination, ..)| {
        let view = store.data_mut().webgpu();
        let write = write_texture(&view, &queue, &destination, data_layout, size)?;
        write(data.as_le_slice(&store))
    })
}

fn link_set_immediates<T: WebGpuView + 'static, C: Send + 'static, const BY_ID: bool>(
    interface: &mut LinkerInstance<'_, T>,
    function: &'static str,
    set: SetImmediates<C>,
) -> wasmtime::Result<()> {
    type Arguments<E> = (Resource<E>, u32, WasmList<u8>, Optional, Optional);
    interface.func_wrap(
        function,
        move |mut store, arguments: Arguments<Encoder<C, BY_ID>>| {
            let (encoder, range_offset, data, data_offset, size) = arguments;
            // At most a few hundred bytes, copied because the encoder is in the store as well.
            let all = data.as_le_slice(&store);
            let bytes = Bytes(all.len());
            let data = sub_range(all, data_offset, size).map(<[u8]>::to_vec);
            let arguments = (encoder, range_offset, bytes, data_offset, size);
            traced_call(function, arguments, |(encoder, ..)| {
                let encoder = store.data_mut().webgpu().table.get_mut(&encoder)?;
                encoder.set_immediates(range_offset, data.as_deref(), set)
            })
        },
    )
}

/// The elements that a pair of optional arguments selects; `None` if they are not all there.
pub(crate) fn sub_range<T>(data: &[T], offset: Optional, size: Optional) -> Option<&[T]> {
    let start = usize::try_from(offset.unwrap_or(0)).ok()?;
    let rest = data.get(start..)?;
    match size {
        None => Some(rest),
        Some(size) => rest.get(..usize::try_from(size).ok()?),
    }
}

/// [`GPUQueue.writeBuffer`](https://www.w3.org/TR/webgpu/#dom-gpuqueue-writebuffer), but for the data: what
/// is wrong with them is an error of the call, what is wrong with the buffer one of the device.
pub(crate) fn write_buffer(
    view: &WebGpuCtxView<'_>,
    queue: &Resource<Queue>,
    buffer: &Resource<Buffer>,
    offset: u64,
    (data_offset, size): (Optional, Optional),
) -> wasmtime::Result<
    impl FnOnce(&[u8]) -> wasmtime::Result<Result<(), wit::WriteBufferError>> + use<>,
> {
    let call = "write-buffer-with-copy";
    let device = Arc::clone(&view.table.get(queue)?.device);
    let buffer = view.table.get(buffer)?;
    let (buffer, label) = (buffer.id(), buffer.label.clone());
    Ok(move |data: &[u8]| {
        let contents = sub_range(data, data_offset, size).ok_or_else(|| {
            let len = data.len();
            format!("data-offset and size reach beyond the {len} bytes of data")
        });
        let contents = contents.and_then(|it| match it.len() {
            len if len % 4 == 0 => Ok(it),
            len => Err(format!(
                "the size of what is written, {len} bytes, is no multiple of 4"
            )),
        });
        let contents = match contents {
            Ok(contents) => contents,
            Err(what) => {
                return Ok(Err(wit::WriteBufferError {
                    kind: wit::WriteBufferErrorKind::OperationError,
                    message: message(call, &label, what),
                }));
            }
        };
        let written = upload(&device, call, &label, contents, |global, queue| {
            global.queue_write_buffer(queue, buffer, offset, contents)
        });
        written.map(Ok)
    })
}

/// [`GPUQueue.writeTexture`](https://www.w3.org/TR/webgpu/#dom-gpuqueue-writetexture), but for the data.
pub(crate) fn write_texture(
    view: &WebGpuCtxView<'_>,
    queue: &Resource<Queue>,
    destination: &wit::GpuTexelCopyTextureInfo,
    layout: wit::GpuTexelCopyBufferLayout,
    size: wit::GpuExtent3D,
) -> wasmtime::Result<impl FnOnce(&[u8]) -> wasmtime::Result<()> + use<>> {
    let device = Arc::clone(&view.table.get(queue)?.device);
    let label = view.table.get(&destination.texture)?.label.clone();
    let destination = view.texel_copy_texture(destination)?;
    let layout = TexelCopyBufferLayout {
        offset: layout.offset.unwrap_or(0),
        bytes_per_row: layout.bytes_per_row,
        rows_per_image: layout.rows_per_image,
    };
    let size = convert::extent(size);
    Ok(move |data: &[u8]| {
        upload(
            &device,
            "write-texture-with-copy",
            &label,
            data,
            |global, queue| global.queue_write_texture(queue, &destination, data, &layout, &size),
        )
    })
}

/// Writes `data`, which count as GPU memory until the GPU has them.
fn upload<E: WebGpuError>(
    device: &DeviceState,
    call: &str,
    label: &str,
    data: &[u8],
    f: impl FnOnce(&Global, QueueId) -> Result<(), E>,
) -> wasmtime::Result<()> {
    match device.take_memory(data.len() as u64)? {
        Ok(_memory) => {
            let written = device.call(call, |global| f(global, device.queue_id()))?;
            device.report(call, label, written.err());
        }
        Err(over) => device.report(call, label, Some(over)),
    }
    Ok(())
}

/// A part of a mapped buffer.
pub(crate) struct MappedRange {
    device: Arc<DeviceState>,
    buffer: BufferId,
    label: String,
    mapping: Mapping,
    offset: u64,
    size: Optional,
}

impl MappedRange {
    pub(crate) fn new(
        view: &WebGpuCtxView<'_>,
        buffer: &Resource<Buffer>,
        offset: Optional,
        size: Optional,
    ) -> wasmtime::Result<Self> {
        let buffer = view.table.get(buffer)?;
        Ok(Self {
            device: Arc::clone(&buffer.device),
            buffer: buffer.id(),
            label: buffer.label.clone(),
            mapping: buffer.state.mapping.clone(),
            offset: offset.unwrap_or(0),
            size,
        })
    }

    /// The bytes of the range, as long as the buffer stays mapped.
    ///
    /// # Safety
    ///
    /// They must not be used after the guest has made another call.
    #[allow(unsafe_code)]
    pub(crate) unsafe fn read(
        &self,
    ) -> wasmtime::Result<Result<&'static [u8], wit::GetMappedRangeError>> {
        self.access("get-mapped-range-get-with-copy", |range| {
            // SAFETY: as `access` says, and the caller promises.
            unsafe { std::slice::from_raw_parts(range.as_ptr(), range.len()) }
        })
    }

    /// Writes `data` to the start of the range.
    pub(crate) fn write(
        &self,
        data: &[u8],
    ) -> wasmtime::Result<Result<(), wit::GetMappedRangeError>> {
        let call = "get-mapped-range-set-with-copy";
        if self.mapping.state() == MapState::Mapped(HostMap::Read) {
            let what = "the buffer is mapped for reading";
            return Ok(Err(self.error(call, OperationError, what)));
        }
        let written = self.access(call, |range| {
            range.get_mut(..data.len())?.copy_from_slice(data);
            Some(())
        })?;
        let what = "data is longer than the range";
        Ok(written.and_then(|it| it.ok_or_else(|| self.error(call, RangeError, what))))
    }

    /// Lets `f` at the mapped memory.
    fn access<R>(
        &self,
        call: &str,
        f: impl FnOnce(&mut [u8]) -> R,
    ) -> wasmtime::Result<Result<R, wit::GetMappedRangeError>> {
        if self.device.is_gone() {
            return Ok(Err(self.error(call, OperationError, "the device is lost")));
        }
        let accessed = self.device.call(call, |global| {
            let (start, len) =
                global.buffer_get_mapped_range(self.buffer, self.offset, self.size)?;
            let len = usize::try_from(len).map_err(|_| BufferAccessError::Failed)?;
            // SAFETY: wgpu-core gives the start of `len` mapped bytes, which it has initialised. They
            // stay mapped until this thread, which has the store, unmaps, destroys or drops the buffer,
            // or destroys the device. After a loss, the poll thread, which might free them, no longer
            // polls. The GPU does not touch a mapped buffer, and no other slice of it exists.
            #[allow(unsafe_code)]
            let range = unsafe { std::slice::from_raw_parts_mut(start.as_ptr(), len) };
            Ok(f(range))
        })?;
        Ok(accessed
            .map_err(|error: BufferAccessError| self.error(call, OperationError, chain(&error))))
    }

    fn error(
        &self,
        call: &str,
        kind: wit::GetMappedRangeErrorKind,
        what: impl fmt::Display,
    ) -> wit::GetMappedRangeError {
        let message = message(call, &self.label, what);
        wit::GetMappedRangeError { kind, message }
    }
}
