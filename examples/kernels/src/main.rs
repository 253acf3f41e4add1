//! The command line: run kernels on the GPU and on the CPU, compare, and write what is a picture.

mod arguments;
mod picture;

use std::error::Error;
use std::process::ExitCode;

use arguments::{Arguments, HELP};
use kernels::Kernel;
use wasi_webgpu::compute::Gpu;

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
            eprintln!("kernels: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let gpu = Gpu::request().await?;
    eprintln!("GPU: {}", gpu.info().name);
    let mut wrong = Vec::new();
    for &kernel in &arguments.kernels {
        if arguments.is_timed {
            let size = arguments.size.unwrap_or(kernel.large());
            println!("{kernel:<11} {}", kernel.time(&gpu, size).await?);
        } else if !check(&gpu, kernel, arguments).await? {
            wrong.push(kernel.name());
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(format!("the GPU and the CPU differ in {}", wrong.join(", ")).into()),
    }
}

async fn check(gpu: &Gpu, kernel: Kernel, arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let size = arguments.size.unwrap_or(kernel.small());
    let checked = kernel.check(gpu, size).await?;
    let (count, rust, by_hand) = (checked.count, checked.rust, checked.by_hand);
    println!("{kernel:<11} {count} numbers on GPU and CPU: {rust}; by hand: {by_hand}");
    if let Some(shades) = &checked.picture {
        let name = kernel.name();
        let output = arguments.output.clone();
        let output = output.unwrap_or_else(|| format!("{name}.png"));
        let png = picture::encode(shades, size)?;
        std::fs::write(&output, &png)
            .map_err(|error| format!("cannot write {output:?}: {error}"))?;
        eprintln!("{output}: {} bytes", png.len());
    }
    Ok(checked.agrees())
}
