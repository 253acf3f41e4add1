//! `wasi-webgpu-run`: runs a component that uses `wasi:webgpu`, as a command, by calling one of its
//! functions, or as a suite of Rust tests.

mod args;
mod environment;
mod error;
mod gpu;
mod guest;
mod harness;
mod imports;
mod invoke;

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;
use wasmtime_wasi::WasiCtxBuilder;

use crate::args::Args;
use crate::environment::Environment;
use crate::error::Error;
use crate::guest::{Ending, Guest};
use crate::harness::Role;

/// The runner itself could not run the guest. The number is what `env`, `timeout` and container
/// runtimes use, so that it is not taken for a guest's own.
const EXIT_RUNNER: u8 = 125;
/// The guest trapped: what a shell reports for a native program that aborts.
const EXIT_TRAP: u8 = 134;

fn main() -> ExitCode {
    let args = Args::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    run(args).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(EXIT_RUNNER)
    })
}

fn run(args: Args) -> Result<ExitCode, Error> {
    if args.list_adapters {
        gpu::print_adapters(args.backends())?;
        return Ok(ExitCode::SUCCESS);
    }
    let guest_args = args.guest_args()?;
    let guest = Guest::load(args.guest())?;
    let role = match args.invoke {
        Some(_) => Role::Command,
        None => Role::new(args.test, &guest, &guest_args),
    };
    // Tools list a suite's tests often: no GPU driver is loaded for that.
    let uses_gpu = role != Role::Listing && (guest.imports_webgpu() || args.adapter.is_some());
    let mut environment = Environment::new(&args, uses_gpu)?;
    if role == Role::WholeSuite {
        // What libtest has captured is lost when a failing test ends the guest.
        environment.set("RUST_TEST_NOCAPTURE", "1");
    }
    let runtime = Runtime::new().map_err(Error::Runtime)?;
    let gpu = environment.gpu().instance().clone();

    let outcome = run_as(role, guest, environment, &runtime, &args, &guest_args);
    // A guest that ended while a read from stdin was pending must not keep the runner alive.
    runtime.shutdown_background();
    gpu.wait_for_dropped();
    outcome
}

fn run_as(
    role: Role,
    guest: Guest,
    environment: Environment,
    runtime: &Runtime,
    args: &Args,
    guest_args: &[String],
) -> Result<ExitCode, Error> {
    if role == Role::TestByTest {
        return harness::run(runtime.handle(), guest, environment, guest_args);
    }
    let host = environment.host(guest_args, WasiCtxBuilder::inherit_stdio)?;
    let ending = match &args.invoke {
        Some(function) => runtime.block_on(invoke::invoke(&guest, host, function))?,
        None => runtime.block_on(guest.run(host))?,
    };
    Ok(report(ending))
}

/// Says on stderr why a guest trapped, and gives the runner's exit code for how the guest ended.
fn report(ending: Ending) -> ExitCode {
    match ending {
        Ending::Exited(code) => ExitCode::from(code),
        Ending::Trapped(trap) => {
            eprintln!("error: {trap}");
            ExitCode::from(EXIT_TRAP)
        }
    }
}
