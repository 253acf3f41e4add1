//! `cargo xtask lint`: formatting, and clippy for this machine and for the guests.

use std::process::ExitCode;

use crate::Result;
use crate::steps::Steps;
use crate::toolchain;
use crate::workspace::{self, HOST, INTEGRATION, LIGHT, Workspace};

const CLIPPY: [&str; 4] = ["--all-targets", "--", "--deny", "warnings"];

pub(crate) fn lint(workspace: &Workspace) -> Result<ExitCode> {
    let mut steps = Steps::new(4);
    // A failed step does not stop the others: a person wants all complaints at once.
    let _ = steps.step("formatting", || {
        toolchain::ensure_component("fmt", "rustfmt")?;
        workspace::run(workspace.cargo("fmt").args(["--all", "--check"]))
    });
    let _ = steps.step(
        "clippy: the SDK, its macros, xtask, integration tests",
        || {
            toolchain::ensure_component("clippy", "clippy")?;
            let packages = [LIGHT, INTEGRATION].concat();
            workspace::run(workspace.cargo_packages("clippy", &packages).args(CLIPPY))
        },
    );
    let _ = steps.step("clippy: guests", || {
        toolchain::ensure_guest_target()?;
        workspace::run(workspace.cargo_guests("clippy").args(CLIPPY))
    });
    let _ = steps.step("clippy: the host", || {
        workspace::run(workspace.cargo_packages("clippy", HOST).args(CLIPPY))
    });
    steps.summary()?;
    Ok(ExitCode::SUCCESS)
}
