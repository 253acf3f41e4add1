//! `cargo xtask coverage`: which functions of the interface the SDK's safe layer reaches.

use std::process::ExitCode;

use crate::Result;
use crate::workspace::{self, Workspace};

/// The tool is a package of its own: it parses WIT, and xtask has no dependencies.
pub(crate) fn coverage(workspace: &Workspace) -> Result<ExitCode> {
    let mut cargo = workspace.cargo_packages("run", &["wit-coverage"]);
    workspace::run(cargo.arg("--quiet"))?;
    Ok(ExitCode::SUCCESS)
}
