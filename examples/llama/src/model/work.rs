//! The work as it is submitted, for who wants to measure it or to submit it otherwise.

use wasi_webgpu::compute::{Dispatch, TypedBuffer};

use super::Model;
use crate::{Error, Sampling, kernels::State};

impl Model {
    /// The dispatches for the token at a position, whose [`place`](Self::place) is (position, 1), with the
    /// choice of the most probable next: they write it after that token, and move the place on by one.
    #[must_use]
    pub fn token_work(&self, position: usize) -> Vec<Dispatch> {
        let step = self.decode.dispatches(position + 1);
        let choice = self.choices.dispatches(&Sampling::GREEDY);
        step.chain(choice).cloned().collect()
    }

    /// The dispatches for so many tokens at once, whose [`place`](Self::place) is (position, count), with
    /// the logits of what comes next. [`BATCH`](super::BATCH) is the most.
    #[must_use]
    pub fn batch_work(&self, count: usize) -> Vec<Dispatch> {
        let mut dispatches = self.prefill.dispatches(count);
        dispatches.extend(self.decode.logits.iter().cloned());
        dispatches
    }

    /// Says which tokens are worked on next: from a position on, so many.
    ///
    /// # Errors
    /// None that a device which is not lost has.
    pub fn set_place(&mut self, position: usize, count: usize) -> Result<(), Error> {
        let state = State {
            position: position as u32,
            count: count as u32,
        };
        Ok(self.state.write(0, &[state])?)
    }

    /// Where the work is: its position, and how many tokens.
    #[must_use]
    pub fn place(&self) -> &TypedBuffer<State> {
        &self.state
    }

    /// The tokens of the sequence, by position.
    #[must_use]
    pub fn tokens(&self) -> &TypedBuffer<u32> {
        &self.tokens
    }

    /// Where the [`logits`](Self::logits) are.
    #[must_use]
    pub fn logits_buffer(&self) -> &TypedBuffer<f32> {
        &self.logits
    }
}
