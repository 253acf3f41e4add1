//! The command line: set two galaxies up, let them collide on the GPU, write a PNG.

mod arguments;

use std::error::Error;
use std::process::ExitCode;

use arguments::{Arguments, HELP};
use nbody::{Bodies, Simulation};
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
            eprintln!("nbody: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let gpu = Gpu::request().await?;
    eprintln!("GPU: {}", gpu.info().name);
    // Before memory is spent on them.
    let count = Simulation::check(arguments.bodies as usize)?;
    let bodies = Bodies::colliding_disks(count, arguments.seed);
    let mut simulation = Simulation::new(&gpu, &bodies, arguments.softening)?;

    let before = simulation.energy().await?.total();
    let time = simulation.run(arguments.steps, arguments.dt).await?;
    if arguments.steps > 0 {
        let rate = simulation.interactions(arguments.steps) as f64 / time.as_secs_f64();
        eprintln!(
            "{count} bodies, {} steps of {}: {:.3} s, {rate:.3e} interactions/s",
            arguments.steps,
            arguments.dt,
            time.as_secs_f64(),
        );
    }
    let after = simulation.energy().await?.total();
    eprintln!(
        "energy: {before:.8} at the start, {after:.8} at the end, drift {:.1e} ({})",
        // One body has no energy at all.
        (after - before) / before.abs().max(f64::MIN_POSITIVE),
        if count <= Simulation::EXACT_ENERGY {
            "in f64"
        } else {
            "potential in f32 on the GPU"
        },
    );

    let png = simulation.bodies().await?.encode_png(arguments.side)?;
    let output = &arguments.output;
    std::fs::write(output, &png).map_err(|error| format!("cannot write {output:?}: {error}"))?;
    eprintln!("{output}: {} bytes", png.len());
    Ok(())
}
