//! The choice of the next token, by the logits.

use wasi_webgpu::compute::{Dispatch, Gpu, Launch, TypedBuffer};

use super::workspace::Workspace;
use crate::{
    Error, Sampling,
    kernels::{Choice, argmax, sample},
};

/// Among how many workgroups a vocabulary is split.
const PORTIONS: u32 = 64;

/// The work on the logits of one token. All of it writes the next token, and moves on to it.
pub(super) struct Choices {
    /// What `drawn` goes by.
    choice: TypedBuffer<Choice>,
    /// The token with the largest logit.
    largest: [Dispatch; 2],
    /// A token by its probability.
    drawn: [Dispatch; 3],
}

impl Choices {
    pub(super) fn new(gpu: &Gpu, workspace: &mut Workspace) -> Result<Self, Error> {
        let choice = gpu.buffer("choice").upload(&[Sampling::GREEDY.choice()])?;
        Ok(Self {
            largest: largest(gpu, workspace)?,
            drawn: drawn(gpu, &choice, workspace)?,
            choice,
        })
    }

    /// Says how tokens are chosen from now on.
    pub(super) fn set(&mut self, sampling: &Sampling) -> Result<(), Error> {
        Ok(self.choice.write(0, &[sampling.choice()])?)
    }

    /// The work, which [`set`](Self::set) must have been told of.
    pub(super) fn dispatches(&self, sampling: &Sampling) -> &[Dispatch] {
        if sampling.is_greedy() {
            &self.largest
        } else {
            &self.drawn
        }
    }
}

fn largest(gpu: &Gpu, workspace: &mut Workspace) -> Result<[Dispatch; 2], Error> {
    let mut candidates = gpu.buffer("candidates").zeroed(1)?;
    let group0 = argmax::Group0 {
        logits: &workspace.logits,
        candidates: &mut candidates,
    };
    let portions = argmax::argmax_of_portion(gpu, group0).dispatch_groups([PORTIONS, 1, 1]);
    let group0 = argmax::Group0 {
        logits: &workspace.logits,
        candidates: &mut candidates,
    };
    let group1 = argmax::Group1 {
        next: &mut workspace.state,
        tokens: &mut workspace.tokens,
    };
    let choice = argmax::argmax(gpu, group0, group1).dispatch_groups([1, 1, 1]);
    Ok([portions, choice])
}

fn drawn(
    gpu: &Gpu,
    choice: &TypedBuffer<Choice>,
    workspace: &mut Workspace,
) -> Result<[Dispatch; 3], Error> {
    let mut draws = gpu.buffer("draws").zeroed(1)?;
    let mut masses = gpu.buffer("masses").zeroed(1)?;
    let mut launch = |entry: fn(&Gpu, sample::Group0<'_>) -> Launch, groups| {
        let group = sample::Group0 {
            choice,
            logits: &workspace.logits,
            draws: &mut draws,
            masses: &mut masses,
            next: &mut workspace.state,
            tokens: &mut workspace.tokens,
        };
        entry(gpu, group).dispatch_groups([groups, 1, 1])
    };
    Ok([
        launch(sample::draw_of_portion, PORTIONS),
        launch(sample::mass_of_portion, PORTIONS),
        launch(sample::sample, 1),
    ])
}
