//! Building `wasi-webgpu-run` and running guests on it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

use crate::Result;
use crate::vulkan;
use crate::workspace::{self, HOST, Workspace};

/// Options for the host from the environment, split at white space.
const ARGS_VARIABLE: &str = "WASI_WEBGPU_RUN_ARGS";

/// What decides whether the runner is old, relative to the root.
const SOURCES: [&str; 5] = ["Cargo.lock", "Cargo.toml", "host-shim", "runner", "wit"];

/// Where cargo puts the runner.
pub(crate) fn path(workspace: &Workspace) -> PathBuf {
    workspace
        .target
        .join("debug")
        .join(format!("wasi-webgpu-run{}", env::consts::EXE_SUFFIX))
}

/// What the step that builds the runner is called.
pub(crate) fn build_step(workspace: &Workspace) -> &'static str {
    if path(workspace).exists() {
        "building the host"
    } else {
        "building the host (first time: about 5 minutes on 2 cores)"
    }
}

/// Builds the runner with cargo's progress shown.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    cargo_build(workspace, &[])
}

/// `cargo xtask run`: builds what is missing, then becomes the runner.
pub(crate) fn run(workspace: &Workspace, args: &[OsString]) -> Result<ExitCode> {
    if path(workspace).exists() && is_old(workspace) {
        cargo_build(workspace, &["--quiet"])?;
    }
    let options = env::var(ARGS_VARIABLE).unwrap_or_default();
    let options = options.split_whitespace().chain(["--dir", "."]);
    let args: Vec<OsString> = options.map(OsString::from).chain(args.to_vec()).collect();
    with_gpu(workspace, path(workspace).as_os_str(), &args)
}

/// `cargo xtask with-gpu`: becomes any program, with what it needs to see a GPU.
pub(crate) fn with_gpu(
    workspace: &Workspace,
    program: &OsStr,
    args: &[OsString],
) -> Result<ExitCode> {
    // It is the runner that tells which adapters there are.
    if !path(workspace).exists() {
        eprintln!("{}", build_step(workspace));
        build(workspace)?;
    }
    let gpu = vulkan::ensure(workspace)?;
    exec(Command::new(program).envs(gpu.variables()).args(args))
}

/// Builds the runner, and stamps it with the moment before: an edit during the build makes it old.
fn cargo_build(workspace: &Workspace, options: &[&str]) -> Result<()> {
    let begin = SystemTime::now();
    workspace::run(
        workspace
            .cargo_packages("build", HOST)
            .args(["--bin", "wasi-webgpu-run"])
            .args(options),
    )?;
    File::create(stamp(workspace))?.set_modified(begin)?;
    Ok(())
}

/// Whether the runner must be built again. Cargo would know, but asking it costs each run a quarter
/// of a second.
/// The stamp and not the runner is compared: cargo leaves a runner alone that no edit has changed.
fn is_old(workspace: &Workspace) -> bool {
    let Ok(built) = fs::metadata(stamp(workspace)).and_then(|file| file.modified()) else {
        return true;
    };
    SOURCES
        .iter()
        .any(|source| has_newer(&workspace.root.join(source), built))
}

fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.target.join("debug").join("wasi-webgpu-run.stamp")
}

/// Whether `path`, or anything below it, was written after `time`.
fn has_newer(path: &Path, time: SystemTime) -> bool {
    let newer = fs::metadata(path)
        .and_then(|file| file.modified())
        .is_ok_and(|at| at > time);
    newer
        || fs::read_dir(path).is_ok_and(|entries| {
            entries
                .flatten()
                .any(|entry| has_newer(&entry.path(), time))
        })
}

/// Replaces this process, so that signals and the exit status are the runner's own.
#[cfg(unix)]
fn exec(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(cannot_start(command, &error).into())
}

#[cfg(not(unix))]
fn exec(command: &mut Command) -> Result<ExitCode> {
    let code = command
        .status()
        .map_err(|error| cannot_start(command, &error))?
        .code()
        .and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

fn cannot_start(command: &Command, error: &io::Error) -> String {
    format!("cannot start {}: {error}", command.get_program().display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_newer_file_below_a_folder_is_seen() {
        let folder = env::temp_dir().join(format!("xtask-newer-{}", std::process::id()));
        let file = folder.join("src").join("lib.rs");
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(&file, "").unwrap();
        let written = fs::metadata(&file).unwrap().modified().unwrap();
        assert!(has_newer(&folder, written - Duration::from_secs(1)));
        assert!(!has_newer(&folder, written + Duration::from_secs(1)));
        fs::remove_dir_all(folder).unwrap();
    }
}
