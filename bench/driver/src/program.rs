//! The programs that are measured, and where they are.

use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Result;
use crate::arguments::Arguments;

const NATIVE: &str = "bench-workload";
const GUEST: &str = "bench-workload.wasm";
const YARDSTICK_GUEST: &str = "bench-yardstick.wasm";

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
}

/// The folders of the programs.
pub(crate) struct Programs {
    programs: PathBuf,
    guests: PathBuf,
    peer: bool,
    /// Where the runner keeps compiled guests; goes away with this value.
    cache: TempDir,
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
            cache: TempDir::new()?,
        };
        let programs = [
            Some(Program::Native),
            Some(Program::Guest),
            found.peer(),
            Some(Program::Yardstick),
        ];
        for program in programs.into_iter().flatten() {
            found.check(found.executable(program), "--programs")?;
        }
        found.check(found.guest(GUEST), "--guests")?;
        found.check(found.guest(YARDSTICK_GUEST), "--guests")?;
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

    /// The native program and the guest, for their sizes.
    pub(crate) fn files(&self) -> [PathBuf; 2] {
        [self.executable(Program::Native), self.guest(GUEST)]
    }

    /// What runs a program.
    pub(crate) fn command(&self, program: Program) -> Command {
        let mut command = Command::new(self.executable(program));
        match program {
            Program::Native => &mut command,
            Program::Guest => command
                .env("XDG_CACHE_HOME", self.cache.path())
                .arg(self.guest(GUEST)),
            Program::GuestUncached => command.arg("--no-cache").arg(self.guest(GUEST)),
            Program::Peer => command.arg(self.guest(GUEST)),
            Program::Yardstick => command.arg(self.guest(YARDSTICK_GUEST)),
        };
        command
    }

    fn executable(&self, program: Program) -> PathBuf {
        let name = match program {
            Program::Native => NATIVE,
            Program::Guest | Program::GuestUncached => "wasi-webgpu-run",
            Program::Peer => "peer-host",
            Program::Yardstick => "bench-yardstick-host",
        };
        self.programs.join(format!("{name}{EXE_SUFFIX}"))
    }

    fn guest(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.guests.join(name.as_ref())
    }
}

fn own_folder() -> Result<PathBuf> {
    let executable = env::current_exe()?;
    Ok(executable.parent().unwrap_or(Path::new(".")).to_owned())
}
