//! An adapter for the host: the machine's own, or Mesa's software Vulkan driver (lavapipe) in
//! `<target>/vulkan`, where it changes nothing of the system and goes away with the folder.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::apt;
use crate::mesa;
use crate::runner;
use crate::workspace::Workspace;

/// What a process needs in its environment to see an adapter.
#[derive(Default)]
pub(crate) struct Gpu {
    variables: Vec<(&'static str, OsString)>,
}

impl Gpu {
    /// Name and value of each variable; none where the system's own drivers serve.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, &OsString)> {
        self.variables.iter().map(|(name, value)| (*name, value))
    }

    fn lavapipe(folder: &Path, icd: PathBuf) -> Result<Self> {
        let mut libraries = mesa::library_folders(&folder.join(DRIVER));
        libraries.extend(
            env::var_os("LD_LIBRARY_PATH")
                .iter()
                .flat_map(env::split_paths),
        );
        let mut variables = vec![
            ("LD_LIBRARY_PATH", env::join_paths(libraries)?),
            // The second name is for loaders before 1.3.207.
            ("VK_DRIVER_FILES", icd.clone().into()),
            ("VK_ICD_FILENAMES", icd.into()),
        ];
        // Without a session of a desktop, Mesa complains on stderr about this one.
        if env::var_os("XDG_RUNTIME_DIR").is_none() {
            variables.push((
                "XDG_RUNTIME_DIR",
                private_folder(&folder.join("run"))?.into(),
            ));
        }
        Ok(Self { variables })
    }
}

/// The unpacked driver, in `<target>/vulkan`.
const DRIVER: &str = "lavapipe";

/// Written in `<target>/vulkan` once the system's own adapter has been seen.
const SYSTEM: &str = "system-adapter";

/// As [`ensure`], and shows what there is now.
pub(crate) fn find(workspace: &Workspace) -> Result<Gpu> {
    let gpu = ensure(workspace)?;
    eprintln!("      {}", adapter(workspace, &gpu)?);
    Ok(gpu)
}

/// Makes sure of an adapter for the runner, which must be built: where there is none, fetches one.
/// From the second call on, this only looks whether two files exist.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Gpu> {
    let folder = workspace.target.join("vulkan");
    let icd = folder.join(DRIVER).join(mesa::ICD);
    let chosen_by_user = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"]
        .map(env::var_os)
        .iter()
        .any(Option::is_some);
    if !cfg!(target_os = "linux") || chosen_by_user || folder.join(SYSTEM).exists() {
        return Ok(Gpu::default());
    }
    if icd.exists() {
        return Gpu::lavapipe(&folder, icd);
    }

    fs::create_dir_all(&folder)?;
    if let Ok(adapter) = adapter(workspace, &Gpu::default()) {
        fs::write(folder.join(SYSTEM), adapter)?;
        return Ok(Gpu::default());
    }
    fetch(&folder)?;
    let gpu = Gpu::lavapipe(&folder, icd)?;
    adapter(workspace, &gpu)?;
    Ok(gpu)
}

/// The first adapter that computes right, in the runner's words: its name and its driver's version.
fn adapter(workspace: &Workspace, gpu: &Gpu) -> Result<String> {
    let output = Command::new(runner::path(workspace))
        .arg("--list-adapters")
        .envs(gpu.variables())
        .output()?;
    let listed = String::from_utf8_lossy(&output.stdout);
    let usable = listed.lines().find(|line| mesa::computes_right(line));
    usable.map(str::to_owned).ok_or_else(|| {
        format!(
            "no GPU to trust: install your system's Vulkan driver, delete {}, and try again ({}{})",
            workspace.target.join("vulkan").display(),
            listed.trim(),
            String::from_utf8_lossy(&output.stderr).trim(),
        )
        .into()
    })
}

/// Unpacks the driver beside its place and renames it there, so that an interrupted call leaves
/// nothing that looks whole.
fn fetch(folder: &Path) -> Result<()> {
    if !apt::is_here() {
        return Err("no GPU with a Vulkan driver: install Mesa's \
             (Fedora, openSUSE: mesa-vulkan-drivers; Arch: vulkan-swrast; Alpine: mesa-vulkan-swrast)".into());
    }
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    let driver = folder.join(DRIVER);
    if driver.exists() {
        return Ok(()); // Another call has fetched it meanwhile.
    }
    eprintln!(
        "      no GPU driver to trust: fetching Mesa's software one, with apt, into {}",
        folder.display()
    );
    let partial = folder.join("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    let packages = apt::download(&partial.join("apt"), &mesa::PACKAGES)?;
    mesa::unpack(&packages, &partial.join(DRIVER))?;
    fs::rename(partial.join(DRIVER), driver)?;
    fs::remove_dir_all(partial)?;
    Ok(())
}

/// A folder that only this user can read, which is what `XDG_RUNTIME_DIR` asks for.
#[cfg(unix)]
fn private_folder(path: &Path) -> Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)?;
    Ok(path.to_owned())
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> Result<PathBuf> {
    fs::create_dir_all(path)?;
    Ok(path.to_owned())
}
