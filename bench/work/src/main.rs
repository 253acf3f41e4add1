//! Work on the GPU, as a guest's author writes it, and the same work natively.
//!
//! The guest makes a piece of work by the SDK: buffers, and dispatches. Asked to, it writes all of that
//! into files: shaders, constants, layouts, sizes, first contents, and what is run in which order. The
//! native program plays the files on wgpu. So there is no second version of the work that could differ,
//! and the results must not either, by a single bit: that is checked whenever the files are loaded.
//!
//! `bench-work FOLDER` serves `bench-protocol`: `record/ROW` has the guest write the files of a row into
//! the folder; `work/ROW` has either program do the row's work.

#[cfg(target_os = "wasi")]
mod guest;
#[cfg(not(target_os = "wasi"))]
mod native;
mod recording;

#[cfg(target_os = "wasi")]
use guest as program;
#[cfg(not(target_os = "wasi"))]
use native as program;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use bench_protocol::{Line, Request, requests};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long something took, or why it cannot be done.
type Answer = std::result::Result<Duration, &'static str>;

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
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let mut program = program::Program::open(folder.unwrap_or_default()).await?;
    println!("{}", Line::Ready(program.adapter()));
    for request in requests() {
        let Request { row, times } = request?;
        let (task, work) = row.split_once('/').unwrap_or((&row, ""));
        let answer = match task {
            "record" => program.record(work).await?,
            "work" => program.work(work, times).await?,
            _ => Err("no such row"),
        };
        println!(
            "{}",
            answer.map_or_else(|why| Line::Lacks(why.to_owned()), Line::Time)
        );
    }
    Ok(())
}
