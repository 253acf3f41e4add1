//! A copy of the SDK, for the compiler.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::interface::FILE;

/// What of the workspace the SDK needs to compile.
const PARTS: [&str; 6] = [
    "Cargo.lock",
    "README.md",
    "macros",
    "sdk",
    "shader-limits",
    "wit",
];

/// The copy: a workspace of its own, below cargo's target folder.
pub(crate) struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    pub(crate) fn of(root: &Path) -> Result<Self> {
        let exe = env::current_exe()?;
        let target = exe.ancestors().nth(2);
        let target = target.ok_or("wit-coverage must run from cargo's target folder")?;
        let copy = Self {
            root: target.join("wit-coverage"),
            target: target.to_owned(),
        };
        if copy.root.exists() {
            fs::remove_dir_all(&copy.root)?;
        }
        fs::create_dir_all(&copy.root)?;
        for part in PARTS {
            copy_all(&root.join(part), &copy.root.join(part))?;
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
        fs::write(copy.root.join("Cargo.toml"), with_members(&manifest))?;
        Ok(copy)
    }

    /// The text of the SDK's raw bindings, which are made by a macro with options.
    pub(crate) fn bindings(&self) -> Result<String> {
        Ok(fs::read_to_string(self.root.join("sdk/src/raw.rs"))?)
    }

    pub(crate) fn write_interface(&self, text: &str) -> Result<()> {
        Ok(fs::write(self.root.join(FILE), text)?)
    }

    /// Checks the copy: the compiler's errors, one line each.
    pub(crate) fn check(&self) -> Result<Vec<String>> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["check", "--offline", "--message-format=short"])
            .args(["--package", "wasi-webgpu", "--lib"])
            .current_dir(&self.root)
            // The same folder as the workspace's: the dependencies are compiled there.
            .env("CARGO_TARGET_DIR", &self.target)
            .output()?;
        if output.status.success() {
            return Ok(Vec::new());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let errors = text.lines().filter(|line| line.contains("error"));
        Ok(errors.map(str::to_owned).collect())
    }
}

/// The root manifest for the packages of the copy.
fn with_members(manifest: &str) -> String {
    let lines = manifest.lines().map(|line| match line.split_once(" = ") {
        Some((key @ ("members" | "default-members"), _)) => {
            format!("{key} = [\"sdk\", \"macros\", \"shader-limits\"]\n")
        }
        _ => format!("{line}\n"),
    });
    lines.collect()
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() {
        fs::copy(from, to)?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        copy_all(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}
