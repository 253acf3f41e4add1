//! What the encoders of passes and render bundles have in common.

use std::any::Any;
use std::sync::Arc;

use wgpu_core::global::Global;
use wgpu_types::BufferSize;
use wgpu_types::error::WebGpuError;

use super::Buffer;
use super::bytes::sub_range;
use crate::device_state::DeviceState;
use crate::errors::message;
use crate::handle::{GpuId, Handle};
use crate::quota::{Memory, Recording};
use crate::wit;

/// Records the commands of a pass or a render bundle into `core`.
pub struct Encoder<C> {
    // Freed before the device that they belong to.
    held: Option<Vec<Arc<dyn Any + Send + Sync>>>,
    memory: Memory,
    core: C,
    pub(crate) device: Arc<DeviceState>,
    pub(crate) label: String,
    recording: Option<Arc<Recording>>,
}

/// An encoder whose commands can have immediates.
pub(crate) trait SetImmediates {
    /// The name of the WIT function.
    const FUNCTION: &str;

    /// Sets the immediates from `range_offset` on to `data`.
    fn set_immediates(&mut self, range_offset: u32, data: &[u8]) -> wasmtime::Result<()>;
}

impl<C> Encoder<C> {
    /// An encoder whose `core` keeps alive what its commands use.
    pub(crate) fn new(
        core: C,
        device: &Arc<DeviceState>,
        label: String,
        recording: Option<Arc<Recording>>,
    ) -> Self {
        Self {
            held: None,
            memory: Memory::new(),
            core,
            device: Arc::clone(device),
            label,
            recording,
        }
    }

    /// An encoder that keeps alive what its commands use, because `core` has only the ids of it.
    pub(crate) fn holding(
        core: C,
        device: &Arc<DeviceState>,
        label: String,
        recording: Arc<Recording>,
    ) -> Self {
        Self {
            held: Some(Vec::new()),
            ..Self::new(core, device, label, Some(recording))
        }
    }

    /// Gives the id of what the next command uses.
    pub(crate) fn hold<I: GpuId>(&mut self, used: Arc<Handle<I>>) -> I {
        let id = used.id;
        if let Some(held) = &mut self.held {
            self.memory.extend_from_slice(&used.memory);
            held.push(used);
        }
        id
    }

    /// Ends the recording, and gives what `f` gives and the GPU memory that the commands use.
    pub(crate) fn finish<R>(
        &mut self,
        f: impl FnOnce(&mut C, &Arc<DeviceState>) -> R,
    ) -> (R, Memory) {
        let finished = f(&mut self.core, &self.device);
        (self.held, self.recording) = (None, None);
        (finished, std::mem::take(&mut self.memory))
    }

    /// Counts a command with `bytes` of arguments against the guest's quota.
    pub(crate) fn count(&self, call: &str, bytes: usize) -> wasmtime::Result<()> {
        (self.recording.as_ref()).map_or(Ok(()), |recording| recording.count(call, bytes))
    }

    /// Ends a pass, whose encoder has the recording from then on.
    pub(crate) fn end<E: WebGpuError>(
        &mut self,
        f: impl FnOnce(&Global, &mut C) -> Result<(), E>,
    ) -> wasmtime::Result<()> {
        let ended = self.record("end", f);
        self.recording = None;
        ended
    }

    /// Records a command. Most of its errors come with `finish`, as WebGPU has it.
    pub(crate) fn record<E: WebGpuError>(
        &mut self,
        call: &str,
        f: impl FnOnce(&Global, &mut C) -> Result<(), E>,
    ) -> wasmtime::Result<()> {
        self.count(call, 0)?;
        let core = &mut self.core;
        let recorded = self.device.call(call, |global| f(global, core))?;
        self.device.report(call, &self.label, recorded.err());
        Ok(())
    }

    /// Sets immediates to `data`, which is `None` where the guest selected bytes that are not there.
    pub(crate) fn set_selected_immediates(
        &mut self,
        range_offset: u32,
        data: Option<&[u8]>,
    ) -> wasmtime::Result<()>
    where
        Self: SetImmediates,
    {
        match data {
            Some(data) => self.set_immediates(range_offset, data),
            None => {
                let what = "data-offset and data-size reach beyond the data";
                self.device
                    .report_validation("set-immediates", &self.label, what);
                Ok(())
            }
        }
    }

    /// The dynamic offsets that a `set-bind-group` selects.
    pub(crate) fn dynamic_offsets<'a>(
        &self,
        offsets: &'a [u32],
        start: Option<u64>,
        length: Option<u32>,
    ) -> Result<&'a [u32], wit::SetBindGroupError> {
        sub_range(offsets, start, length.map(u64::from)).ok_or_else(|| wit::SetBindGroupError {
            kind: wit::SetBindGroupErrorKind::RangeError,
            message: message(
                "set-bind-group",
                &self.label,
                format_args!(
                    "start and length reach beyond the {} dynamic offsets",
                    offsets.len()
                ),
            ),
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

    /// Whether an indirect draw finds its arguments, of `args_size` bytes, in the buffer; reports where it
    /// does not. For passes wgpu-core sees to it, for bundles it does not.
    pub(crate) fn has_indirect_args(
        &self,
        call: &str,
        buffer: &Buffer,
        offset: u64,
        args_size: u64,
    ) -> bool {
        let size = buffer.state.size;
        let inside = offset.checked_add(args_size).is_some_and(|end| end <= size);
        let fine = self.held.is_none() || (inside && offset.is_multiple_of(4));
        if !fine {
            let what = format!(
                "indirect-offset is {offset}, but must be a multiple of 4 with {args_size} bytes after it \
                 in the buffer {:?} of {size} bytes",
                buffer.label
            );
            self.device.report_validation(call, &self.label, &what);
        }
        fine
    }
}

/// The commands of `GPUBindingCommandsMixin` and `GPUDebugCommandsMixin`, by the functions of wgpu-core
/// that record them; a debug function may take a colour.
macro_rules! binding_and_debug_commands {
    ($encoder:ty {
        set_bind_group: $set_bind_group:ident,
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
            let bind_group = match bind_group {
                Some(bind_group) => Some(self.table.get(&bind_group)?.handle()),
                None => None,
            };
            let encoder = self.table.get_mut(&this)?;
            let offsets = dynamic_offsets.unwrap_or_default();
            let offsets = match encoder.dynamic_offsets(&offsets, start, length) {
                Ok(offsets) => offsets,
                Err(error) => return Ok(Err(error)),
            };
            encoder.count("set-bind-group", size_of_val(offsets))?;
            let bind_group = bind_group.map(|bind_group| encoder.hold(bind_group));
            encoder.record("set-bind-group", |global, core| {
                global.$set_bind_group(core, index, bind_group, offsets)
            })?;
            Ok(Ok(()))
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
            encoder.set_selected_immediates(range_offset, data)
        }

        fn push_debug_group(
            &mut self,
            this: Resource<$encoder>,
            group_label: String,
        ) -> wasmtime::Result<()> {
            $crate::quota::check_text("push-debug-group", &group_label)?;
            let encoder = self.table.get_mut(&this)?;
            encoder.count("push-debug-group", group_label.len())?;
            encoder.record("push-debug-group", |global, core| {
                global.$push(core, &group_label $(, $push_color)?)
            })
        }

        fn pop_debug_group(&mut self, this: Resource<$encoder>) -> wasmtime::Result<()> {
            let encoder = self.table.get_mut(&this)?;
            encoder.record("pop-debug-group", |global, core| global.$pop(core))
        }

        fn insert_debug_marker(
            &mut self,
            this: Resource<$encoder>,
            marker_label: String,
        ) -> wasmtime::Result<()> {
            $crate::quota::check_text("insert-debug-marker", &marker_label)?;
            let encoder = self.table.get_mut(&this)?;
            encoder.count("insert-debug-marker", marker_label.len())?;
            encoder.record("insert-debug-marker", |global, core| {
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
            let pipeline = self.table.get(&pipeline)?.handle();
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
            let buffer = self.table.get(&buffer)?.handle();
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
            let buffer = match buffer {
                Some(buffer) => Some(self.table.get(&buffer)?.handle()),
                None => None,
            };
            let encoder = self.table.get_mut(&this)?;
            // No buffer has no bytes.
            let size = size.filter(|size| *size > 0 || buffer.is_some());
            let Some(size) = encoder.binding_size(call, size) else {
                return Ok(());
            };
            let buffer = buffer.map(|buffer| encoder.hold(buffer));
            encoder.record(call, |global, core| {
                global.$set_vertex_buffer(core, slot, buffer, offset.unwrap_or(0), size)
            })
        }

        fn draw(
            &mut self,
            this: Resource<$encoder>,
            vertex_count: u32,
            instance_count: Option<u32>,
            first_vertex: Option<u32>,
            first_instance: Option<u32>,
        ) -> wasmtime::Result<()> {
            let encoder = self.table.get_mut(&this)?;
            encoder.record("draw", |global, core| {
                global.$draw(
                    core,
                    vertex_count,
                    instance_count.unwrap_or(1),
                    first_vertex.unwrap_or(0),
                    first_instance.unwrap_or(0),
                )
            })
        }

        fn draw_indexed(
            &mut self,
            this: Resource<$encoder>,
            index_count: u32,
            instance_count: Option<u32>,
            first_index: Option<u32>,
            base_vertex: Option<i32>,
            first_instance: Option<u32>,
        ) -> wasmtime::Result<()> {
            let encoder = self.table.get_mut(&this)?;
            encoder.record("draw-indexed", |global, core| {
                global.$draw_indexed(
                    core,
                    index_count,
                    instance_count.unwrap_or(1),
                    first_index.unwrap_or(0),
                    base_vertex.unwrap_or(0),
                    first_instance.unwrap_or(0),
                )
            })
        }

        fn draw_indirect(
            &mut self,
            this: Resource<$encoder>,
            indirect_buffer: Resource<$crate::api::Buffer>,
            indirect_offset: u64,
        ) -> wasmtime::Result<()> {
            let call = "draw-indirect";
            let buffer = self.table.get(&indirect_buffer)?;
            let encoder = self.table.get(&this)?;
            if !encoder.has_indirect_args(call, buffer, indirect_offset, 16) {
                return Ok(());
            }
            let buffer = buffer.handle();
            let encoder = self.table.get_mut(&this)?;
            let buffer = encoder.hold(buffer);
            encoder.record(call, |global, core| {
                global.$draw_indirect(core, buffer, indirect_offset)
            })
        }

        fn draw_indexed_indirect(
            &mut self,
            this: Resource<$encoder>,
            indirect_buffer: Resource<$crate::api::Buffer>,
            indirect_offset: u64,
        ) -> wasmtime::Result<()> {
            let call = "draw-indexed-indirect";
            let buffer = self.table.get(&indirect_buffer)?;
            let encoder = self.table.get(&this)?;
            if !encoder.has_indirect_args(call, buffer, indirect_offset, 20) {
                return Ok(());
            }
            let buffer = buffer.handle();
            let encoder = self.table.get_mut(&this)?;
            let buffer = encoder.hold(buffer);
            encoder.record(call, |global, core| {
                global.$draw_indexed_indirect(core, buffer, indirect_offset)
            })
        }
    };
}
pub(crate) use render_commands;
