//! Compiled guests on disk, so that a guest is compiled once. The format, the keys (guest, compiler and
//! its settings), the atomic writes and the clearing of old entries are wasmtime's.

use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use wasmtime::{Cache, CacheConfig};

/// The folder in the user's folder for caches.
const FOLDER: &str = "wasi-webgpu-run";

/// The cache of this user; without one, which a warning explains, guests are compiled each time.
///
/// What is in it is executed as machine code, so it must be the user's own.
pub(crate) fn open() -> Option<Cache> {
    let opened = folder().and_then(|folder| {
        make_private(&folder)?;
        let mut config = CacheConfig::new();
        config.with_directory(folder);
        Cache::new(config).map_err(|error| format!("{error:#}"))
    });
    opened
        .inspect_err(|reason| tracing::warn!("compiled guests are not kept: {reason}"))
        .ok()
}

/// Says in the log whether the guest had to be compiled.
pub(crate) fn log(cache: Option<&Cache>) {
    match cache.is_some_and(|cache| cache.cache_hits() > 0) {
        true => tracing::debug!("the guest was compiled already"),
        false => tracing::debug!("the guest was compiled"),
    }
}

fn folder() -> Result<PathBuf, String> {
    let user = etcetera::choose_base_strategy().map_err(|error| error.to_string())?;
    Ok(user.cache_dir().join(FOLDER))
}

/// Makes a folder that only the user gets into, or makes sure that others cannot write to it.
fn make_private(folder: &Path) -> Result<(), String> {
    let error = |error| format!("{}: {error}", folder.display());
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(error)?;
    let metadata = fs::metadata(folder).map_err(error)?;
    if is_shared(&metadata) {
        let path = folder.display();
        return Err(format!(
            "others may write to {path}; run `chmod 700 {path}`"
        ));
    }
    Ok(())
}

#[cfg(unix)]
fn is_shared(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.mode() & 0o022 != 0
}

/// Elsewhere the user's folders are private by what they inherit.
#[cfg(not(unix))]
fn is_shared(_: &fs::Metadata) -> bool {
    false
}
