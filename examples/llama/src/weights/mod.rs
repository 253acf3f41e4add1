//! Files of weights. Only their headers are kept in memory: tensors are read in pieces.

mod gguf;
mod name;
mod safetensors;
mod source;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

pub use gguf::Vocabulary;
pub(crate) use name::Name;
pub(crate) use source::{Buffers, Piece, Source};

use crate::{Config, Error, Format};

/// What weights are read from: a file, or bytes in memory.
pub trait Reader: Read + Seek {}

impl<T: Read + Seek> Reader for T {}

/// A model in files, opened.
pub struct Checkpoint {
    config: Config,
    /// Each with its path, for errors.
    files: Vec<(String, Box<dyn Reader>)>,
    /// By the names that the files use.
    tensors: HashMap<String, Tensor>,
    naming: fn(Name) -> String,
    vocabulary: Option<Vocabulary>,
}

/// Where a tensor is. A vector is one row.
#[derive(Clone, Debug)]
pub(crate) struct Tensor {
    pub(crate) name: String,
    file: usize,
    /// Bytes.
    offset: u64,
    /// Bytes. A tensor can be larger than a guest's memory.
    size: u64,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) format: Format,
}

impl Checkpoint {
    /// A GGUF file, or a folder with `config.json` and `model.safetensors` or the files that
    /// `model.safetensors.index.json` names.
    ///
    /// # Errors
    /// A file cannot be read, is not of its format, or its model is not one that this program runs.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if path.is_dir() {
            return safetensors::open(path);
        }
        let name = path.display().to_string();
        let file = File::open(path).map_err(Error::read(&name))?;
        // A header is read in small pieces.
        Self::from_gguf(&name, Box::new(BufReader::new(file)))
    }

    /// A GGUF file, from anywhere. `name` is for errors.
    ///
    /// # Errors
    /// As of [`open`](Self::open).
    pub fn from_gguf(name: &str, reader: Box<dyn Reader>) -> Result<Self, Error> {
        gguf::open(name, reader)
    }

    /// Safetensors files, from anywhere, each with a name for errors, and the text of `config.json`.
    ///
    /// # Errors
    /// As of [`open`](Self::open).
    pub fn from_safetensors(
        config: &str,
        files: Vec<(String, Box<dyn Reader>)>,
    ) -> Result<Self, Error> {
        safetensors::read(Config::from_json(config)?, files)
    }

    /// The model's shape.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The vocabulary that is in a GGUF file.
    #[must_use]
    pub fn vocabulary(&self) -> Option<&Vocabulary> {
        self.vocabulary.as_ref()
    }

    /// Whether there is a tensor.
    pub(crate) fn has(&self, name: Name) -> bool {
        self.tensors.contains_key(&(self.naming)(name))
    }

    /// A tensor of this shape.
    pub(crate) fn tensor(&self, name: Name, [rows, columns]: [usize; 2]) -> Result<Tensor, Error> {
        let name = (self.naming)(name);
        let Some(tensor) = self.tensors.get(&name) else {
            let paths: Vec<_> = self.files.iter().map(|(path, _)| path.as_str()).collect();
            let problem = format!("there is no tensor {name}");
            return Err(Error::file(paths.join(", "), problem));
        };
        if (tensor.rows, tensor.columns) != (rows, columns) {
            let (path, _) = &self.files[tensor.file];
            let problem = format!(
                "{name} is {} by {}; by the configuration it is {rows} by {columns}",
                tensor.rows, tensor.columns
            );
            return Err(Error::file(path, problem));
        }
        Ok(tensor.clone())
    }

    /// Bytes of a tensor from `start` on.
    pub(crate) fn read(
        &mut self,
        tensor: &Tensor,
        start: u64,
        bytes: &mut [u8],
    ) -> Result<(), Error> {
        let (path, file) = &mut self.files[tensor.file];
        file.seek(SeekFrom::Start(tensor.offset + start))
            .and_then(|_| file.read_exact(bytes))
            .map_err(Error::read(path.as_str()))
    }

    /// All of a small tensor.
    pub(crate) fn weights(&mut self, name: Name, shape: [usize; 2]) -> Result<Vec<f32>, Error> {
        let tensor = self.tensor(name, shape)?;
        let mut bytes = vec![0; tensor.size as usize];
        self.read(&tensor, 0, &mut bytes)?;
        Ok(tensor.format.decode(&bytes))
    }
}

impl Tensor {
    /// Checks that there are as many bytes as the shape takes. `shape` has the longest stride first.
    fn new(
        name: &str,
        (file, offset, size): (usize, u64, u64),
        shape: &[u64],
        format: Format,
    ) -> Result<Self, String> {
        let (rows, columns) = match *shape {
            [columns] => (1, columns),
            [rows, columns] => (rows, columns),
            _ => {
                return Err(format!(
                    "{name} has {} dimensions; 1 or 2 can be",
                    shape.len()
                ));
            }
        };
        let block = format.block_weights() as u64;
        let count = u128::from(rows).saturating_mul(columns.into());
        let needed = count.saturating_mul(format.block_bytes() as u128) / u128::from(block);
        let is_whole = !format.is_scaled() || columns.is_multiple_of(block);
        if !is_whole || needed != u128::from(size) {
            return Err(format!(
                "{name} has {size} bytes, which is not {rows} by {columns} of {format}"
            ));
        }
        let count = |n: u64| usize::try_from(n).map_err(|_| format!("{name} is too large"));
        Ok(Self {
            name: name.to_owned(),
            file,
            offset,
            size,
            rows: count(rows)?,
            columns: count(columns)?,
            format,
        })
    }
}
