//! `cargo xtask`: the commands of this workspace. Each one sets up what it needs.
//!
//! It has no dependencies, so that a fresh clone shows its first line within seconds.

mod apt;
mod bench;
mod coverage;
mod demo;
mod lint;
mod mesa;
mod model;
mod runner;
mod steps;
mod test;
mod toolchain;
mod vulkan;
mod workspace;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use workspace::Workspace;

const HELP: &str = "\
The commands of this workspace. Each one sets up what it needs.

  cargo xtask demo    filter a photo on the GPU, from a fresh clone
  cargo xtask test    run every test
  cargo xtask lint    check formatting and clippy
  cargo xtask bench [options]
                      measure a guest's GPU work beside native wgpu (`--help` lists the options), or
                      with `--bundle FOLDER` pack that for a machine without Rust
  cargo xtask coverage
                      list which functions of wasi:webgpu the SDK's safe layer reaches
  cargo xtask model minilm
                      fetch the model of examples/embed, 90 MB, with Python's pip
  cargo xtask run [host options] <guest.wasm> [guest arguments]
                      run a guest on the host, building the host if it is missing or old
  cargo xtask with-gpu <program> [arguments]
                      run any program where it sees a GPU: the machine's, or else a software one

`run` is cargo's runner for wasm32-wasip2. The guest sees the current directory as `.`; the host
takes more options from the variable WASI_WEBGPU_RUN_ARGS (`cargo xtask run --help` lists them).";

/// An error's message is for the person at the terminal: one line that says what to do.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<OsString> = args.collect();
    let result = Workspace::find().and_then(|workspace| match (command.to_str(), &*rest) {
        (Some("demo"), []) => demo::demo(&workspace),
        (Some("test"), []) => test::test(&workspace),
        (Some("lint"), []) => lint::lint(&workspace),
        (Some("bench"), args) => bench::bench(&workspace, args),
        (Some("coverage"), []) => coverage::coverage(&workspace),
        (Some("model"), [name]) => model::model(&workspace, &name.to_string_lossy()),
        (Some("run"), args @ [_, ..]) => runner::run(&workspace, args),
        (Some("with-gpu"), [program, args @ ..]) => runner::with_gpu(&workspace, program, args),
        (Some("--help" | "-h" | "help"), _) => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("{HELP}");
            Ok(ExitCode::from(2))
        }
    });
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
