use std::{
    borrow::Borrow,
    fmt,
    time::{Duration, Instant},
};

use wgpu_types::{BufferUsages, Features, QUERY_SIZE, QueryType};

use super::{Dispatch, Gpu, TypedBuffer};
use crate::{BufferDescriptor, ComputePassTimestampWrites, QuerySetDescriptor, Result};

/// How long dispatches took: see [`Gpu::time`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuTime {
    /// The time.
    pub duration: Duration,
    /// What the time is of.
    pub source: TimeSource,
}

/// How a [`GpuTime`] was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeSource {
    /// By the GPU's clock, from the beginning of the first dispatch to the end of the last. Hosts may
    /// round it, to 100 µs for instance.
    TimestampQuery,
    /// By the guest's clock, from the submission until the guest knew that the work was done: the
    /// device has no timestamp queries. It is longer than the work by the way there and back.
    WallClock,
}

/// `1.5ms`, and `1.5ms (wall clock)`.
impl fmt::Display for GpuTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match self.source {
            TimeSource::TimestampQuery => "",
            TimeSource::WallClock => " (wall clock)",
        };
        write!(f, "{:?}{source}", self.duration)
    }
}

impl Gpu {
    /// Runs dispatches as [`run`](Self::run) does, waits for their work, and says how long it took.
    ///
    /// A first run compiles pipelines: run once before, to time the work alone.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub async fn time<D: Borrow<Dispatch>>(
        &self,
        dispatches: impl IntoIterator<Item = D>,
    ) -> Result<GpuTime> {
        let owned: Vec<D> = dispatches.into_iter().collect();
        let borrowed: Vec<_> = owned.iter().map(Borrow::borrow).collect();
        if self.features().contains(Features::TIMESTAMP_QUERY) {
            self.time_by_queries(&borrowed).await
        } else {
            self.time_by_wall_clock(&borrowed).await
        }
    }

    async fn time_by_queries(&self, dispatches: &[&Dispatch]) -> Result<GpuTime> {
        let label = Some("Gpu::time");
        let query_set = self.device().create_query_set(&QuerySetDescriptor {
            label,
            ty: QueryType::Timestamp,
            count: 2,
        })?;
        let timestamp_writes = ComputePassTimestampWrites {
            query_set: &query_set,
            beginning_of_pass_write_index: Some(0),
            end_of_pass_write_index: Some(1),
        };
        let times = self.device().create_buffer(&BufferDescriptor {
            label,
            size: 2 * u64::from(QUERY_SIZE),
            usage: BufferUsages::QUERY_RESOLVE | BufferUsages::COPY_SRC,
            mapped_at_creation: false,
        });
        self.run_all(dispatches, Some(timestamp_writes)).await?;
        let mut encoder = self.device().create_command_encoder(&Default::default());
        encoder.resolve_query_set(&query_set, 0..2, &times, 0);
        self.queue().submit([encoder.finish()]);
        let times: Vec<u64> = TypedBuffer::from_buffer(self, times).read().await?;
        Ok(GpuTime {
            // The clock may have been set back between the two.
            duration: Duration::from_nanos(times[1].saturating_sub(times[0])),
            source: TimeSource::TimestampQuery,
        })
    }

    async fn time_by_wall_clock(&self, dispatches: &[&Dispatch]) -> Result<GpuTime> {
        self.queue().on_submitted_work_done().await;
        let start = Instant::now();
        self.run_all(dispatches, None).await?;
        self.queue().on_submitted_work_done().await;
        Ok(GpuTime {
            duration: start.elapsed(),
            source: TimeSource::WallClock,
        })
    }
}
