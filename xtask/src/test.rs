//! `cargo xtask test`: every test of the workspace, the quick ones first.

use std::process::{Command, ExitCode};

use crate::Result;
use crate::coverage;
use crate::model;
use crate::runner;
use crate::steps::Steps;
use crate::toolchain;
use crate::vulkan::{self, Gpu};
use crate::workspace::{self, GUEST_TARGET, HOST, INTEGRATION, LIGHT, PEER, Workspace};

pub(crate) fn test(workspace: &Workspace) -> Result<ExitCode> {
    let mut steps = Steps::new(9);
    // A failed step does not stop the others, except that nothing runs without the host.
    let _ = steps.step("unit tests: the SDK, its macros, xtask", || {
        toolchain::ensure_guest_target()?;
        workspace::run(&mut cargo_test(workspace, LIGHT))
    });
    let _ = steps.step("coverage: the SDK reaches all of the interface", || {
        coverage::coverage(workspace).map(drop)
    });
    if let Ok(gpu) = host(workspace, &mut steps) {
        let _ = steps.step("unit tests: the host", || {
            workspace::run(cargo_test(workspace, HOST).envs(gpu.variables()))
        });
        let _ = steps.step("fetching the examples' models", || {
            model::fetch_all(workspace)
        });
        let _ = steps.step("tests in guests, on the host", || {
            workspace::run(&mut guest_tests(workspace, &gpu))
        });
        let _ = steps.step(
            "building a host from the published wasi-webgpu-wasmtime",
            || workspace::run(&mut workspace.cargo_packages("build", PEER)),
        );
        let _ = steps.step("integration tests: guests on both hosts", || {
            workspace::run(cargo_test(workspace, INTEGRATION).envs(gpu.variables()))
        });
    }
    steps.summary()?;
    Ok(ExitCode::SUCCESS)
}

fn host(workspace: &Workspace, steps: &mut Steps) -> Result<Gpu> {
    steps.step(runner::build_step(workspace), || runner::build(workspace))?;
    steps.step("looking for a GPU", || vulkan::find(workspace))
}

fn cargo_test(workspace: &Workspace, packages: &[&str]) -> Command {
    let mut cargo = workspace.cargo_packages("test", packages);
    cargo.arg("--no-fail-fast");
    cargo
}

/// Cargo gets the runner itself rather than `cargo xtask run`: it is new, and looking costs time.
fn guest_tests(workspace: &Workspace, gpu: &Gpu) -> Command {
    let runner = runner::path(workspace).display().to_string();
    let mut cargo = workspace.cargo_guests("test");
    cargo
        .arg("--no-fail-fast")
        .arg("--config")
        .arg(format!(
            "target.{GUEST_TARGET}.runner = [{runner:?}, \"--dir\", \".\"]"
        ))
        .envs(gpu.variables());
    cargo
}
