//! Makes work by the SDK, does it, and records it.

mod files;
mod models;
mod recorder;
mod rows;
mod work;

use std::path::PathBuf;

use bench_protocol::Adapter;
use wasi_webgpu::{DeviceType, compute::Gpu};

use crate::{Answer, Result};
use recorder::Recorder;
use work::Work;

/// A device, and the row that it does.
pub(crate) struct Program {
    gpu: Gpu,
    folder: PathBuf,
    current: Option<(String, Work)>,
}

impl Program {
    /// Writes recordings to a folder.
    pub(crate) async fn open(folder: PathBuf) -> Result<Self> {
        Ok(Self {
            gpu: Gpu::request().await?,
            folder,
            current: None,
        })
    }

    pub(crate) fn adapter(&self) -> Adapter {
        let info = self.gpu.info();
        Adapter {
            software: info.device_type == DeviceType::Cpu,
            max_buffer_size: self.gpu.limits().max_buffer_size,
            name: info.name,
        }
    }

    /// Makes the work of a row, and writes it to files.
    pub(crate) async fn record(&mut self, row: &str) -> Result<Answer> {
        self.current = None;
        let work = match rows::make(&self.gpu, row).await? {
            Ok(work) => work,
            Err(why) => return Ok(Err(why)),
        };
        let recorder = Recorder::begin(&self.gpu, &work, &self.folder, row).await?;
        let time = work.play(&self.gpu, 1).await?;
        recorder.finish(&self.gpu, &work).await?;
        self.current = Some((row.to_owned(), work));
        Ok(Ok(time))
    }

    /// Does the work of a row so many times.
    pub(crate) async fn work(&mut self, row: &str, times: u32) -> Result<Answer> {
        if self.current.as_ref().is_none_or(|(name, _)| name != row) {
            self.current = None;
            let work = match rows::make(&self.gpu, row).await? {
                Ok(work) => work,
                Err(why) => return Ok(Err(why)),
            };
            // Compiles.
            work.play(&self.gpu, 1).await?;
            self.current = Some((row.to_owned(), work));
        }
        match &self.current {
            Some((_, work)) => Ok(Ok(work.play(&self.gpu, times).await?)),
            None => Ok(Err("no such row")),
        }
    }
}
