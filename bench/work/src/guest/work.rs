//! A piece of work, as steps.

use std::ops::Range;
use std::time::{Duration, Instant};

use wasi_webgpu::{
    Buffer,
    compute::{Dispatch, Gpu, TypedBuffer},
};

use crate::Result;

/// What is done, and where the results are.
pub(crate) struct Work {
    pub(crate) steps: Vec<Step>,
    /// Bytes that are the same whoever does the work.
    pub(crate) results: Vec<(Buffer, Range<u64>)>,
    /// What is read to know that the GPU is done.
    flag: TypedBuffer<u32>,
}

pub(crate) enum Step {
    /// Bytes to a place in a buffer.
    Write(Buffer, u64, Vec<u8>),
    /// One submission.
    Run(Vec<Dispatch>),
}

/// The most bytes of a result that are compared.
const MOST: u64 = 1 << 20;

impl Work {
    pub(crate) fn new(gpu: &Gpu) -> Result<Self> {
        Ok(Self {
            steps: Vec::new(),
            results: Vec::new(),
            flag: gpu.buffer("flag").zeroed(1)?,
        })
    }

    /// Runs dispatches by one submission.
    pub(crate) fn run(mut self, dispatches: Vec<Dispatch>) -> Self {
        self.steps.push(Step::Run(dispatches));
        self
    }

    /// Writes elements at the begin of a buffer.
    pub(crate) fn write<T: bytemuck::Pod>(mut self, to: &TypedBuffer<T>, elements: &[T]) -> Self {
        let bytes = bytemuck::cast_slice(elements).to_vec();
        self.steps
            .push(Step::Write(to.buffer().clone(), to.offset(), bytes));
        self
    }

    /// Has a buffer's begin and end as results.
    pub(crate) fn result<T: bytemuck::Pod>(mut self, buffer: &TypedBuffer<T>) -> Self {
        let (begin, end) = (buffer.offset(), buffer.offset() + buffer.size());
        let buffer = buffer.buffer();
        let first = begin..end.min(begin + MOST);
        let last = end.saturating_sub(MOST).max(first.end)..end;
        for range in [first, last] {
            if !range.is_empty() {
                self.results.push((buffer.clone(), range));
            }
        }
        self
    }

    /// Does it so many times, until the GPU is done with it.
    pub(crate) async fn play(&self, gpu: &Gpu, times: u32) -> Result<Duration> {
        let begin = Instant::now();
        for _ in 0..times {
            for step in &self.steps {
                match step {
                    Step::Write(buffer, offset, bytes) => {
                        gpu.queue().write_buffer(buffer, *offset, bytes);
                    }
                    Step::Run(dispatches) => gpu.run(dispatches).await?,
                }
            }
        }
        self.flag.read().await?;
        Ok(begin.elapsed())
    }
}
