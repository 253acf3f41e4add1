//! What the integration tests share: guests and hosts, built by cargo when a test first asks for
//! them, and run as processes.

use std::collections::BTreeMap;
use std::env::{self, consts::EXE_SUFFIX};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

const GUEST: [&str; 2] = ["--target", "wasm32-wasip2"];

/// The program `name` of the package `package`, as a guest that was built for debugging.
pub fn guest(package: &str, name: &str) -> PathBuf {
    build(
        &[&["build", "--package", package], &GUEST[..]].concat(),
        &format!("{name}.wasm"),
    )
}

/// The program of `package`, as a guest that was built to be shipped.
pub fn release_guest(package: &str) -> PathBuf {
    build(
        &[&["build", "--release", "--package", package], &GUEST[..]].concat(),
        &format!("{package}.wasm"),
    )
}

/// A suite of Rust tests of `package`, as a guest: `target` is an option of cargo that names one.
pub fn test_guest(package: &str, target: &[&str]) -> PathBuf {
    let options = ["test", "--no-run", "--package", package];
    build(&[&options, target, &GUEST[..]].concat(), ".wasm")
}

/// `wasi-webgpu-run`, the host of this workspace, where it sees a GPU.
pub fn runner() -> Command {
    let options = ["build", "--package", "wasi-webgpu-run"];
    with_gpu(&build(&options, &format!("wasi-webgpu-run{EXE_SUFFIX}")))
}

/// The embedding example of `wasi-webgpu-host`, where it sees a GPU.
pub fn embedder() -> Command {
    // With the runner, whose features it shares.
    let packages = [
        "--package",
        "wasi-webgpu-host",
        "--package",
        "wasi-webgpu-run",
    ];
    let options = [&["build"], &packages[..], &["--example", "embed"]].concat();
    with_gpu(&build(&options, &format!("embed{EXE_SUFFIX}")))
}

/// The host of the published crate `wasi-webgpu-wasmtime`, where it sees a GPU.
pub fn peer() -> Command {
    with_gpu(&build(&PEER, &format!("peer-host{EXE_SUFFIX}")))
}

/// The bench, where it sees a GPU and all that it measures.
pub fn bench() -> Command {
    let guests = guest("bench-workload", "bench-workload").with_file_name("");
    guest("bench-yardstick", "bench-yardstick");
    guest("bench-work", "bench-work");
    let hosts = ["wasi-webgpu-run", "bench-yardstick-host"];
    let options = ["build", "--package", hosts[0], "--package", hosts[1]];
    build(&options, &format!("{}{EXE_SUFFIX}", hosts[1]));
    build(&PEER, &format!("peer-host{EXE_SUFFIX}"));
    let packages = ["bench", "bench-workload", "bench-work"].map(|name| ["--package", name]);
    let options = [&["build"][..], packages.as_flattened()].concat();
    let mut command = with_gpu(&build(&options, &format!("bench{EXE_SUFFIX}")));
    command.arg("--guests").arg(guests);
    command
}

/// A folder of the sources of `wasi-webgpu-wasmtime`, as cargo has unpacked them.
pub fn peer_sources() -> PathBuf {
    let manifest = Path::new("wasi-webgpu-wasmtime-0.5.0").join("Cargo.toml");
    let manifest = build(&PEER, &manifest.display().to_string());
    manifest.parent().expect("it is a file").to_owned()
}

const PEER: [&str; 3] = ["build", "--package", "peer-host"];

fn with_gpu(program: &Path) -> Command {
    let xtask = build(
        &["build", "--package", "xtask"],
        &format!("xtask{EXE_SUFFIX}"),
    );
    let mut command = Command::new(xtask);
    command.arg("with-gpu").arg(program);
    command
}

/// Calls cargo, once for the same arguments, and returns the last file that it says it has used or
/// made and whose path ends with `end`.
fn build(arguments: &[&str], end: &str) -> PathBuf {
    static MESSAGES: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut messages = MESSAGES.lock().unwrap_or_else(PoisonError::into_inner);
    let messages = messages.entry(arguments.join(" ")).or_insert_with(|| {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(arguments)
            .arg("--message-format=json-render-diagnostics");
        let outcome = run(command.current_dir(env!("CARGO_MANIFEST_DIR")));
        assert_eq!(outcome.code, Some(0), "{command:?}\n{}", outcome.stderr);
        outcome.stdout
    });
    // All paths are whole JSON strings, in which only a backslash needs an escape.
    let messages = messages.replace(r"\\", r"\");
    let found = messages.split('"').rfind(|text| text.ends_with(end));
    found
        .unwrap_or_else(|| panic!("`cargo {}` made no {end}", arguments.join(" ")))
        .into()
}

/// How a process ended, and what it wrote.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code; `None` where a signal ended the process.
    pub code: Option<i32>,
    /// What it wrote to stdout.
    pub stdout: String,
    /// What it wrote to stderr.
    pub stderr: String,
}

/// Runs a process to its end. Its stdin is empty unless the command says otherwise.
pub fn run(command: &mut Command) -> Outcome {
    let output = command.output();
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Outcome {
    /// Makes sure that the exit code is 0.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{self}");
        self
    }

    /// Makes sure that the exit code is `code`, and that stderr has each of `messages`.
    #[track_caller]
    pub fn fails(self, code: i32, messages: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        for message in messages {
            assert!(self.stderr.contains(message), "no {message:?} in:\n{self}");
        }
        self
    }

    /// Makes sure that stdout has each of `texts`.
    #[track_caller]
    pub fn prints(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.stdout.contains(text), "no {text:?} in:\n{self}");
        }
        self
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        write!(
            f,
            "exit code {code:?}\n-- stdout --\n{stdout}\n-- stderr --\n{stderr}"
        )
    }
}

/// A new folder that goes away with this value.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder; `name` is the test's, so that no two of a process are the same.
    pub fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("wasi-webgpu-{}-{name}", std::process::id()));
        fs::create_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(path)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it, and returns the file's path.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, contents).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Litter in the temporary folder is no reason to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}
