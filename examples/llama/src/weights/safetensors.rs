//! Safetensors: eight bytes with the length of a JSON header, the header, and the tensors.
//!
//! The crate `safetensors` counts bytes in `usize`, which a guest has 32 bits for: files of more than
//! 4 GiB, as an 8B model has, do not parse there. So the header is read here.

use std::collections::HashMap;
use std::fs::File;
use std::io::SeekFrom;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::{Checkpoint, Name, Reader, Tensor};
use crate::{Config, Error, Format};

/// The longest header that the format allows.
const MAX_HEADER: u64 = 100_000_000;

pub(super) fn open(folder: &Path) -> Result<Checkpoint, Error> {
    let text = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(Error::read(path.display().to_string()))
    };
    let config = Config::from_json(&text("config.json")?)?;
    let index = folder.join(INDEX);
    let names = if index.exists() {
        let broken = |problem| Error::file(index.display().to_string(), problem);
        shards(&text(INDEX)?).map_err(broken)?
    } else {
        vec!["model.safetensors".to_owned()]
    };
    let open = |name: String| {
        let path = folder.join(name);
        let name = path.display().to_string();
        let file = File::open(path).map_err(Error::read(name.as_str()))?;
        Ok::<_, Error>((name, Box::new(file) as Box<dyn Reader>))
    };
    read(
        config,
        names.into_iter().map(open).collect::<Result<_, _>>()?,
    )
}

/// Which file has which tensor, where a model has several files.
const INDEX: &str = "model.safetensors.index.json";

#[derive(Deserialize)]
struct Index {
    weight_map: HashMap<String, String>,
}

/// The files that an index names, each once.
fn shards(index: &str) -> Result<Vec<String>, serde_json::Error> {
    let index: Index = serde_json::from_str(index)?;
    let mut files: Vec<_> = index.weight_map.into_values().collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// What the header says of a tensor.
#[derive(Deserialize)]
struct Info {
    dtype: String,
    shape: Vec<u64>,
    /// From the end of the header.
    data_offsets: [u64; 2],
}

pub(super) fn read(
    config: Config,
    mut files: Vec<(String, Box<dyn Reader>)>,
) -> Result<Checkpoint, Error> {
    let mut tensors = HashMap::new();
    for (index, (path, file)) in files.iter_mut().enumerate() {
        let size = file.seek(SeekFrom::End(0)).map_err(Error::read(&*path))?;
        file.rewind().map_err(Error::read(&*path))?;
        let (start, header) = header(path, size, file)?;
        for (name, info) in header {
            let tensor = tensor(&name, info, index, (start, size));
            let tensor = tensor.map_err(|problem| Error::file(path.as_str(), problem))?;
            if let Some(tensor) = tensor {
                tensors.insert(name, tensor);
            }
        }
    }
    Ok(Checkpoint {
        config,
        files,
        tensors,
        naming: Name::in_safetensors,
        vocabulary: None,
    })
}

/// `None` if it is none of the weights and of a format that is not known. Tensors begin at `start`.
fn tensor(
    name: &str,
    info: Info,
    file: usize,
    (start, size): (u64, u64),
) -> Result<Option<Tensor>, String> {
    let [begin, end] = info.data_offsets;
    match start.checked_add(end) {
        Some(last) if begin <= end && last <= size => {}
        _ => {
            return Err(format!(
                "{name} has the bytes {begin} to {end} after {start}, and the file has {size}: it is cut off"
            ));
        }
    }
    let Some(format) = format_of(&info.dtype) else {
        if name.ends_with(".weight") {
            let dtype = info.dtype;
            return Err(format!(
                "{name} is {dtype}; F32, F16 and BF16 can be read, and more in GGUF files"
            ));
        }
        return Ok(None);
    };
    let place = (file, start + begin, end - begin);
    Tensor::new(name, place, &info.shape, format).map(Some)
}

/// Where the tensors begin, and what they are, in a file of so many bytes.
fn header(
    path: &str,
    size: u64,
    file: &mut dyn Reader,
) -> Result<(u64, Vec<(String, Info)>), Error> {
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(Error::read(path))?;
    let length = u64::from_le_bytes(length);
    if length > MAX_HEADER.min(size - 8) {
        let problem = format!(
            "its header has {length} bytes, and the file {size}: it is cut off, or no safetensors file"
        );
        return Err(Error::file(path, problem));
    }
    let mut header = vec![0; length as usize];
    file.read_exact(&mut header).map_err(Error::read(path))?;
    let broken = |error| Error::file(path, format!("its header: {error}"));
    let header: HashMap<String, Value> = serde_json::from_slice(&header).map_err(broken)?;
    let infos = header
        .into_iter()
        .filter(|(name, _)| name != "__metadata__");
    let infos = infos.map(|(name, info)| Ok((name, serde_json::from_value(info)?)));
    let infos = infos.collect::<Result<_, _>>().map_err(broken)?;
    Ok((8 + length, infos))
}

fn format_of(dtype: &str) -> Option<Format> {
    match dtype {
        "F32" => Some(Format::F32),
        "F16" => Some(Format::F16),
        "BF16" => Some(Format::Bf16),
        _ => None,
    }
}
