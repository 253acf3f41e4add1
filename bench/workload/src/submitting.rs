//! Commands that are submitted, and waiting for them.

use std::time::{Duration, Instant};

use crate::gpu::Gpu;
use crate::recording::{long_pass, pass};
use crate::scene::Scene;
use crate::{Result, platform, portions, timed};

/// Command buffers that are there at a time.
const PORTION: u32 = 64;

pub(crate) async fn measure(
    gpu: &Gpu,
    scene: &Scene,
    what: &str,
    times: u32,
) -> Result<Option<Duration>> {
    Ok(Some(match what {
        "pass" => encode_and_submit(gpu, scene, times).await?,
        "wait" => submit_and_wait(gpu, scene, times).await?,
        "map" => submit_and_map(gpu, times).await?,
        "long-pass" => run_long_pass(gpu, scene, 1, times).await?,
        "long-bound-pass" => run_long_pass(gpu, scene, 2, times).await?,
        _ => return Ok(None),
    }))
}

async fn encode_and_submit(gpu: &Gpu, scene: &Scene, times: u32) -> Result<Duration> {
    let mut total = Duration::ZERO;
    for portion in portions(times, PORTION) {
        let ((), time) = timed(|| {
            for _ in 0..portion {
                gpu.queue.submit([pass(gpu, scene)]);
            }
        });
        total += time;
        gpu.finish().await?;
    }
    Ok(total)
}

/// Submits a recorded pass, and waits until the queue is done with it.
async fn submit_and_wait(gpu: &Gpu, scene: &Scene, times: u32) -> Result<Duration> {
    let mut total = Duration::ZERO;
    for portion in portions(times, PORTION) {
        let recorded: Vec<_> = (0..portion).map(|_| pass(gpu, scene)).collect();
        let start = Instant::now();
        for commands in recorded {
            gpu.queue.submit([commands]);
            platform::work_done(&gpu.device, &gpu.queue).await?;
        }
        total += start.elapsed();
    }
    Ok(total)
}

/// Submits a recorded copy, and waits until it can be read.
async fn submit_and_map(gpu: &Gpu, times: u32) -> Result<Duration> {
    let mut total = Duration::ZERO;
    for portion in portions(times, PORTION) {
        let record = |_| {
            let mut encoder = gpu.encoder();
            gpu.raise_flag(&mut encoder);
            encoder.finish()
        };
        let recorded: Vec<_> = (0..portion).map(record).collect();
        let start = Instant::now();
        for commands in recorded {
            gpu.queue.submit([commands]);
            gpu.wait_for_flag().await?;
        }
        total += start.elapsed();
    }
    Ok(total)
}

/// Records a pass of many dispatches, submits it, and waits for the GPU to be done.
async fn run_long_pass(gpu: &Gpu, scene: &Scene, buffers: usize, times: u32) -> Result<Duration> {
    let start = Instant::now();
    for _ in 0..times {
        let mut flag = gpu.encoder();
        gpu.raise_flag(&mut flag);
        gpu.queue
            .submit([long_pass(gpu, scene, buffers), flag.finish()]);
        gpu.wait_for_flag().await?;
    }
    Ok(start.elapsed())
}
