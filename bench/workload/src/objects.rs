//! Objects that are made and dropped.

use std::time::Duration;

use wgpu::{SamplerDescriptor, TextureViewDescriptor};

use crate::gpu::Gpu;
use crate::scene::{self, Scene};
use crate::{Result, portions, timed};

/// wgpu frees some of what is dropped when it next polls: so many are dropped before it may.
const PORTION: u32 = 256;

pub(crate) async fn measure(
    gpu: &Gpu,
    scene: &Scene,
    what: &str,
    times: u32,
) -> Result<Option<Duration>> {
    Ok(Some(match what {
        "buffer" => repeat(gpu, times, || scene::create_numbers(gpu)).await?,
        "bind-group" => {
            let (layout, numbers) = (&scene.group_layout, &scene.numbers[0]);
            repeat(gpu, times, || scene::create_group(gpu, layout, numbers)).await?
        }
        "texture-view" => {
            let descriptor = TextureViewDescriptor::default();
            repeat(gpu, times, || scene.texture.create_view(&descriptor)).await?
        }
        "sampler" => {
            let descriptor = SamplerDescriptor::default();
            repeat(gpu, times, || gpu.device.create_sampler(&descriptor)).await?
        }
        "compute-pipeline" => repeat(gpu, times, || scene.create_pipeline(gpu)).await?,
        _ => return Ok(None),
    }))
}

async fn repeat<T>(gpu: &Gpu, times: u32, make: impl Fn() -> T) -> Result<Duration> {
    let mut total = Duration::ZERO;
    for portion in portions(times, PORTION) {
        let ((), time) = timed(|| {
            for _ in 0..portion {
                drop(make());
            }
        });
        total += time;
        gpu.finish().await?;
    }
    Ok(total)
}
