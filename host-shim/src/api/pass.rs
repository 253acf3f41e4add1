//! What the encoders of passes and render bundles have in common.

use std::any::Any;
use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::Label;
use wgpu_core::command::{EncoderStateError, PassStateError, PassTimestampWrites};
use wgpu_core::global::Global;
use wgpu_core::id::BufferId;
use wgpu_types::BufferSize;
use wgpu_types::error::WebGpuError;

use super::bytes::sub_range;
use super::{Buffer, CommandEncoder};
use crate::device_state::{DeviceState, core_label};
use crate::errors::message;
use crate::handle::{GpuId, Handle, Object};
use crate::quota::{Memory, Recording, check_label, check_text};
use crate::{WebGpuCtxView, wit};

/// What a command uses, and is to be kept alive for it.
pub(crate) struct Used<I: GpuId> {
    id: I,
    handle: Option<Arc<Handle<I>>>,
}

/// Records the commands of a pass or a render bundle into `core`. With `BY_ID`, `core` has only the ids of what its
/// commands use.
pub struct Encoder<C, const BY_ID: bool = false> {
    held: Vec<Arc<dyn Any + Send + Sync>>,
    memory: Memory,
    core: C,
    pub(crate) device: Arc<DeviceState>,
    pub(crate) label: String,
    recording: Option<Arc<Recording>>,
}

/// What wgpu-core says of a command.
type Recorded = Result<(), PassStateError>;

/// The function of wgpu-core that sets immediates, from an offset on.
pub(crate) type SetImmediates<C> = fn(&Global, &mut C, u32, &[u8]) -> Recorded;

impl<C, const BY_ID: bool> Encoder<C, BY_ID> {
    fn new(
        core: C,
        device: &Arc<DeviceState>,
        label: String,
        recording: Option<Arc<Recording>>,
    ) -> Self {
        Self {
            held: Vec::new(),
            memory: Memory::new(),
            core,
            device: Arc::clone(device),
            label,
            recording,
        }
    }

    /// Begins a pass of `encoder`. Where the guest writes no timestamps, the observer may.
    pub(crate) fn begin<E: WebGpuError>(
        encoder: &CommandEncoder,
        (call, kind): (&str, &str),
        label: Option<String>,
        timestamps: Option<PassTimestampWrites>,
        f: impl FnOnce(&Global, Label<'_>, Option<PassTimestampWrites>) -> (C, Option<E>),
    ) -> wasmtime::Result<Self> {
        let device = &encoder.device;
        let label = check_label(call, label)?;
        let timestamps = device.pass_timestamps(timestamps, encoder.id(), &label, kind)?;
        let (core, error) =
            device.call(call, |global| f(global, core_label(&label), timestamps))?;
        device.report(call, &label, error);
        Ok(Self::new(core, device, label, encoder.state.clone()))
    }

    /// An encoder outside of a command encoder.
    pub(crate) fn alone(core: C, device: &Arc<DeviceState>, label: String) -> Self {
        Self::new(core, device, label, Some(device.new_recording()))
    }

    /// What a command is to use.
    pub(crate) fn uses<I: GpuId, S>(object: &Object<I, S>) -> Used<I> {
        let handle = BY_ID.then(|| object.handle());
        let id = object.id();
        Used { id, handle }
    }

    /// Gives the id of what the next command uses.
    pub(crate) fn hold<I: GpuId>(&mut self, used: Used<I>) -> I {
        if let Some(handle) = used.handle {
            self.memory.extend_from_slice(&handle.memory);
            self.held.push(handle);
        }
        used.id
    }

    /// Ends the recording, and gives what `f` gives and the GPU memory that the commands use.
    pub(crate) fn finish<R>(
        &mut self,
        f: impl FnOnce(&mut C, &Arc<DeviceState>) -> R,
    ) -> (R, Memory) {
        let finished = f(&mut self.core, &self.device);
        (self.held, self.recording) = (Vec::new(), None);
        (finished, std::mem::take(&mut self.memory))
    }

    /// Ends a pass, whose encoder has the recording from then on.
    pub(crate) fn end(
        &mut self,
        f: fn(&Global, &mut C) -> Result<(), EncoderStateError>,
    ) -> wasmtime::Result<()> {
        let core = &mut self.core;
        let ended = self.device.call("end", |global| f(global, core))?;
        self.device.report("end", &self.label, ended.err());
        self.recording = None;
        Ok(())
    }

    /// Records a command. Most of its errors come with `finish`, as WebGPU has it.
    pub(crate) fn record(
        &mut self,
        call: &str,
        f: impl FnOnce(&Global, &mut C) -> Recorded,
    ) -> wasmtime::Result<()> {
        self.record_with(call, 0, f)
    }

    /// Records a command whose arguments take `bytes` of the host's memory.
    pub(crate) fn record_with(
        &mut self,
        call: &str,
        bytes: usize,
        f: impl FnOnce(&Global, &mut C) -> Recorded,
    ) -> wasmtime::Result<()> {
        if let Some(recording) = &self.recording {
            recording.count(call, bytes)?;
        }
        let core = &mut self.core;
        let recorded = self.device.call(call, |global| f(global, core))?;
        self.device.report(call, &self.label, recorded.err());
        Ok(())
    }

    /// Records a debug command with its text.
    pub(crate) fn record_text(
        &mut self,
        call: &str,
        text: &str,
        f: impl FnOnce(&Global, &mut C) -> Recorded,
    ) -> wasmtime::Result<()> {
        check_text(call, text)?;
        self.record_with(call, text.len(), f)
    }

    /// Sets immediates to `data`, which is `None` where the guest selected bytes that are not there.
    pub(crate) fn set_immediates(
        &mut self,
        range_offset: u32,
        data: Option<&[u8]>,
        f: SetImmediates<C>,
    ) -> wasmtime::Result<()> {
        let call = "set-immediates";
        if let Some(data) = data {
            return self.record(call, |global, core| f(global, core, range_offset, data));
        }
        let what = "data-offset and data-size reach beyond the data";
        self.device.report_validation(call, &self.label, what);
        Ok(())
    }

    /// The dynamic offsets that a `set-bind-group` selects.
    pub(crate) fn dynamic_offsets<'a>(
        &self,
        offsets: &'a [u32],
        start: Option<u64>,
        length: Option<u32>,
    ) -> Result<&'a [u32], wit::SetBindGroupError> {
        sub_range(offsets, start, length.map(u64::from)).ok_or_else(|| {
            let count = offsets.len();
            let what = format!("start and length reach beyond the {count} dynamic offsets");
            let kind = wit::SetBindGroupErrorKind::RangeError;
            let message = message("set-bind-group", &self.label, what);
            wit::SetBindGroupError { kind, message }
        })
    }

    /// The size of an index or vertex buffer's binding. `None` after an error: wgpu-core binds no empty
    /// ranges.
    pub(crate) fn binding_size(&self, call: &str, size: Option<u64>) -> Option<Option<BufferSize>> {
        let Some(size) = size else { return Some(None) };
        let size = BufferSize::new(size);
        if size.is_none() {
            let what = "size is 0, which this host does not support; leave the buffer unset";
            self.device.report_validation(call, &self.label, what);
        }
        size.map(Some)
    }
}

impl WebGpuCtxView<'_> {
    /// Records an indirect draw, whose arguments take `args_size` bytes of the buffer. That they are there
    /// wgpu-core sees to for passes, but not for bundles.
    pub(crate) fn draw_indirect<C: Send + 'static, const BY_ID: bool>(
        &mut self,
        this: &Resource<Encoder<C, BY_ID>>,
        (call, args_size): (&str, u64),
        (buffer, offset): (&Resource<Buffer>, u64),
        f: fn(&Global, &mut C, BufferId, u64) -> Recorded,
    ) -> wasmtime::Result<()> {
        let buffer = self.table.get(buffer)?;
        let encoder = self.table.get(this)?;
        let size = buffer.state.size;
        let inside = offset.checked_add(args_size).is_some_and(|end| end <= size);
        if BY_ID && !(inside && offset.is_multiple_of(4)) {
            let what = format!(
                "indirect-offset is {offset}, but must be a multiple of 4 with {args_size} bytes after it \
                 in the buffer {:?} of {size} bytes",
                buffer.label
            );
            (encoder.device).report_validation(call, &encoder.label, &what);
            return Ok(());
        }
        let buffer = Encoder::<C, BY_ID>::uses(buffer);
        let encoder = self.table.get_mut(this)?;
        let buffer = encoder.hold(buffer);
        encoder.record(call, |global, core| f(global, core, buffer, offset))
    }
}

/// Methods that record one command: `method(its arguments) = "call", function(those of wgpu-core);`
macro_rules! commands {
    ($encoder:ty {
        $($method:ident($($argument:ident: $type:ty),*) = $call:literal, $core:ident($($value:expr),*);)*
    }) => {$(
        fn $method(
            &mut self,
            this: Resource<$encoder>,
            $($argument: $type),*
        ) -> wasmtime::Result<()> {
            let encoder = self.table.get_mut(&this)?;
            encoder.record($call, |global, core| global.$core(core, $($value),*))
        }
    )*};
}
pub(crate) use commands;

/// The commands of `GPUBindingCommandsMixin` and `GPUDebugCommandsMixin`, by the functions of wgpu-core
/// that record them; a debug function may take a colour.
macro_rules! binding_and_debug_commands {
    ($encoder:ty {
        set_bind_group: $set_bind_group:ident,
        set_immediates: $set_immediates:ident,
        push_debug_group: $push:ident($($push_color:literal)?),
        pop_debug_group: $pop:ident,
        insert_debug_marker: $insert:ident($($insert_color:literal)?),
    }) => {
        fn set_bind_group(
            &mut self,
            this: Resource<$encoder>,
            index: u32,
            bind_group: Option<Resource<$crate::api::BindGroup>>,
            dynamic_offsets: Option<Vec<u32>>,
            start: Option<u64>,
            length: Option<u32>,
        ) -> wasmtime::Result<Result<(), wit::SetBindGroupError>> {
            let bind_group = self.get_optional(bind_group.as_ref())?.map(<$encoder>::uses);
            let encoder = self.table.get_mut(&this)?;
            let offsets = dynamic_offsets.unwrap_or_default();
            let offsets = match encoder.dynamic_offsets(&offsets, start, length) {
                Ok(offsets) => offsets,
                Err(error) => return Ok(Err(error)),
            };
            let bind_group = bind_group.map(|it| encoder.hold(it));
            let recorded =
                encoder.record_with("set-bind-group", size_of_val(offsets), |global, core| {
                    global.$set_bind_group(core, index, bind_group, offsets)
                });
            recorded.map(Ok)
        }

        fn set_immediates(
            &mut self,
            this: Resource<$encoder>,
            range_offset: u32,
            data: Vec<u8>,
            data_offset: Option<u64>,
            data_size: Option<u64>,
        ) -> wasmtime::Result<()> {
            let data = $crate::api::bytes::sub_range(&data, data_offset, data_size);
            let encoder = self.table.get_mut(&this)?;
            encoder.set_immediates(range_offset, data, Global::$set_immediates)
        }

        fn push_debug_group(
            &mut self,
            this: Resource<$encoder>,
            group_label: String,
        ) -> wasmtime::Result<()> {
            let encoder = self.table.get_mut(&this)?;
            encoder.record_text("push-debug-group", &group_label, |global, core| {
                global.$push(core, &group_label $(, $push_color)?)
            })
        }

        commands!($encoder { pop_debug_group() = "pop-debug-group", $pop(); });

        fn insert_debug_marker(
            &mut self,
            this: Resource<$encoder>,
            marker_label: String,
        ) -> wasmtime::Result<()> {
            let encoder = self.table.get_mut(&this)?;
            encoder.record_text("insert-debug-marker", &marker_label, |global, core| {
                global.$insert(core, &marker_label $(, $insert_color)?)
            })
        }
    };
}
pub(crate) use binding_and_debug_commands;

/// The commands of `GPURenderCommandsMixin`, by the functions of wgpu-core that record them.
macro_rules! render_commands {
    ($encoder:ty {
        set_pipeline: $set_pipeline:ident,
        set_index_buffer: $set_index_buffer:ident,
        set_vertex_buffer: $set_vertex_buffer:ident,
        draw: $draw:ident,
        draw_indexed: $draw_indexed:ident,
        draw_indirect: $draw_indirect:ident,
        draw_indexed_indirect: $draw_indexed_indirect:ident,
    }) => {
        fn set_pipeline(
            &mut self,
            this: Resource<$encoder>,
            pipeline: Resource<$crate::api::RenderPipeline>,
        ) -> wasmtime::Result<()> {
            let pipeline = <$encoder>::uses(self.table.get(&pipeline)?);
            let encoder = self.table.get_mut(&this)?;
            let pipeline = encoder.hold(pipeline);
            encoder.record("set-pipeline", |global, core| {
                global.$set_pipeline(core, pipeline)
            })
        }

        fn set_index_buffer(
            &mut self,
            this: Resource<$encoder>,
            buffer: Resource<$crate::api::Buffer>,
            index_format: wit::GpuIndexFormat,
            offset: Option<u64>,
            size: Option<u64>,
        ) -> wasmtime::Result<()> {
            let call = "set-index-buffer";
            let buffer = <$encoder>::uses(self.table.get(&buffer)?);
            let encoder = self.table.get_mut(&this)?;
            let Some(size) = encoder.binding_size(call, size) else {
                return Ok(());
            };
            let format = $crate::convert::index_format(index_format);
            let buffer = encoder.hold(buffer);
            encoder.record(call, |global, core| {
                global.$set_index_buffer(core, buffer, format, offset.unwrap_or(0), size)
            })
        }

        fn set_vertex_buffer(
            &mut self,
            this: Resource<$encoder>,
            slot: u32,
            buffer: Option<Resource<$crate::api::Buffer>>,
            offset: Option<u64>,
            size: Option<u64>,
        ) -> wasmtime::Result<()> {
            let call = "set-vertex-buffer";
            let buffer = self.get_optional(buffer.as_ref())?.map(<$encoder>::uses);
            let encoder = self.table.get_mut(&this)?;
            // No buffer has no bytes.
            let size = size.filter(|size| *size > 0 || buffer.is_some());
            let Some(size) = encoder.binding_size(call, size) else {
                return Ok(());
            };
            let buffer = buffer.map(|it| encoder.hold(it));
            encoder.record(call, |global, core| {
                global.$set_vertex_buffer(core, slot, buffer, offset.unwrap_or(0), size)
            })
        }

        commands!($encoder {
            draw(
                vertices: u32,
                instances: Option<u32>,
                first_vertex: Option<u32>,
                first_instance: Option<u32>
            ) = "draw", $draw(
                vertices,
                instances.unwrap_or(1),
                first_vertex.unwrap_or(0),
                first_instance.unwrap_or(0)
            );
            draw_indexed(
                indices: u32,
                instances: Option<u32>,
                first_index: Option<u32>,
                base_vertex: Option<i32>,
                first_instance: Option<u32>
            ) = "draw-indexed", $draw_indexed(
                indices,
                instances.unwrap_or(1),
                first_index.unwrap_or(0),
                base_vertex.unwrap_or(0),
                first_instance.unwrap_or(0)
            );
        });

        fn draw_indirect(
            &mut self,
            this: Resource<$encoder>,
            buffer: Resource<$crate::api::Buffer>,
            offset: u64,
        ) -> wasmtime::Result<()> {
            let call = ("draw-indirect", 16);
            self.draw_indirect(&this, call, (&buffer, offset), Global::$draw_indirect)
        }

        fn draw_indexed_indirect(
            &mut self,
            this: Resource<$encoder>,
            buffer: Resource<$crate::api::Buffer>,
            offset: u64,
        ) -> wasmtime::Result<()> {
            let (call, draw) = (("draw-indexed-indirect", 20), Global::$draw_indexed_indirect);
            self.draw_indirect(&this, call, (&buffer, offset), draw)
        }
    };
}
pub(crate) use render_commands;
