//! Why the runner could not run a guest.

use std::ffi::OsString;
use std::path::PathBuf;

use thiserror::Error;

/// A failure of the runner, as against one of the guest. Each message says what to do.
#[derive(Debug, Error)]
pub(crate) enum Error {
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },

    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },

    #[error(
        "`{}` is not a WebAssembly binary; give the .wasm file that `cargo build --target \
         wasm32-wasip2` writes",
        .0.display()
    )]
    NotWasm(PathBuf),

    #[error(
        "`{}` is a core module, not a component; build the guest with `--target wasm32-wasip2`",
        .0.display()
    )]
    CoreModule(PathBuf),

    #[error("cannot compile `{}`: {source:#}", path.display())]
    Compile {
        path: PathBuf,
        source: wasmtime::Error,
    },

    #[error(
        "this host does not offer what the guest imports; build the guest without it, or run it \
         on a host that has it:\n  {}",
        .0.join("\n  ")
    )]
    Imports(Vec<String>),

    #[error(
        "the guest is not a command: it has no wasi:cli/run export; name a function with \
         `--invoke`; {}", exported(.0)
    )]
    NoRun(Vec<String>),

    #[error("the guest has no function `{name}` to invoke; {}", exported(.exports))]
    NoFunction { name: String, exports: Vec<String> },

    #[error(
        "`{name}` takes arguments ({}); `--invoke` calls functions that take none",
        .parameters.join(", ")
    )]
    Parameters {
        name: String,
        parameters: Vec<String>,
    },

    #[error("the result of `{name}` has no WAVE form: {source:#}")]
    NotWave {
        name: String,
        source: wasmtime::Error,
    },

    #[error("the argument {0:?} is not Unicode, which WASI arguments must be")]
    Argument(OsString),

    #[error("cannot open the directory of `--dir {dir}`: {source:#}")]
    Dir {
        dir: String,
        source: wasmtime::Error,
    },

    #[error(
        "no GPU adapter on this machine, or none of the backend asked for; install a driver, for \
         instance Mesa's lavapipe (package mesa-vulkan-drivers), which needs no GPU"
    )]
    NoAdapter,

    #[error("no adapter matches `--adapter {name}`; this machine has: {}", .adapters.join(", "))]
    UnknownAdapter { name: String, adapters: Vec<String> },

    #[error(
        "the guest's test harness could not list its tests ({0}); if it is no Rust test binary, \
         run it with `--test never`"
    )]
    ListTests(String),

    #[error("cannot start the async runtime: {0}")]
    Runtime(std::io::Error),

    #[error("cannot set up the host: {0:#}")]
    Host(#[from] wasmtime::Error),
}

fn exported(names: &[String]) -> String {
    if names.is_empty() {
        "it exports no functions".to_owned()
    } else {
        format!("it exports: {}", names.join(", "))
    }
}
