//! Plays recordings on wgpu.

mod files;
mod gpu;
mod player;

use std::path::PathBuf;

use bench_protocol::Adapter;

use crate::{Answer, Result};
use gpu::Gpu;
use player::Player;

/// A device, and the row that it plays.
pub(crate) struct Program {
    gpu: Gpu,
    folder: PathBuf,
    current: Option<(String, Player)>,
}

impl Program {
    /// Plays recordings of a folder.
    pub(crate) async fn open(folder: PathBuf) -> Result<Self> {
        Ok(Self {
            gpu: Gpu::open().await?,
            folder,
            current: None,
        })
    }

    pub(crate) fn adapter(&self) -> Adapter {
        self.gpu.adapter()
    }

    /// That is the guest's.
    pub(crate) async fn record(&mut self, _: &str) -> Result<Answer> {
        Ok(Err("a guest records"))
    }

    /// Plays a row so many times, after once to see that the results are the guest's.
    pub(crate) async fn work(&mut self, row: &str, times: u32) -> Result<Answer> {
        if self.current.as_ref().is_none_or(|(name, _)| name != row) {
            // Freed before another row's are made, so that both need not fit.
            self.current = None;
            self.gpu.finish()?;
            let (recording, contents) = files::load(&self.folder, row)?;
            let player = Player::new(&self.gpu, recording, contents)?;
            player.play(&self.gpu, 1)?;
            player.check(&self.gpu)?;
            self.current = Some((row.to_owned(), player));
        }
        match &self.current {
            Some((_, player)) => Ok(Ok(player.play(&self.gpu, times)?)),
            None => Ok(Err("no such row")),
        }
    }
}
