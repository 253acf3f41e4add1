//! What a piece of work asks of the GPU, as data: a guest writes it, a native program plays it.
//!
//! It is two files. One has all of [`Recording`]; the other what buffers contain at first, but for stretches
//! of zeros.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The work, and the objects that it needs. Objects are told by their index.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Recording {
    pub(crate) modules: Vec<Module>,
    pub(crate) pipelines: Vec<Pipeline>,
    pub(crate) buffers: Vec<Buffer>,
    pub(crate) bind_groups: Vec<BindGroup>,
    /// What doing the work once is.
    pub(crate) steps: Vec<Step>,
    /// What buffers have in some places when it has been done once.
    pub(crate) results: Vec<Bytes>,
}

/// A shader module, and the layouts of all bind groups that it declares.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Module {
    pub(crate) label: String,
    pub(crate) wgsl: String,
    /// By the index of the group.
    pub(crate) groups: Vec<(u32, Vec<Binding>)>,
}

/// A binding of a layout, which is a buffer.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Binding {
    pub(crate) binding: u32,
    pub(crate) kind: Kind,
    /// Bytes that it has at least.
    pub(crate) least: Option<u64>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Kind {
    Uniform,
    Storage { read_only: bool },
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pipeline {
    pub(crate) module: usize,
    pub(crate) entry_point: String,
    pub(crate) constants: Vec<(String, f64)>,
    /// The groups that the entry point uses.
    pub(crate) groups: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Buffer {
    pub(crate) label: String,
    pub(crate) size: u64,
    /// The bits of WebGPU's `GPUBufferUsage`.
    pub(crate) usage: u32,
    /// Zeros, but for these.
    pub(crate) contents: Vec<Content>,
}

/// Bytes of a buffer, and where they are in the file of contents.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) offset: u64,
    pub(crate) len: usize,
    pub(crate) place: u64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BindGroup {
    pub(crate) module: usize,
    pub(crate) group: u32,
    /// Binding, buffer, and its bytes.
    pub(crate) entries: Vec<(u32, usize, Range<u64>)>,
}

/// A part of the work.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Step {
    /// `queue.write_buffer`.
    Write(Bytes),
    /// A compute pass, which is submitted.
    Run(Vec<Dispatch>),
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Bytes {
    pub(crate) buffer: usize,
    pub(crate) offset: u64,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Dispatch {
    pub(crate) pipeline: usize,
    /// By the index of the group.
    pub(crate) bind_groups: Vec<(u32, usize)>,
    pub(crate) workgroups: [u32; 3],
}

/// The files of a row's recording, and of its contents.
pub(crate) fn paths(folder: &Path, row: &str) -> [PathBuf; 2] {
    let name = row.replace('/', "-");
    ["recording", "contents"].map(|kind| folder.join(format!("{name}.{kind}")))
}
