//! The device, and waiting for it.

use bench_protocol::Adapter;
use wgpu::{
    AdapterInfo, Buffer, BufferDescriptor, BufferUsages, CommandEncoder, Device, DeviceDescriptor,
    DeviceType, Instance, Limits, PowerPreference, Queue, RequestAdapterOptions,
};

use crate::{Result, platform};

/// A device with its queue.
pub(crate) struct Gpu {
    pub(crate) device: Device,
    pub(crate) queue: Queue,
    info: AdapterInfo,
    limits: Limits,
    /// A few bytes on the GPU, and their copy that can be mapped.
    flag: Buffer,
    flag_to_read: Buffer,
}

impl Gpu {
    /// The adapter that a program gets which wants a fast one, with all its limits.
    pub(crate) async fn open() -> Result<Self> {
        let adapter = Instance::default()
            .request_adapter(&RequestAdapterOptions {
                power_preference: PowerPreference::HighPerformance,
                ..Default::default()
            })
            .await?;
        let limits = adapter.limits();
        let descriptor = DeviceDescriptor {
            required_limits: limits.clone(),
            ..Default::default()
        };
        let (device, queue) = adapter.request_device(&descriptor).await?;
        let flag = |usage| {
            device.create_buffer(&BufferDescriptor {
                label: Some("flag"),
                size: 4,
                usage,
                mapped_at_creation: false,
            })
        };
        Ok(Self {
            flag: flag(BufferUsages::COPY_SRC),
            flag_to_read: flag(BufferUsages::COPY_DST | BufferUsages::MAP_READ),
            info: adapter.get_info(),
            limits,
            device,
            queue,
        })
    }

    /// What the bench wants to know of the adapter.
    pub(crate) fn adapter(&self) -> Adapter {
        Adapter {
            software: self.info.device_type == DeviceType::Cpu,
            max_buffer_size: self.limits.max_buffer_size,
            name: self.info.name.clone(),
        }
    }

    pub(crate) fn encoder(&self) -> CommandEncoder {
        self.device.create_command_encoder(&Default::default())
    }

    /// Records what [`wait_for_flag`](Self::wait_for_flag) waits for.
    pub(crate) fn raise_flag(&self, encoder: &mut CommandEncoder) {
        encoder.copy_buffer_to_buffer(&self.flag, 0, &self.flag_to_read, 0, 4);
    }

    /// Waits until the GPU has come to the flag. All hosts can wait so, by a map; on some,
    /// `on-submitted-work-done` never ends.
    pub(crate) async fn wait_for_flag(&self) -> Result<()> {
        platform::map_to_read(&self.device, self.flag_to_read.slice(..)).await?;
        self.flag_to_read.unmap();
        Ok(())
    }

    /// Waits for all that was submitted.
    pub(crate) async fn finish(&self) -> Result<()> {
        let mut encoder = self.encoder();
        self.raise_flag(&mut encoder);
        self.queue.submit([encoder.finish()]);
        self.wait_for_flag().await
    }
}
