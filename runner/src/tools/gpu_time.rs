//! Measures passes on the GPU by timestamp queries, for `--profile`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use wasi_webgpu_host::{Global, ObservedDevice, PassObserver};
use wgpu_core::command::PassTimestampWrites;
use wgpu_core::device::HostMap;
use wgpu_core::id::{BufferId, CommandBufferId, CommandEncoderId, DeviceId, QuerySetId};
use wgpu_core::resource::{BufferDescriptor, BufferMapOperation};
use wgpu_types::{BufferUsages, Features, QuerySetDescriptor, QueryType};

use super::profile::{Pass, Profile};

/// The passes of a command buffer that are measured; each takes two queries.
const PASSES: u32 = 256;
/// The size of a query's result.
const RESULT: u64 = size_of::<u64>() as u64;

/// Gives passes timestamps to write, and reads them back.
pub(crate) struct PassTimer {
    profile: Arc<Profile>,
    batches: Mutex<Batches>,
}

#[derive(Default)]
struct Batches {
    recording: HashMap<CommandEncoderId, Batch>,
    finished: HashMap<CommandBufferId, Batch>,
}

/// What a command buffer's measurements need. Freed when it goes.
struct Batch {
    global: Arc<Global>,
    device: DeviceId,
    queries: QuerySetId,
    resolved: BufferId,
    mapped: BufferId,
    names: Vec<String>,
}

impl PassTimer {
    pub(crate) fn new(profile: Arc<Profile>) -> Self {
        Self {
            profile,
            batches: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Batches> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PassObserver for PassTimer {
    fn features(&self) -> Features {
        Features::TIMESTAMP_QUERY
    }

    fn begin(
        &self,
        device: ObservedDevice<'_>,
        encoder: CommandEncoderId,
        name: &str,
    ) -> Option<PassTimestampWrites> {
        let mut batches = self.lock();
        let batch = (batches.recording.entry(encoder)).or_insert_with(|| Batch::new(device));
        let index = 2 * u32::try_from(batch.names.len()).ok()?;
        if index >= 2 * PASSES {
            return None;
        }
        batch.names.push(name.to_owned());
        Some(PassTimestampWrites {
            query_set: batch.queries,
            beginning_of_pass_write_index: Some(index),
            end_of_pass_write_index: Some(index + 1),
        })
    }

    fn finish(&self, device: ObservedDevice<'_>, encoder: CommandEncoderId) {
        if let Some(batch) = self.lock().recording.get(&encoder) {
            batch.read_back(device.global, encoder);
        }
    }

    fn finished(&self, encoder: CommandEncoderId, buffer: CommandBufferId) {
        let mut batches = self.lock();
        if let Some(batch) = batches.recording.remove(&encoder) {
            batches.finished.insert(buffer, batch);
        }
    }

    fn submitted(&self, device: ObservedDevice<'_>, buffers: &[CommandBufferId]) {
        let submitted = Instant::now();
        for buffer in buffers {
            let batch = self.lock().finished.remove(buffer);
            let Some(batch) = batch else { continue };
            let (mapped, size) = (batch.mapped, batch.size());
            let profile = Arc::clone(&self.profile);
            let operation = BufferMapOperation {
                host: HostMap::Read,
                callback: Some(Box::new(move |status| {
                    if status.is_ok() {
                        batch.report(&profile, submitted);
                    }
                })),
            };
            // What fails has called the callback, and only the measurement is lost.
            let _ = (device.global).buffer_map_async(mapped, 0, Some(size), operation);
        }
    }

    fn close(&self, device: ObservedDevice<'_>) {
        // What was submitted is called back when wgpu-core's queue goes.
        let mut batches = self.lock();
        let others = |batch: &Batch| batch.device != device.device;
        batches.recording.retain(|_, batch| others(batch));
        batches.finished.retain(|_, batch| others(batch));
    }
}

impl Batch {
    /// What cannot be made is invalid, and so is the guest's pass then: that happens on a lost device, or
    /// one without memory.
    fn new(device: ObservedDevice<'_>) -> Self {
        let ObservedDevice { global, device, .. } = device;
        let queries = QuerySetDescriptor {
            label: None,
            ty: QueryType::Timestamp,
            count: 2 * PASSES,
        };
        let buffer = |usage| {
            let descriptor = BufferDescriptor {
                label: None,
                size: u64::from(2 * PASSES) * RESULT,
                usage,
                mapped_at_creation: false,
            };
            global.device_create_buffer(device, &descriptor, None).0
        };
        Self {
            global: Arc::clone(global),
            device,
            queries: global.device_create_query_set(device, &queries, None).0,
            resolved: buffer(BufferUsages::QUERY_RESOLVE | BufferUsages::COPY_SRC),
            mapped: buffer(BufferUsages::MAP_READ | BufferUsages::COPY_DST),
            names: Vec::new(),
        }
    }

    /// The size of the results.
    fn size(&self) -> u64 {
        2 * RESULT * self.names.len() as u64
    }

    /// Records that the results are copied to where they can be mapped. An encoder that refuses is invalid
    /// already, which the guest learns from its `finish`.
    fn read_back(&self, global: &Global, encoder: CommandEncoderId) {
        let count = 2 * self.names.len() as u32;
        let (from, to) = (self.resolved, self.mapped);
        let _ = global.command_encoder_resolve_query_set(encoder, self.queries, 0, count, from, 0);
        let size = Some(self.size());
        let _ = global.command_encoder_copy_buffer_to_buffer(encoder, from, 0, to, 0, size);
    }

    /// Gives the results to the profile.
    fn report(&self, profile: &Profile, submitted: Instant) {
        let range = (self.global).buffer_get_mapped_range(self.mapped, 0, Some(self.size()));
        let Ok((start, size)) = range else { return };
        // SAFETY: wgpu-core gives the start of `size` mapped bytes, aligned to 8, which stay mapped until
        // the buffer goes with `self`. Nothing writes to them.
        #[allow(unsafe_code)]
        let bytes = unsafe { std::slice::from_raw_parts(start.as_ptr(), size as usize) };
        let mut times = bytes.chunks_exact(RESULT as usize).map(|bytes| {
            let bytes = bytes.try_into().unwrap_or_default();
            u64::from_le_bytes(bytes)
        });
        for name in &self.names {
            let (Some(begin), Some(end)) = (times.next(), times.next()) else {
                return;
            };
            // A command buffer that was refused has written nothing.
            if begin == 0 || end < begin {
                continue;
            }
            profile.add_pass(Pass {
                name: name.clone(),
                device: self.device,
                begin,
                end,
                submitted,
            });
        }
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.global.buffer_drop(self.mapped);
        self.global.buffer_drop(self.resolved);
        self.global.query_set_drop(self.queries);
    }
}
