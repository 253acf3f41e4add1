//! The work that is measured. The same source is a guest, on `wasi-webgpu`, and a native program, on `wgpu`.

#[cfg(target_os = "wasi")]
extern crate wasi_webgpu as wgpu;

mod calls;
mod gpu;
mod objects;
mod platform;
mod recording;
mod scene;
mod submitting;
mod transfers;

use std::error::Error;
use std::time::{Duration, Instant};

use bench_protocol::{Line, Request, requests};

use gpu::Gpu;
use scene::Scene;
use transfers::Transfers;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[cfg(target_os = "wasi")]
#[wasi_webgpu::main]
async fn main() -> Result<()> {
    serve().await
}

#[cfg(not(target_os = "wasi"))]
fn main() -> Result<()> {
    pollster::block_on(serve())
}

async fn serve() -> Result<()> {
    println!("{}", Line::Main);
    let gpu = Gpu::open().await?;
    let scene = Scene::new(&gpu);
    scene.first_result(&gpu).await?;
    println!("{}", Line::Ready(gpu.adapter()));

    let mut transfers = Transfers::default();
    for request in requests() {
        let Request { row, times } = request?;
        let time = measure(&gpu, &scene, &mut transfers, &row, times).await?;
        // What is dropped, and what the GPU still does, is not the next row's.
        gpu.finish().await?;
        println!(
            "{}",
            time.map_or_else(|| Line::Lacks(format!("no row {row}")), Line::Time)
        );
    }
    Ok(())
}

/// Does what a row stands for; `None` if this program has no such row.
async fn measure(
    gpu: &Gpu,
    scene: &Scene,
    transfers: &mut Transfers,
    row: &str,
    times: u32,
) -> Result<Option<Duration>> {
    let (group, what) = row.split_once('/').unwrap_or((row, ""));
    match group {
        "call" => Ok(calls::measure(scene, times)),
        "object" => objects::measure(gpu, scene, what, times).await,
        "record" => Ok(recording::measure(gpu, scene, what, times)),
        "submit" => submitting::measure(gpu, scene, what, times).await,
        "write-buffer" | "upload" | "read-back" => {
            let size = what.parse()?;
            transfers.measure(gpu, group, size, times).await
        }
        _ => Ok(None),
    }
}

/// Splits `times` into portions of at most `most`.
fn portions(times: u32, most: u32) -> impl Iterator<Item = u32> {
    let begins = (0..times).step_by(most as usize);
    begins.map(move |begin| most.min(times - begin))
}

/// How long `work` takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}
