//! From work to a recording.

use std::ops::Range;
use std::path::{Path, PathBuf};

use wasi_webgpu::{
    BindingType, Buffer, BufferBindingType,
    compute::{
        Bindings, ComputeEntry, Dispatch, Gpu, Group, Launch, Module, Resource, TypedBuffer,
    },
};

use super::files::{self, Contents};
use super::work::{Step, Work};
use crate::Result;
use crate::recording::{self, BindGroup, Binding, Bytes, Content, Kind, Pipeline, Recording};

/// What is read of a buffer at a time, and the stretch of zeros that is left out.
const CHUNK: u64 = 1 << 20;

/// A recording, and what its objects are here.
pub(super) struct Recorder {
    folder: PathBuf,
    row: String,
    recording: Recording,
    modules: Vec<&'static Module>,
    pipelines: Vec<(&'static ComputeEntry, Vec<f64>)>,
    buffers: Vec<Buffer>,
}

impl Recorder {
    /// Records the steps, and what buffers contain before.
    pub(super) async fn begin(gpu: &Gpu, work: &Work, folder: &Path, row: &str) -> Result<Self> {
        let mut recorder = Self {
            folder: folder.to_owned(),
            row: row.to_owned(),
            recording: Recording::default(),
            modules: Vec::new(),
            pipelines: Vec::new(),
            buffers: Vec::new(),
        };
        for step in &work.steps {
            let step = recorder.step(step)?;
            recorder.recording.steps.push(step);
        }
        let mut contents = Contents::create(folder, row)?;
        for (buffer, recorded) in recorder.buffers.iter().zip(&mut recorder.recording.buffers) {
            recorded.contents = read(gpu, buffer, &mut contents).await?;
        }
        Ok(recorder)
    }

    /// Records the results, and saves the recording.
    pub(super) async fn finish(mut self, gpu: &Gpu, work: &Work) -> Result<()> {
        for (buffer, range) in &work.results {
            let (index, offset) = (self.buffer(buffer)?, range.start);
            let bytes = bytes(gpu, buffer, range.clone()).await?;
            self.recording.results.push(Bytes {
                buffer: index,
                offset,
                bytes,
            });
        }
        files::save(&self.recording, &self.folder, &self.row)
    }

    fn step(&mut self, step: &Step) -> Result<recording::Step> {
        Ok(match step {
            Step::Write(buffer, offset, bytes) => recording::Step::Write(Bytes {
                buffer: self.buffer(buffer)?,
                offset: *offset,
                bytes: bytes.clone(),
            }),
            Step::Run(dispatches) => {
                let dispatches = dispatches.iter().map(|it| self.dispatch(it));
                recording::Step::Run(dispatches.collect::<Result<_>>()?)
            }
        })
    }

    fn dispatch(&mut self, dispatch: &Dispatch) -> Result<recording::Dispatch> {
        let launch = dispatch.launch();
        let module = self.module(launch.entry().module)?;
        let groups = launch.bindings().iter().map(|(index, bindings)| {
            let group = self.bind_group(module, *index, bindings)?;
            Ok((*index, group))
        });
        Ok(recording::Dispatch {
            bind_groups: groups.collect::<Result<_>>()?,
            pipeline: self.pipeline(module, launch),
            workgroups: dispatch
                .workgroups()
                .ok_or("a dispatch of no fixed number of workgroups")?,
        })
    }

    fn module(&mut self, module: &'static Module) -> Result<usize> {
        let known = self.modules.iter().position(|it| std::ptr::eq(*it, module));
        if let Some(index) = known {
            return Ok(index);
        }
        let groups = module
            .groups
            .iter()
            .map(|group| Ok((group.index, layout(group)?)));
        self.recording.modules.push(recording::Module {
            label: module.label.to_owned(),
            wgsl: module.source.to_owned(),
            groups: groups.collect::<Result<_>>()?,
        });
        self.modules.push(module);
        Ok(self.modules.len() - 1)
    }

    fn pipeline(&mut self, module: usize, launch: &Launch) -> usize {
        let (entry, overrides) = (launch.entry(), launch.overrides());
        let same = |(it, values): &(&ComputeEntry, Vec<f64>)| {
            std::ptr::eq(*it, entry) && values == overrides
        };
        if let Some(index) = self.pipelines.iter().position(same) {
            return index;
        }
        let names = entry.overrides.iter().map(|name| (*name).to_owned());
        self.recording.pipelines.push(Pipeline {
            module,
            entry_point: entry.name.to_owned(),
            constants: names.zip(overrides.iter().copied()).collect(),
            groups: entry.groups.to_vec(),
        });
        self.pipelines.push((entry, overrides.to_vec()));
        self.pipelines.len() - 1
    }

    fn bind_group(&mut self, module: usize, group: u32, bindings: &Bindings) -> Result<usize> {
        let entries = bindings.0.iter().map(|(binding, resource)| match resource {
            Resource::Buffer {
                buffer,
                offset,
                size,
            } if *size > 0 => Ok((*binding, self.buffer(buffer)?, *offset..offset + size)),
            other => Err(format!("what cannot be recorded is bound: {other:?}").into()),
        });
        let entries = entries.collect::<Result<_>>()?;
        let group = BindGroup {
            module,
            group,
            entries,
        };
        let known = self
            .recording
            .bind_groups
            .iter()
            .position(|it| *it == group);
        Ok(known.unwrap_or_else(|| {
            self.recording.bind_groups.push(group);
            self.recording.bind_groups.len() - 1
        }))
    }

    fn buffer(&mut self, buffer: &Buffer) -> Result<usize> {
        if let Some(index) = self.buffers.iter().position(|it| it == buffer) {
            return Ok(index);
        }
        self.recording.buffers.push(recording::Buffer {
            label: buffer.label().to_owned(),
            size: buffer.size(),
            usage: buffer.usage().bits(),
            contents: Vec::new(),
        });
        self.buffers.push(buffer.clone());
        Ok(self.buffers.len() - 1)
    }
}

fn layout(group: &Group) -> Result<Vec<Binding>> {
    let bindings = group.entries.iter().map(|entry| match entry.ty {
        BindingType::Buffer {
            ty,
            min_binding_size,
            ..
        } => Ok(Binding {
            binding: entry.binding,
            kind: match ty {
                BufferBindingType::Uniform => Kind::Uniform,
                BufferBindingType::Storage { read_only } => Kind::Storage { read_only },
            },
            least: min_binding_size.map(u64::from),
        }),
        other => Err(format!("a binding cannot be recorded: {other:?}").into()),
    });
    bindings.collect()
}

/// Everything in a buffer but zeros.
async fn read(gpu: &Gpu, buffer: &Buffer, contents: &mut Contents) -> Result<Vec<Content>> {
    let mut kept = Vec::new();
    let mut offset = 0;
    while offset < buffer.size() {
        let end = buffer.size().min(offset + CHUNK);
        let bytes = bytes(gpu, buffer, offset..end).await?;
        kept.extend(contents.keep(offset, &bytes)?);
        offset = end;
    }
    Ok(kept)
}

async fn bytes(gpu: &Gpu, buffer: &Buffer, range: Range<u64>) -> Result<Vec<u8>> {
    // Larger ones than a guest can address are a view of words.
    let words = TypedBuffer::<u32>::from_buffer(gpu, buffer.clone());
    let range = range.start as usize / 4..range.end.div_ceil(4) as usize;
    Ok(bytemuck::cast_slice(&words.slice(range).read().await?).to_vec())
}
