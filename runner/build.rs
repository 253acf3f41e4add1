//! Gives `--version` the versions of dependencies, from the lock file.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// A package, by the chain of dependencies that leads to it: the lock file may have it in several
/// versions.
const CHAINS: [(&str, &[&str]); 3] = [
    ("WGPU_CORE", &["wasi-webgpu-host", "wgpu-core"]),
    ("NAGA", &["wasi-webgpu-host", "wgpu-core", "naga"]),
    ("WASMTIME", &["wasi-webgpu-host", "wasmtime"]),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let lock = lock_file().inspect(|path| println!("cargo::rerun-if-changed={}", path.display()));
    let lock = lock
        .and_then(|path| fs::read_to_string(path).ok())
        .unwrap_or_default();
    for (variable, chain) in CHAINS {
        let version = version(&lock, chain).unwrap_or("of unknown version");
        println!("cargo::rustc-env=VERSION_OF_{variable}={version}");
    }
}

/// The nearest `Cargo.lock` above this package.
fn lock_file() -> Option<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR")?;
    let folders = Path::new(&package).ancestors();
    folders
        .map(|folder| folder.join("Cargo.lock"))
        .find(|path| path.exists())
}

fn version<'a>(lock: &'a str, chain: &[&str]) -> Option<&'a str> {
    let (first, rest) = chain.split_first()?;
    let mut package = package(lock, first, None)?;
    for name in rest {
        // `"name"`, or `"name version"` where there are several.
        let mut lines = package
            .lines()
            .map(|line| line.trim_matches([' ', '"', ',']));
        let mut words = lines
            .find(|line| line.split(' ').next() == Some(name))?
            .split(' ');
        package = self::package(lock, words.next()?, words.next())?;
    }
    field(package, "version")
}

/// The entry of a package.
fn package<'a>(lock: &'a str, name: &str, version: Option<&str>) -> Option<&'a str> {
    lock.split("[[package]]").find(|package| {
        field(package, "name") == Some(name)
            && version.is_none_or(|version| field(package, "version") == Some(version))
    })
}

/// The value of `key = "value"`.
fn field<'a>(package: &'a str, key: &str) -> Option<&'a str> {
    let values = package
        .lines()
        .filter_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
    values.map(|value| value.trim_end_matches('"')).next()
}
