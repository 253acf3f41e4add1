//! Mesa's software Vulkan driver, lavapipe: which versions compute right, and how Debian packs it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::workspace;

/// The driver and the loader, as Debian and Ubuntu call them.
pub(crate) const PACKAGES: [&str; 2] = ["mesa-vulkan-drivers", "libvulkan1"];

/// The manifest that makes the loader see lavapipe and nothing else, in the unpacked driver.
pub(crate) const ICD: &str = "lavapipe.json";

/// Mesa 22 ends every loop of a shader after 65,535 iterations and reports no error.
const FIRST_RIGHT_MAJOR: u32 = 23;

/// Whether to trust an adapter, from its description: false for a lavapipe that is too old.
pub(crate) fn computes_right(adapter: &str) -> bool {
    let mesa = adapter
        .split_once("Mesa ")
        .and_then(|(_, version)| major(version));
    !adapter.contains("llvmpipe") || mesa.is_none_or(|mesa| mesa >= FIRST_RIGHT_MAJOR)
}

/// Unpacks `packages` (.deb files) into `folder` and writes the manifest there.
pub(crate) fn unpack(packages: &[PathBuf], folder: &Path) -> Result<()> {
    if let Some(version) = too_old(packages) {
        return Err(format!(
            "this system offers Mesa {version}, whose software driver computes wrong: \
             install a Vulkan driver, or Mesa {FIRST_RIGHT_MAJOR} or newer"
        )
        .into());
    }
    fs::create_dir_all(folder)?;
    for package in packages {
        workspace::run(
            Command::new("dpkg-deb")
                .arg("--extract")
                .arg(package)
                .arg(folder),
        )?;
    }
    let shipped = find(&folder.join("usr/share/vulkan/icd.d"), |name| {
        name.starts_with("lvp_icd")
    })
    .ok_or("the package mesa-vulkan-drivers has no lavapipe: install a Vulkan driver")?;
    let library = library_folders(folder)
        .into_iter()
        .map(|libraries| libraries.join("libvulkan_lvp.so"))
        .find(|library| library.exists())
        .ok_or(
            "the package mesa-vulkan-drivers has no libvulkan_lvp.so: install a Vulkan driver",
        )?;
    // Relative with a slash: the loader looks from the manifest's own folder.
    let library = Path::new(".").join(library.strip_prefix(folder)?);
    let manifest = with_library(&fs::read_to_string(shipped)?, &library)
        .ok_or("the manifest of lavapipe names no library: install a Vulkan driver")?;
    fs::write(folder.join(ICD), manifest)?;
    Ok(())
}

/// The folders for the dynamic linker: `usr/lib/<triplet>` and `lib/<triplet>` of the driver.
pub(crate) fn library_folders(driver: &Path) -> Vec<PathBuf> {
    ["usr/lib", "lib"]
        .iter()
        .filter_map(|folder| find(&driver.join(folder), |name| name.contains("-linux-gnu")))
        .collect()
}

/// The first entry of `folder` whose name is wanted.
fn find(folder: &Path, wanted: impl Fn(&str) -> bool) -> Option<PathBuf> {
    let mut entries = fs::read_dir(folder).ok()?.flatten();
    entries
        .find(|entry| entry.file_name().to_str().is_some_and(&wanted))
        .map(|entry| entry.path())
}

/// The version of the driver among `packages`, if it is one that computes wrong.
fn too_old(packages: &[PathBuf]) -> Option<String> {
    packages
        .iter()
        .filter_map(|path| path.file_name().and_then(OsStr::to_str))
        .filter_map(|name| name.strip_prefix("mesa-vulkan-drivers_")?.split('_').next())
        .find(|version| major(version).is_some_and(|major| major < FIRST_RIGHT_MAJOR))
        .map(str::to_owned)
}

/// 25 for `25.0.7-2~bpo12+1`, and for a file name's `1%3a25.0.7` with an epoch.
fn major(version: &str) -> Option<u32> {
    let version = version
        .rsplit_once("%3a")
        .map_or(version, |(_, version)| version);
    let digits = version
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(version.len());
    version.get(..digits)?.parse().ok()
}

/// The loader's manifest with another `library_path`.
fn with_library(manifest: &str, library: &Path) -> Option<String> {
    let (before, after) = manifest.split_once("\"library_path\"")?;
    let (colon, value) = after.split_once('"')?;
    let (_, rest) = value.split_once('"')?;
    Some(format!(
        "{before}\"library_path\"{colon}{:?}{rest}",
        library.display().to_string()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_old_lavapipe_computes_wrong() {
        assert!(!computes_right(
            "llvmpipe (LLVM 15.0.6, 256 bits), Vulkan, Mesa 22.3.6 (LLVM 15.0.6)"
        ));
        assert!(computes_right(
            "llvmpipe (LLVM 15.0.6, 256 bits), Vulkan, Mesa 25.0.7-2~bpo12+1"
        ));
        assert!(computes_right(
            "AMD Radeon RX 570 Series (RADV POLARIS10), Vulkan, Mesa 22.3.6"
        ));
        assert!(computes_right("NVIDIA H200, Vulkan, 570.124.06"));
    }

    #[test]
    fn the_major_version_is_read_past_an_epoch() {
        assert_eq!(major("25.0.7-2~bpo12+1"), Some(25));
        assert_eq!(major("1%3a22.3.6"), Some(22));
        assert_eq!(major("23"), Some(23));
        assert_eq!(major("git"), None);
    }

    #[test]
    fn an_old_driver_among_the_packages_is_named() {
        let old = [
            "libdrm2_2.4.114_amd64.deb",
            "mesa-vulkan-drivers_22.3.6-1+deb12u1_amd64.deb",
        ];
        assert_eq!(
            too_old(&old.map(PathBuf::from)).as_deref(),
            Some("22.3.6-1+deb12u1")
        );
        let new = ["mesa-vulkan-drivers_25.0.7-2~bpo12+1_amd64.deb"];
        assert_eq!(too_old(&new.map(PathBuf::from)), None);
    }

    #[test]
    fn the_manifest_keeps_all_but_its_library() {
        let manifest =
            r#"{"ICD": {"library_path" : "libvulkan_lvp.so", "api_version": "1.4.305"}}"#;
        let expected = r#"{"ICD": {"library_path" : "./usr/lib/l.so", "api_version": "1.4.305"}}"#;
        let changed = with_library(manifest, Path::new("./usr/lib/l.so"));
        assert_eq!(changed.as_deref(), Some(expected));
        assert_eq!(with_library("{}", Path::new("l.so")), None);
    }
}
