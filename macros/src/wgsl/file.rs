//! The file of a shader, beside the Rust file that names it.

use std::path::{Component, Path, PathBuf};

use proc_macro2::Span;
use syn::{Error, LitStr, Result};

/// A file with WGSL.
#[derive(Debug)]
pub(crate) struct File {
    /// For `include_str!`: it stays right where that is expanded.
    pub(crate) absolute: String,
    /// As short as rustc itself writes paths.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl File {
    /// Reads the file that `path` names, from the folder of the Rust file that `path` is written in.
    ///
    /// None where the compiler does not say which file that is, as within an editor.
    pub(crate) fn read(path: &LitStr) -> Result<Option<Self>> {
        let Some(rust_file) = file_of(path.span()) else {
            return Ok(None);
        };
        let file = rust_file.with_file_name("").join(path.value());
        let failed = |error| {
            let name = normal(&file);
            Error::new(
                path.span(),
                format!("couldn't read `{}`: {error}", name.display()),
            )
        };
        let text = std::fs::read_to_string(&file).map_err(failed)?;
        let absolute = std::path::absolute(&file).map_err(failed)?;
        let absolute = normal(&absolute);
        let folder = std::env::current_dir().unwrap_or_default();
        let name = absolute.strip_prefix(folder).unwrap_or(&absolute);
        let name = name.display().to_string();
        let absolute = absolute.to_str().ok_or_else(|| {
            Error::new(
                path.span(),
                format!("the path `{name}` is not valid Unicode"),
            )
        })?;
        Ok(Some(Self {
            absolute: absolute.to_owned(),
            name,
            text,
        }))
    }
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
