//! The files of a recording, as they are read.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::Result;
use crate::recording::{Content, Recording, paths};

/// The file of contents.
pub(super) struct Contents(File);

impl Contents {
    /// The bytes of a content.
    pub(super) fn get(&mut self, content: &Content) -> Result<Vec<u8>> {
        let mut bytes = vec![0; content.len];
        self.0.seek(SeekFrom::Start(content.place))?;
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Reads the recording of a row, and finds its contents.
///
/// # Errors
///
/// The guest has not recorded the row into this folder.
pub(super) fn load(folder: &Path, row: &str) -> Result<(Recording, Contents)> {
    let [path, contents] = paths(folder, row);
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let contents = Contents(File::open(contents)?);
    Ok((postcard::from_bytes(&bytes)?, contents))
}
