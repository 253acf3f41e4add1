//! `cargo xtask demo`: from a fresh clone to a picture that the GPU has filtered.

use std::fs;
use std::process::{Command, ExitCode};

use crate::Result;
use crate::runner;
use crate::steps::Steps;
use crate::toolchain;
use crate::vulkan;
use crate::workspace::{self, GUEST_TARGET, Workspace};

const GUEST: &str = "image-filter";

pub(crate) fn demo(workspace: &Workspace) -> Result<ExitCode> {
    let mut steps = Steps::new(4);
    steps.step(runner::build_step(workspace), || {
        toolchain::ensure_guest_target()?;
        runner::build(workspace)
    })?;
    let gpu = steps.step("looking for a GPU", || vulkan::find(workspace))?;
    steps.step("building the guest, examples/image-filter", || {
        build_guest(workspace)
    })?;

    let output = workspace.target.join("demo");
    fs::create_dir_all(&output)?;
    steps.step("running the guest on the photo", || {
        let photo = workspace.root.join("examples").join(GUEST).join("photo");
        let guest = workspace
            .target
            .join(GUEST_TARGET)
            .join("release")
            .join("image-filter.wasm");
        let mut run = Command::new(runner::path(workspace));
        run.envs(gpu.variables())
            .arg("--dir")
            .arg(format!("{}::/photo", photo.display()))
            .arg("--dir")
            .arg(format!("{}::/out", output.display()))
            .arg(guest)
            .args([
                "/photo/astronaut.jpg",
                "-o",
                "/out/astronaut.png",
                "blur:1",
                "sobel",
                "invert",
            ]);
        workspace::run(&mut run)
    })?;
    println!("the picture: {}", output.join("astronaut.png").display());
    Ok(ExitCode::SUCCESS)
}

fn build_guest(workspace: &Workspace) -> Result<()> {
    let mut build = workspace.cargo_packages("build", &[GUEST]);
    workspace::run(build.args(["--release", "--target", GUEST_TARGET]))
}
