//! The files of a recording, as they are written.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::Result;
use crate::recording::{Content, Recording, paths};

/// The file of contents.
pub(super) struct Contents {
    file: File,
    end: u64,
}

impl Contents {
    pub(super) fn create(folder: &Path, row: &str) -> Result<Self> {
        let [_, path] = paths(folder, row);
        let file = File::create(path)?;
        Ok(Self { file, end: 0 })
    }

    /// Keeps bytes that lie at `offset` of a buffer, if they are not zeros.
    pub(super) fn keep(&mut self, offset: u64, bytes: &[u8]) -> Result<Option<Content>> {
        if bytes.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        self.file.write_all(bytes)?;
        let (len, place) = (bytes.len(), self.end);
        self.end += len as u64;
        Ok(Some(Content { offset, len, place }))
    }
}

/// Writes all but the contents.
pub(super) fn save(recording: &Recording, folder: &Path, row: &str) -> Result<()> {
    let [path, _] = paths(folder, row);
    Ok(fs::write(path, postcard::to_stdvec(recording)?)?)
}
