//! The programs that are measured, and where they are.

use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::Result;
use crate::arguments::Arguments;

const NATIVE: &str = "bench-workload";
const GUEST: &str = "bench-workload.wasm";
const YARDSTICK_GUEST: &str = "bench-yardstick.wasm";
const WORK: &str = "bench-work";
const WORK_GUEST: &str = "bench-work.wasm";
/// The rows of the work in PyTorch.
const TORCH: &str = include_str!("work.py");

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// The work on wgpu.
    Native,
    /// The work in a guest, on `wasi-webgpu-run`.
    Guest,
    /// The same, compiled anew.
    GuestUncached,
    /// The work in a guest, on the published host.
    Peer,
    /// Methods that do nothing, on wasmtime.
    Yardstick,
    /// What a guest has recorded, on wgpu.
    Work,
    /// The guest that records, on `wasi-webgpu-run`.
    WorkGuest,
    /// The same, on the published host.
    WorkPeer,
    /// The same rows in PyTorch.
    Torch,
}

/// The folders of the programs.
pub(crate) struct Programs {
    programs: PathBuf,
    guests: PathBuf,
    peer: bool,
    /// A Python that has PyTorch.
    python: Option<PathBuf>,
    /// Where the runner keeps compiled guests; goes away with this value.
    cache: TempDir,
    /// Where the guest writes its recordings, and the native program finds them.
    recordings: TempDir,
}

impl Programs {
    /// # Errors
    ///
    /// A program is missing.
    pub(crate) fn find(arguments: &Arguments) -> Result<Self> {
        let programs = match &arguments.programs {
            Some(folder) => folder.clone(),
            None => own_folder()?,
        };
        let found = Self {
            guests: arguments.guests.clone().unwrap_or(programs.clone()),
            programs,
            peer: arguments.peer,
            python: Some(arguments.python.clone()).filter(|python| has_torch(python)),
            cache: TempDir::new()?,
            recordings: TempDir::new()?,
        };
        fs::write(found.torch_script(), TORCH)?;
        let programs = [
            Some(Program::Native),
            Some(Program::Guest),
            found.peer(),
            Some(Program::Yardstick),
            Some(Program::Work),
        ];
        for program in programs.into_iter().flatten() {
            found.check(found.executable(program), "--programs")?;
        }
        for guest in [GUEST, YARDSTICK_GUEST, WORK_GUEST] {
            found.check(found.guest(guest), "--guests")?;
        }
        Ok(found)
    }

    fn check(&self, path: PathBuf, option: &str) -> Result<()> {
        if path.is_file() {
            return Ok(());
        }
        Err(format!("{} is missing: say where it is by {option}", path.display()).into())
    }

    /// The published host, if it is measured.
    pub(crate) fn peer(&self) -> Option<Program> {
        self.peer.then_some(Program::Peer)
    }

    /// PyTorch, if it is there.
    pub(crate) fn torch(&self) -> Option<Program> {
        self.python.as_ref().map(|_| Program::Torch)
    }

    /// The native program and the guest, for their sizes.
    pub(crate) fn files(&self) -> [PathBuf; 2] {
        [self.executable(Program::Native), self.guest(GUEST)]
    }

    /// What runs a program.
    pub(crate) fn command(&self, program: Program) -> Command {
        let mut command = Command::new(self.executable(program));
        let recordings = self.recordings.path();
        match program {
            Program::Native => &mut command,
            Program::Guest => command
                .env("XDG_CACHE_HOME", self.cache.path())
                .arg(self.guest(GUEST)),
            Program::GuestUncached => command.arg("--no-cache").arg(self.guest(GUEST)),
            Program::Peer => command.arg(self.guest(GUEST)),
            Program::Yardstick => command.arg(self.guest(YARDSTICK_GUEST)),
            Program::Work => command.arg(recordings),
            Program::WorkGuest => command
                .env("XDG_CACHE_HOME", self.cache.path())
                .arg("--dir")
                .arg(recordings)
                .arg(self.guest(WORK_GUEST))
                .arg(recordings),
            Program::WorkPeer => command.arg(self.guest(WORK_GUEST)),
            Program::Torch => command.arg(self.torch_script()),
        };
        command
    }

    fn executable(&self, program: Program) -> PathBuf {
        let name = match program {
            Program::Native => NATIVE,
            Program::Guest | Program::GuestUncached | Program::WorkGuest => "wasi-webgpu-run",
            Program::Peer | Program::WorkPeer => "peer-host",
            Program::Yardstick => "bench-yardstick-host",
            Program::Work => WORK,
            Program::Torch => return self.python.clone().unwrap_or_default(),
        };
        self.programs.join(format!("{name}{EXE_SUFFIX}"))
    }

    fn torch_script(&self) -> PathBuf {
        self.recordings.path().join("work.py")
    }

    fn guest(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.guests.join(name.as_ref())
    }
}

/// Whether a Python has PyTorch, and that a GPU.
fn has_torch(python: &Path) -> bool {
    let script = "import torch; assert torch.cuda.is_available()";
    let mut command = Command::new(python);
    command.args(["-c", script]).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn own_folder() -> Result<PathBuf> {
    let executable = env::current_exe()?;
    Ok(executable.parent().unwrap_or(Path::new(".")).to_owned())
}
