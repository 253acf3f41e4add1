//! The file of a shader, beside the Rust file that names it.

use std::path::{Component, Path, PathBuf};

use proc_macro2::Span;
use syn::{Error, LitStr};

/// A file with WGSL.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// For `include_str!`: it stays right where that is expanded.
    pub(crate) absolute: String,
    /// As short as rustc itself writes paths.
    pub(crate) name: String,
    pub(crate) text: String,
    /// May `include_bytes!` have it? It is no part of a Rust file.
    pub(crate) is_on_disk: bool,
}

impl File {
    /// Reads the file that `path` names, from the folder of the Rust file that `path` is written in.
    ///
    /// None where the compiler does not say which file that is, as within an editor.
    pub(crate) fn read(path: &LitStr) -> syn::Result<Option<Self>> {
        let Some(rust_file) = file_of(path.span()) else {
            return Ok(None);
        };
        let file = Self::open(&rust_file.with_file_name("").join(path.value()));
        file.map(Some)
            .map_err(|message| Error::new(path.span(), message))
    }

    /// A shader that is written at `span` of a Rust file: what it imports is beside that file.
    ///
    /// None where that matters and the compiler does not say which file it is, as within an editor.
    pub(crate) fn within(span: Span, text: String) -> Option<Self> {
        let has_lines = text.contains('#');
        let rust_file = file_of(span).or_else(|| (!has_lines).then(PathBuf::new))?;
        Some(Self {
            absolute: rust_file.to_str()?.to_owned(),
            name: shown(&rust_file),
            text,
            is_on_disk: false,
        })
    }

    /// Reads the file that a path names, from the folder of this one; or says why not.
    pub(crate) fn beside(&self, path: &str) -> Result<Self, String> {
        Self::open(&Path::new(&self.absolute).with_file_name("").join(path))
    }

    /// Reads a file, or says why not.
    pub(crate) fn open(file: &Path) -> Result<Self, String> {
        let failed = |error| format!("couldn't read `{}`: {error}", shown(&normal(file)));
        let text = std::fs::read_to_string(file).map_err(failed)?;
        let absolute = std::path::absolute(file).map_err(failed)?;
        let absolute = normal(&absolute);
        let name = shown(&absolute);
        let Some(absolute) = absolute.to_str().map(str::to_owned) else {
            return Err(format!("the path `{name}` is not valid Unicode"));
        };
        Ok(Self {
            absolute,
            name,
            text,
            is_on_disk: true,
        })
    }
}

/// A path as rustc writes it: from the folder that rustc is in, where it is below that.
fn shown(path: &Path) -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    let name = path.strip_prefix(folder).unwrap_or(path);
    name.display().to_string()
}

/// The Rust file that a token is in. Only a documentation test has no local one, but a name for it.
fn file_of(span: Span) -> Option<PathBuf> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap();
    let named = || Some(PathBuf::from(span.file())).filter(|path| path.is_file());
    span.local_file().or_else(named)
}

/// `path` without `.` and without `..` that a folder is before.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        let is_folder = matches!(normal.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if is_folder => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn paths_are_as_short_as_they_can_be() {
        for (path, expected) in [
            ("src/a/../b.wgsl", "src/b.wgsl"),
            ("./src/./b.wgsl", "src/b.wgsl"),
            ("../x/../../b.wgsl", "../../b.wgsl"),
            ("/a/../b.wgsl", "/b.wgsl"),
        ] {
            assert_eq!(super::normal(Path::new(path)), Path::new(expected));
        }
    }
}
