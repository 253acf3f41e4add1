//! The command line: render an animation on the GPU, stream it as a video.

mod arguments;

use std::fs::File;
use std::io::{Write, stdout};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use arguments::{Arguments, HELP};
use futures::StreamExt as _;
use stream_frames::{Error, Packer, Ring, Scene, Size};
use wasi_webgpu::compute::Gpu;

/// Frames on their way at once: one is drawn, one is copied, one is written.
const DEPTH: usize = 3;

#[wasi_webgpu::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse(std::env::args_os()) {
        Ok(Some(arguments)) => run(&arguments).await,
        Ok(None) => {
            println!("{HELP}");
            Ok(())
        }
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stream-frames: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let output: Box<dyn Write> = match &arguments.output {
        Some(path) => {
            Box::new(File::create(path).map_err(|error| format!("cannot write {path:?}: {error}"))?)
        }
        // Its buffer is for short lines: frames go past it.
        None => Box::new(stdout().lock()),
    };
    let gpu = Gpu::request().await?;
    eprintln!("GPU: {}", gpu.info().name);
    match stream(&gpu, arguments, output).await {
        // A player was closed.
        Err(error) if error.is_closed_pipe() => Ok(()),
        done => Ok(done?),
    }
}

/// Renders all frames, and writes each as soon as it is there.
async fn stream(gpu: &Gpu, arguments: &Arguments, output: impl Write) -> Result<(), Error> {
    let &Arguments {
        size,
        frames: count,
        fps,
        format,
        ..
    } = arguments;
    let mut scene = Scene::new(gpu, size).await?;
    let packer = Packer::new(gpu, scene.picture(), format.layout()).await?;
    let mut ring = Ring::new(gpu, format.layout().len(size), DEPTH).await?;
    let mut video = format.write(output, size, fps, count)?;

    let begin = Instant::now();
    let mut writing = Duration::ZERO;
    let mut frames = ring.frames(count, |n, encoder, staging| {
        scene.render(encoder, f64::from(n) / f64::from(count))?;
        packer.pack(encoder, staging)
    });
    while let Some(frame) = frames.next().await {
        let frame = frame?;
        let arrived = Instant::now();
        video.frame(&frame)?;
        writing += arrived.elapsed();
    }
    video.finish()?;
    report(size, count, begin.elapsed(), writing);
    Ok(())
}

/// One line: what was not spent on writing was spent on recording, and on waiting for the GPU.
fn report(Size { width, height }: Size, count: u32, total: Duration, writing: Duration) {
    let rate = f64::from(count) / total.as_secs_f64();
    let [total, waiting, writing] =
        [total, total - writing, writing].map(|time| time.as_secs_f64());
    eprintln!(
        "{count} frames of {width}x{height} in {total:.2} s: {rate:.1} frames/s; \
         {waiting:.2} s for the GPU, {writing:.2} s for writing"
    );
}
