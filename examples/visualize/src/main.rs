//! The command line: read a table, count its points on the GPU, write a plot.

mod arguments;

use std::error::Error;
use std::fs::File;
use std::process::ExitCode;
use std::time::Instant;

use arguments::{Arguments, HELP, Source};
use visualize::{Bins, Grid, Points, draw};
use wasi_webgpu::compute::Gpu;

/// So many points fill bins of one pixel.
const MANY: usize = 100_000;

/// The most points of the demo: what the guest's memory holds with ease.
const MOST: usize = 50_000_000;

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
            eprintln!("visualize: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let points = load(&arguments.source)?;
    let (count, skipped) = (points.points().len(), points.skipped());
    eprintln!("{count} points, {skipped} records skipped");
    if count == 0 {
        return Err(visualize::Error::Empty { skipped }.into());
    }
    let gpu = Gpu::request().await?;
    eprintln!("GPU: {}", gpu.info().name);

    let pixels = arguments.bin.unwrap_or(if count < MANY { 4 } else { 1 });
    let [columns, rows] = arguments.size.map(|side| side / pixels);
    let begin = Instant::now();
    let bins = Bins::count(&gpu, &points, Grid { columns, rows }).await?;
    let highest = bins.highest().await?;
    let heatmap = bins.colour(pixels).await?;
    let time = begin.elapsed().as_secs_f64() * 1e3;
    eprintln!("{columns} x {rows} bins of up to {highest} points, in {time:.1} ms with compiling");

    let png = draw(&points, &heatmap)?;
    let output = &arguments.output;
    std::fs::write(output, &png).map_err(|error| format!("cannot write {output:?}: {error}"))?;
    eprintln!("{output}: {} bytes", png.len());
    Ok(())
}

fn load(source: &Source) -> Result<Points, String> {
    match source {
        Source::Demo(count) if *count > MOST => Err(format!("--demo: at most {MOST} points")),
        Source::Demo(count) => Ok(Points::clifford(*count)),
        Source::Table(path) => {
            let table =
                File::open(path).map_err(|error| format!("cannot read {path:?}: {error}"))?;
            Points::read_csv(table).map_err(|error| format!("{path}: {error}"))
        }
    }
}
