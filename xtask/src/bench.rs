//! `cargo xtask bench`: builds the programs that are measured as users have them, and measures them here or
//! packs them for a machine without Rust.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::Result;
use crate::runner;
use crate::toolchain;
use crate::workspace::{self, GUEST_TARGET, HOST, PEER, Workspace};

/// The profile of the host programs; guests have `release`.
const PROFILE: &str = "host";

const GUESTS: &[&str] = &["bench-workload", "bench-yardstick", "bench-work"];
/// The driver, and the work on native wgpu.
const NATIVE: &[&str] = &["bench", "bench-workload", "bench-work"];
/// The executables of [`HOST`] that are measured.
const RUNNERS: &[&str] = &["wasi-webgpu-run", "bench-yardstick-host"];

/// `args` are the driver's, or `--bundle FOLDER`.
pub(crate) fn bench(workspace: &Workspace, args: &[OsString]) -> Result<ExitCode> {
    match args {
        [option, folder] if option == "--bundle" => {
            build(workspace, true)?;
            bundle(workspace, Path::new(folder))?;
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            build(workspace, args.iter().all(|arg| arg != "--without-peer"))?;
            let guests = ["--guests".into(), guests(workspace).into_os_string()];
            let args = [&guests[..], args].concat();
            let driver = programs(workspace).join(format!("bench{EXE_SUFFIX}"));
            runner::with_gpu(workspace, driver.as_os_str(), &args)
        }
    }
}

fn build(workspace: &Workspace, peer: bool) -> Result<()> {
    toolchain::ensure_guest_target()?;
    if !programs(workspace).exists() {
        eprintln!("building hosts that are optimised (first time: about 20 minutes on 2 cores)");
    }
    let mut guests = workspace.cargo_packages("build", GUESTS);
    workspace::run(guests.args(["--release", "--target", GUEST_TARGET]))?;
    // The features of these groups differ.
    let groups = [Some(HOST), Some(NATIVE), peer.then_some(PEER)];
    for packages in groups.into_iter().flatten() {
        let mut build = workspace.cargo_packages("build", packages);
        workspace::run(build.args(["--profile", PROFILE]))?;
    }
    Ok(())
}

/// Copies all that a measurement takes into one folder, from where `bench` finds it.
fn bundle(workspace: &Workspace, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let program = |name: &&str| programs(workspace).join(format!("{name}{EXE_SUFFIX}"));
    let guest = |name: &&str| guests(workspace).join(format!("{name}.wasm"));
    let programs = [NATIVE, RUNNERS, PEER].concat();
    for file in programs.iter().map(program).chain(GUESTS.iter().map(guest)) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, folder.join(name))
            .map_err(|error| format!("cannot copy {}: {error}", file.display()))?;
    }
    println!("run there: {}", folder.join("bench").display());
    Ok(())
}

fn programs(workspace: &Workspace) -> PathBuf {
    workspace.target.join(PROFILE)
}

fn guests(workspace: &Workspace) -> PathBuf {
    workspace.target.join(GUEST_TARGET).join("release")
}
