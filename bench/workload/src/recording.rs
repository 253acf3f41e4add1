//! Commands that are recorded and not submitted.

use std::time::Duration;

use wgpu::CommandBuffer;

use crate::gpu::Gpu;
use crate::scene::Scene;
use crate::timed;

/// Dispatches in a pass.
const DISPATCHES: usize = 1000;

pub(crate) fn measure(gpu: &Gpu, scene: &Scene, what: &str, times: u32) -> Option<Duration> {
    let once = match what {
        "dispatch" => dispatches,
        "bound-dispatch" => bound_dispatches,
        "pass" => |gpu: &Gpu, scene: &Scene| timed(|| pass(gpu, scene)).1,
        _ => return None,
    };
    Some((0..times).map(|_| once(gpu, scene)).sum())
}

/// A pass with one dispatch, from the encoder to the command buffer.
pub(crate) fn pass(gpu: &Gpu, scene: &Scene) -> CommandBuffer {
    let mut encoder = gpu.encoder();
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&scene.pipelines[0]);
    pass.set_bind_group(0, &scene.groups[0], &[]);
    pass.dispatch_workgroups(1, 1, 1);
    drop(pass);
    encoder.finish()
}

/// A pass with many dispatches, on as many buffers in turn.
pub(crate) fn long_pass(gpu: &Gpu, scene: &Scene, buffers: usize) -> CommandBuffer {
    let mut encoder = gpu.encoder();
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&scene.pipelines[0]);
    pass.set_bind_group(0, &scene.groups[0], &[]);
    for i in 0..DISPATCHES {
        if buffers > 1 {
            pass.set_bind_group(0, &scene.groups[i % buffers], &[]);
        }
        pass.dispatch_workgroups(1, 1, 1);
    }
    drop(pass);
    encoder.finish()
}

/// Dispatches alone.
fn dispatches(gpu: &Gpu, scene: &Scene) -> Duration {
    let mut encoder = gpu.encoder();
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&scene.pipelines[0]);
    pass.set_bind_group(0, &scene.groups[0], &[]);
    let ((), time) = timed(|| {
        for _ in 0..DISPATCHES {
            pass.dispatch_workgroups(1, 1, 1);
        }
    });
    time
}

/// Dispatches, each with another pipeline and another bind group than the one before.
fn bound_dispatches(gpu: &Gpu, scene: &Scene) -> Duration {
    let mut encoder = gpu.encoder();
    let mut pass = encoder.begin_compute_pass(&Default::default());
    let ((), time) = timed(|| {
        for i in 0..DISPATCHES {
            pass.set_pipeline(&scene.pipelines[i % 2]);
            pass.set_bind_group(0, &scene.groups[i % 2], &[]);
            pass.dispatch_workgroups(1, 1, 1);
        }
    });
    time
}
