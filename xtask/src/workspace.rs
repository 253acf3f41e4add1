//! Where things are, and how to call cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The target of every guest.
pub(crate) const GUEST_TARGET: &str = "wasm32-wasip2";

// Cargo unites the features of the packages in one call: a call for the host together with others
// would build wasmtime a second time. So each of these groups has calls of its own.

/// The packages without the host in their dependencies.
pub(crate) const LIGHT: &[&str] = &[
    "wasi-webgpu",
    "wasi-webgpu-macros",
    "wasi-webgpu-shader-limits",
    "xtask",
    "wit-coverage",
    "bench",
    "bench-protocol",
];
/// The host and its runner, and a host without a GPU to compare its calls with.
pub(crate) const HOST: &[&str] = &[
    "wasi-webgpu-host",
    "wasi-webgpu-traced-linker",
    "wasi-webgpu-run",
    "bench-yardstick-host",
];
/// The tests that drive both hosts from outside.
pub(crate) const INTEGRATION: &[&str] = &["integration-tests"];
/// The published host, which turns on features of wasmtime that ours does without.
pub(crate) const PEER: &[&str] = &["peer-host"];

/// The checkout and its target folder.
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the user has put it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// The checkout that cargo runs this program for, and the target folder that it lies in: checkouts
    /// that share the folder share this program.
    pub(crate) fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").ok_or("run it by `cargo xtask`")?;
        let root = Path::new(&package)
            .parent()
            .ok_or("xtask must be a folder of the workspace")?;
        let exe = env::current_exe()?;
        let target = exe
            .ancestors()
            .nth(2)
            .ok_or("xtask must run from cargo's target folder: use `cargo xtask`")?;
        Ok(Self {
            root: root.to_owned(),
            target: target.to_owned(),
        })
    }

    /// A call of cargo in the root of the workspace, into this target folder.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .arg(subcommand)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// A call of cargo for `packages`.
    pub(crate) fn cargo_packages(&self, subcommand: &str, packages: &[&str]) -> Command {
        let mut cargo = self.cargo(subcommand);
        for package in packages {
            cargo.args(["--package", package]);
        }
        cargo
    }

    /// A call of cargo for the guests, which are all packages but those above.
    pub(crate) fn cargo_guests(&self, subcommand: &str) -> Command {
        let mut cargo = self.cargo(subcommand);
        cargo.args(["--target", GUEST_TARGET, "--workspace"]);
        for package in [LIGHT, HOST, INTEGRATION, PEER].concat() {
            cargo.args(["--exclude", package]);
        }
        cargo
    }
}

/// Runs `command` to its end, its output shown; an exit status other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .map_err(|error| format!("cannot start {program}: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
    let program = Path::new(&program)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    Err(format!("`{program} {}` failed ({status})", arguments.join(" ")).into())
}
