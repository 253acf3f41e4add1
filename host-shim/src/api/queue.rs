//! `gpu-queue`.

use std::sync::{Arc, PoisonError};

use futures::channel::oneshot;
use wasmtime::component::{Accessor, Resource};

use super::{Buffer, CommandBuffer, bytes};
use crate::device_state::DeviceState;
use crate::quota::check_text;
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, wit};

/// A handle of a device's `gpu-queue`.
pub struct Queue {
    pub(crate) device: Arc<DeviceState>,
}

impl Queue {
    fn label(&self) -> std::sync::MutexGuard<'_, String> {
        (self.device.queue_label.lock()).unwrap_or_else(PoisonError::into_inner)
    }
}

impl wit::HostGpuQueue for WebGpuCtxView<'_> {
    fn submit(
        &mut self,
        this: Resource<Queue>,
        command_buffers: Vec<Resource<CommandBuffer>>,
    ) -> wasmtime::Result<()> {
        let ids = (command_buffers.iter())
            .map(|buffer| {
                let buffer = self.table.get_mut(buffer)?;
                buffer.state = None;
                Ok(buffer.id())
            })
            .collect::<wasmtime::Result<Vec<_>>>()?;
        let queue = self.table.get(&this)?;
        let device = &queue.device;
        let error = device.call("submit", |global| {
            let submitted = global.queue_submit(device.queue_id(), &ids);
            submitted.err().map(|(_, error)| error)
        })?;
        device.observe(|observer, device| observer.submitted(device, &ids))?;
        device.report("submit", &queue.label(), error);
        Ok(())
    }

    fn write_buffer_with_copy(
        &mut self,
        this: Resource<Queue>,
        buffer: Resource<Buffer>,
        buffer_offset: u64,
        data: Vec<u8>,
        data_offset: Option<u64>,
        size: Option<u64>,
    ) -> wasmtime::Result<Result<(), wit::WriteBufferError>> {
        let part = (data_offset, size);
        bytes::write_buffer(self, &this, &buffer, buffer_offset, part)?(&data)
    }

    fn write_texture_with_copy(
        &mut self,
        this: Resource<Queue>,
        destination: wit::GpuTexelCopyTextureInfo,
        data: Vec<u8>,
        data_layout: wit::GpuTexelCopyBufferLayout,
        size: wit::GpuExtent3D,
    ) -> wasmtime::Result<()> {
        bytes::write_texture(self, &this, &destination, data_layout, size)?(&data)
    }

    fn label(&mut self, this: Resource<Queue>) -> wasmtime::Result<String> {
        Ok(self.table.get(&this)?.label().clone())
    }

    fn set_label(&mut self, this: Resource<Queue>, label: String) -> wasmtime::Result<()> {
        check_text("set-label", &label)?;
        *self.table.get(&this)?.label() = label;
        Ok(())
    }

    resource_drop!(Queue);
}

impl<T: WebGpuView + 'static> wit::HostGpuQueueWithStore<T> for HasWebGpu {
    async fn on_submitted_work_done(
        accessor: &Accessor<T, Self>,
        this: Resource<Queue>,
    ) -> wasmtime::Result<()> {
        let device = accessor.with(|mut access| -> wasmtime::Result<_> {
            Ok(Arc::clone(&access.get().table.get(&this)?.device))
        })?;
        let (done, answer) = oneshot::channel();
        // Nobody listens where the guest has cancelled the call.
        let done = Box::new(move || done.send(()).unwrap_or_default());
        let submission = device.call("on-submitted-work-done", |global| {
            global.queue_on_submitted_work_done(device.queue_id(), done)
        })?;
        // On a lost device no work is left to be done.
        device.answer(submission, answer).await?;
        Ok(())
    }
}
