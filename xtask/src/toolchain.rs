//! The Rust target and the components that a fresh toolchain may lack.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;
use crate::workspace::GUEST_TARGET;

/// Makes sure that rustc can compile guests.
pub(crate) fn ensure_guest_target() -> Result<()> {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", GUEST_TARGET])
        .output()
        .map_err(|error| {
            format!("cannot start rustc ({error}): install Rust from https://rustup.rs")
        })?;
    if Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir() {
        return Ok(());
    }
    rustup(["target", "add", GUEST_TARGET])
}

/// Makes sure that `cargo <subcommand>` is there, which rustup's `component` brings.
pub(crate) fn ensure_component(subcommand: &str, component: &str) -> Result<()> {
    let probe = Command::new("cargo")
        .args([subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if probe.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    rustup(["component", "add", component])
}

fn rustup(args: [&str; 3]) -> Result<()> {
    let [what, _, name] = args;
    match Command::new("rustup").args(args).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("`rustup {}` failed: its message is above", args.join(" ")).into()),
        Err(_) => Err(format!(
            "Rust's {what} {name} is missing and there is no rustup to add it: \
             install rustup from https://rustup.rs"
        )
        .into()),
    }
}
