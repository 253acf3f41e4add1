//! The command line: read a picture, run the filters on the GPU, write a PNG.

mod arguments;

use std::error::Error;
use std::io::ErrorKind;
use std::process::ExitCode;
use std::time::Duration;

use arguments::{Arguments, HELP};
use image_filter::{Engine, Filter, Picture};

/// What there is to filter where no INPUT is given: see photo/README.md.
const PHOTO: &[u8] = include_bytes!("../photo/astronaut.jpg");

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
            eprintln!("image-filter: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let (name, file) = match &arguments.input {
        Some(path) => (path.as_str(), read(path)?),
        None => ("built-in photograph", PHOTO.to_vec()),
    };
    let engine = Engine::new().await?;
    let picture = Picture::decode(&file, engine.max_picture_bytes())
        .map_err(|error| format!("{name}: {error}"))?;
    eprintln!("{name}: {} x {} pixels", picture.width(), picture.height());
    eprintln!("GPU: {}", engine.adapter_name());

    let mut canvas = engine.upload(&picture)?;
    // A large picture need not be held twice.
    drop((picture, file));
    let mut total = Duration::ZERO;
    for &filter in &arguments.filters {
        let time = canvas.apply(filter).await?;
        total += time;
        eprintln!("  {:<18}{:>12}", filter.to_string(), milliseconds(time));
    }
    let total = milliseconds(total);
    eprintln!("  {:<18}{total:>12}", "all on the GPU");

    let png = canvas.download().await?.encode_png()?;
    let output = &arguments.output;
    std::fs::write(output, &png).map_err(|error| format!("cannot write {output:?}: {error}"))?;
    eprintln!("{output}: {} bytes", png.len());
    Ok(())
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| {
        let hint = match path.parse::<Filter>() {
            // The name of a filter, mistyped, reads as the name of a file.
            Err(unknown) if error.kind() == ErrorKind::NotFound && !path.contains(['.', '/']) => {
                format!("; {unknown}")
            }
            _ => String::new(),
        };
        format!("cannot read {path:?}: {error}{hint}")
    })
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
