//! The command line: draw or read digits, train a network, write the curve of its loss.

mod arguments;

use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::process::ExitCode;
use std::time::Duration;

use arguments::{Arguments, HELP, Source};
use train::{Curve, Samples, Shape, Training, draw};
use wasi_webgpu::compute::Gpu;

/// How often the network is tried at what is held out.
const TESTS: u32 = 10;

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
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let gpu = Gpu::request().await?;
    eprintln!("GPU: {}", gpu.info().name);
    let (samples, held_out) = load(&arguments.source, arguments.settings.seed)?;
    let [width, height] = samples.size();
    let (count, rest) = (samples.len(), held_out.len());
    eprintln!("{count} samples of {width} x {height} pixels, and {rest} held out");

    let mut sizes = vec![samples.values()];
    sizes.resize(1 + arguments.depth, arguments.width);
    sizes.push(samples.classes());
    let mut training = Training::new(&gpu, &Shape::new(&sizes)?, &samples, arguments.settings)?;
    let steps = arguments.settings.steps;
    let mut time = Duration::ZERO;
    let mut tests = vec![(0, training.test(&held_out).await?.loss)];
    let mut accuracy = 0.0;
    for test in 0..TESTS {
        let [begin, end] = [test, test + 1]
            .map(|test| (u64::from(steps) * u64::from(test) / u64::from(TESTS)) as u32);
        time += training.run(end - begin).await?;
        let score = training.test(&held_out).await?;
        tests.push((end, score.loss));
        accuracy = 100.0 * score.accuracy;
        eprintln!(
            "step {end}: held out, loss {:.4}, accuracy {accuracy:.1} %",
            score.loss
        );
    }
    let rate = f64::from(steps) / time.as_secs_f64();
    println!("{accuracy:.1} % of the held-out samples after {steps} steps, {rate:.1} steps/s");

    let scores = training.scores().await?;
    let losses: Vec<_> = scores.iter().map(|score| score.loss).collect();
    let png = draw(Curve {
        losses: &losses,
        tests: &tests,
    })?;
    let output = &arguments.output;
    fs::write(output, &png).map_err(|error| format!("cannot write {output:?}: {error}"))?;
    eprintln!("{output}: {} bytes", png.len());
    Ok(())
}

/// What to learn from, and what to be tried at.
fn load(source: &Source, seed: u64) -> Result<(Samples, Samples), Box<dyn Error>> {
    match source {
        Source::Drawn(count) => {
            let (held_out, rest) = Samples::digits(*count, seed).split_at(count / 5);
            Ok((rest, held_out))
        }
        Source::Folder(folder) => {
            let open = |name: &str| {
                let path = format!("{folder}/{name}");
                let file = File::open(&path);
                file.map(BufReader::new)
                    .map_err(|error| format!("cannot read {path:?}: {error}"))
            };
            let read = |set: &str| -> Result<Samples, Box<dyn Error>> {
                let images = open(&format!("{set}-images-idx3-ubyte"))?;
                Ok(Samples::read_idx(
                    images,
                    open(&format!("{set}-labels-idx1-ubyte"))?,
                )?)
            };
            Ok((read("train")?, read("t10k")?))
        }
    }
}
