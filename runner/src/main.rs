//! `wasi-webgpu-run`: runs a component that uses `wasi:webgpu`, as a command, by calling one of its
//! functions, or as a suite of Rust tests.

mod args;
mod cache;
mod environment;
mod error;
mod gpu;
mod guest;
mod harness;
mod imports;
mod invoke;
mod limits;
mod tools;
mod validate;
mod version;

use std::panic;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use clap::Parser;
use tokio::runtime::Runtime;
use wasi_webgpu_host::{Backends, Instance};
use wasmtime_wasi::WasiCtxBuilder;

use crate::args::Args;
use crate::environment::Environment;
use crate::error::Error;
use crate::gpu::Gpu;
use crate::guest::{Binary, Ending, Guest};
use crate::harness::Role;
use crate::tools::Tools;

/// The runner itself could not run the guest. The number is what `env`, `timeout` and container
/// runtimes use, so that it is not taken for a guest's own.
const EXIT_RUNNER: u8 = 125;
/// The guest took longer than `--timeout`: what `timeout` reports.
const EXIT_TIMEOUT: u8 = 124;
/// The guest trapped: what a shell reports for a native program that aborts.
const EXIT_TRAP: u8 = 134;

/// A guest that the cache has is there sooner, and would be held up by a driver that is loaded at the same time. One
/// that is compiled is not.
const CACHED: Duration = Duration::from_millis(10);

fn main() -> ExitCode {
    hush_poll_threads();
    run(Args::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(EXIT_RUNNER)
    })
}

/// Says nothing of panics in the host's poll threads: the host catches them, and what they mean for a
/// guest, a lost device for instance, that guest is told.
fn hush_poll_threads() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some(wasi_webgpu_host::POLL_THREAD) {
            tracing::debug!("{info}");
        } else {
            default(info);
        }
    }));
}

fn run(args: Args) -> Result<ExitCode, Error> {
    let tools = Tools::install(&args)?;
    if args.list_adapters {
        gpu::print_adapters(args.backends())?;
        return Ok(ExitCode::SUCCESS);
    }
    let guest_args = args.guest_args()?;
    let binary = Binary::read(args.guest())?;
    let role = match args.invoke {
        Some(_) => Role::Command,
        None => Role::new(args.test, binary.sections(), &guest_args),
    };
    // Tools list a suite's tests often: no GPU driver is loaded for that.
    let imports_webgpu = binary.sections().imports_webgpu;
    let uses_gpu = role != Role::Listing && (imports_webgpu || args.adapter.is_some());
    let (backends, adapter) = match uses_gpu {
        true => (args.backends(), args.adapter.as_deref()),
        false => (Backends::empty(), None),
    };
    if args.validate_only {
        validate::report(&compile(binary, &args)?, &args, role)?;
        return Ok(ExitCode::SUCCESS);
    }
    let patience = args.limits.patience();
    let (guest, gpu) = load(binary, &args, backends);
    let guest = match (guest, &gpu) {
        (Err(error), Some(gpu)) => {
            wait_for_gpu(gpu.clone(), patience);
            return Err(error);
        }
        (guest, _) => guest?,
    };
    tools.learn(guest.component());
    // While a driver is loaded, no thread can be started.
    let runtime = Runtime::new().map_err(Error::Runtime)?;
    let gpu = gpu.unwrap_or_else(|| Instance::new(backends));
    let mut environment = Environment::new(&args, Gpu::new(gpu.clone(), adapter)?);
    environment.observe_passes(tools.pass_observer());
    if role == Role::WholeSuite {
        // What libtest has captured is lost when a failing test ends the guest.
        environment.set("RUST_TEST_NOCAPTURE", "1");
    }

    let outcome = run_as(role, guest, environment, &runtime, &args, &guest_args);
    // A guest that ended while a read from stdin was pending must not keep the runner alive.
    runtime.shutdown_background();
    wait_for_gpu(gpu, patience);
    let finished = tools.finish();
    outcome.and_then(|code| finished.map(|()| code))
}

/// Compiles the guest. Where that takes long, the GPU's drivers are loaded meanwhile.
fn load(
    binary: Binary,
    args: &Args,
    backends: Backends,
) -> (Result<Guest, Error>, Option<Instance>) {
    let (compiled, compiling) = mpsc::channel::<()>();
    let opener = thread::spawn(move || {
        let waited = compiling.recv_timeout(CACHED);
        (waited == Err(RecvTimeoutError::Timeout)).then(|| Instance::new(backends))
    });
    let guest = compile(binary, args);
    drop(compiled);
    let gpu = (opener.join()).unwrap_or_else(|panicked| panic::resume_unwind(panicked));
    (guest, gpu)
}

fn compile(binary: Binary, args: &Args) -> Result<Guest, Error> {
    let cache = if args.no_cache { None } else { cache::open() };
    let guest = binary.compile(cache.clone(), args.limits.interrupt())?;
    cache::log(cache.as_ref());
    Ok(guest)
}

/// Waits for what guests have left on the GPU, which may be a loop without end.
fn wait_for_gpu(gpu: Instance, patience: Option<Duration>) {
    let Some(patience) = patience else {
        return gpu.wait_for_dropped();
    };
    let (done, waiting) = mpsc::channel();
    thread::spawn(move || {
        gpu.wait_for_dropped();
        done.send(())
    });
    if waiting.recv_timeout(patience).is_err() {
        tracing::warn!("the GPU is still at work for the guest");
    }
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
            ExitCode::from(if trap.is_timeout() {
                EXIT_TIMEOUT
            } else {
                EXIT_TRAP
            })
        }
    }
}
