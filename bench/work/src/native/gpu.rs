//! The device, and waiting for it.

use std::sync::mpsc;

use bench_protocol::Adapter;
use wgpu::{
    AdapterInfo, Buffer, BufferDescriptor, BufferUsages, Device, DeviceDescriptor, DeviceType,
    Features, Instance, Limits, MapMode, PollType, PowerPreference, Queue, RequestAdapterOptions,
};

use crate::Result;

/// What the SDK asks for where it is there, and kernels use.
const USEFUL: Features = Features::SHADER_F16.union(Features::SUBGROUP);

/// A device with its queue.
pub(crate) struct Gpu {
    pub(crate) device: Device,
    pub(crate) queue: Queue,
    info: AdapterInfo,
    limits: Limits,
    /// A few bytes on the GPU, to wait for.
    flag: Buffer,
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
            required_features: adapter.features() & USEFUL,
            required_limits: limits.clone(),
            ..Default::default()
        };
        let (device, queue) = adapter.request_device(&descriptor).await?;
        Ok(Self {
            flag: device.create_buffer(&BufferDescriptor {
                label: Some("flag"),
                size: 4,
                usage: BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            }),
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

    /// Waits for all that was submitted, by a read-back of four bytes: as the guest does, since on some
    /// hosts `on-submitted-work-done` never ends.
    pub(crate) fn finish(&self) -> Result<()> {
        self.read(&self.flag, 0, 4).map(drop)
    }

    /// Bytes of a buffer, after all that was submitted.
    pub(crate) fn read(&self, buffer: &Buffer, offset: u64, len: usize) -> Result<Vec<u8>> {
        let staging = self.device.create_buffer(&BufferDescriptor {
            label: Some("staging"),
            size: len as u64,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = self.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(buffer, offset, &staging, 0, len as u64);
        self.queue.submit([encoder.finish()]);
        let (done, mapped) = mpsc::channel();
        staging.slice(..).map_async(MapMode::Read, move |result| {
            // The receiver is there until it has this.
            let _ = done.send(result);
        });
        self.device.poll(PollType::wait_indefinitely())?;
        mapped.recv()??;
        Ok(staging.slice(..).get_mapped_range()?.to_vec())
    }
}
