//! A model on the GPU, and the sequence that it goes on with.

mod choice;
mod decode;
mod layer;
mod prefill;
mod vocabulary;
mod work;
mod workspace;

use std::collections::VecDeque;
use std::ops::ControlFlow;

use futures::{future::maybe_done, poll};
use wasi_webgpu::compute::{Gpu, TypedBuffer};

use choice::Choices;
use decode::Decode;
use layer::Layer;
use prefill::Prefill;
use vocabulary::Rows;
use workspace::Workspace;

use crate::{
    Checkpoint, Config, Error, Format, Sampling,
    kernels::State,
    weights::{Buffers, Name, Source},
};

/// The most tokens that are worked on at once.
pub const BATCH: usize = 512;

/// How many tokens the GPU may be ahead of what the guest has read: while it works on one, the guest
/// records the next.
const AHEAD: usize = 2;

/// A model on the GPU, with the keys and values of one sequence.
pub struct Model {
    gpu: Gpu,
    config: Config,
    /// The most positions.
    context: usize,
    /// How many tokens have keys and values.
    position: usize,
    /// Bytes of weights that a token's work reads.
    weight_bytes: u64,
    decode: Decode,
    prefill: Prefill,
    choices: Choices,
    /// What the shaders go by: where the work is, and the tokens by position.
    state: TypedBuffer<State>,
    tokens: TypedBuffer<u32>,
    logits: TypedBuffer<f32>,
}

impl Model {
    /// Copies a checkpoint's weights to the GPU, piece by piece. `context` is the most positions that a
    /// sequence can have.
    ///
    /// # Errors
    /// A tensor is missing or has another shape or format than it should, a file cannot be read, or the
    /// device has no memory left or no buffers as large.
    pub async fn load(
        gpu: &Gpu,
        checkpoint: &mut Checkpoint,
        context: usize,
    ) -> Result<Self, Error> {
        let config = checkpoint.config().clone();
        let source = Source::Checkpoint(checkpoint, Buffers::default());
        Self::new(gpu, config, source, context).await
    }

    /// Random weights, which give random tokens at a real model's speed.
    ///
    /// # Errors
    /// The device has no memory left or no buffers as large, or the shape cannot be run.
    pub async fn random(
        gpu: &Gpu,
        config: Config,
        format: Format,
        seed: u32,
        context: usize,
    ) -> Result<Self, Error> {
        config.check()?;
        let source = Source::Random { format, seed };
        Self::new(gpu, config, source, context).await
    }

    async fn new(
        gpu: &Gpu,
        config: Config,
        mut source: Source<'_>,
        context: usize,
    ) -> Result<Self, Error> {
        if context == 0 || context > config.positions {
            return Err(Error::Model(format!(
                "it is made for 1 to {} positions, not {context}",
                config.positions
            )));
        }
        let embedding = Rows::load(gpu, &mut source, Name::Embedding, &config).await?;
        let own_output = if source.has(Name::Output) {
            Some(Rows::load(gpu, &mut source, Name::Output, &config).await?)
        } else {
            None
        };
        let output = own_output.as_ref().unwrap_or(&embedding);
        let norm = source.norm(&config, Name::OutputNorm)?;
        let norm = gpu.buffer("output norm").upload(&norm)?;
        let mut layers = Vec::with_capacity(config.layers);
        for index in 0..config.layers {
            layers.push(Layer::load(gpu, &mut source, &config, index, context).await?);
        }
        let mut workspace = Workspace::new(gpu, &config, context)?;
        let decode = Decode::new(
            gpu,
            &config,
            &mut layers,
            (&norm, output),
            &embedding,
            &mut workspace,
        )?;
        let prefill = Prefill::new(gpu, &config, &mut layers, &embedding, &mut workspace)?;
        let choices = Choices::new(gpu, &mut workspace)?;
        let weights = layers.iter().map(Layer::bytes).sum::<u64>() + output.bytes();
        Ok(Self {
            gpu: gpu.clone(),
            config,
            context,
            position: 0,
            weight_bytes: weights,
            decode,
            prefill,
            choices,
            state: workspace.state,
            tokens: workspace.tokens,
            logits: workspace.logits,
        })
    }

    /// The model's shape.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The most positions of a sequence.
    #[must_use]
    pub fn context(&self) -> usize {
        self.context
    }

    /// How many tokens of the sequence have been worked on.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Bytes of weights that the work on one token reads.
    #[must_use]
    pub fn weight_bytes(&self) -> u64 {
        self.weight_bytes
    }

    /// Does some work of every kind, so that what follows need not wait until shaders are compiled, and
    /// begins another sequence.
    ///
    /// # Errors
    /// The device refuses the work.
    pub async fn warm_up(&mut self) -> Result<(), Error> {
        self.reset();
        if self.context > 2 {
            self.feed(&[0, 0]).await?;
            let one = |_| ControlFlow::Continue(());
            self.generate(2, &Sampling::GREEDY, one).await?;
            let drawn = Sampling {
                temperature: 1.0,
                ..Sampling::GREEDY
            };
            self.generate(1, &drawn, one).await?;
        }
        self.reset();
        Ok(())
    }

    /// Begins another sequence.
    pub fn reset(&mut self) {
        self.position = 0;
    }

    /// Works on tokens that follow in the sequence. Then the [`logits`](Self::logits) are those of what
    /// comes next.
    ///
    /// # Errors
    /// There are none, one is not of the vocabulary, they do not fit into the context, or the device
    /// refuses the work.
    pub async fn feed(&mut self, tokens: &[u32]) -> Result<(), Error> {
        let end = self.position + tokens.len();
        if tokens.is_empty() || end > self.context {
            return Err(Error::Model(format!(
                "{} tokens cannot follow {} where the context has {} positions",
                tokens.len(),
                self.position,
                self.context
            )));
        }
        let vocabulary = self.config.vocabulary;
        if let Some(unknown) = tokens.iter().find(|&&token| token as usize >= vocabulary) {
            let problem = format!("there is no token {unknown}: the vocabulary has {vocabulary}");
            return Err(Error::Model(problem));
        }
        self.tokens.write(self.position, tokens)?;
        for batch in tokens.chunks(BATCH) {
            self.set_place(self.position, batch.len())?;
            self.position += batch.len();
            if batch.len() == 1 {
                self.gpu.run(self.decode.dispatches(self.position)).await?;
                continue;
            }
            self.gpu.run(self.batch_work(batch.len())).await?;
        }
        Ok(())
    }

    /// What the last token that was fed says of the next: for each token of the vocabulary, the logarithm
    /// of its probability, but for a constant.
    ///
    /// # Errors
    /// The device is lost.
    pub async fn logits(&self) -> Result<Vec<f32>, Error> {
        Ok(self.logits.read().await?)
    }

    /// Goes on with up to `count` tokens, until `each` breaks. They are chosen on the GPU, which is ahead by
    /// some tokens: only their numbers come back.
    ///
    /// Something must have been fed before. The last token that `each` gets has not been worked on: to go
    /// on after it, feed it.
    ///
    /// # Errors
    /// The device refuses the work.
    pub async fn generate(
        &mut self,
        count: usize,
        sampling: &Sampling,
        mut each: impl FnMut(u32) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.choices.set(sampling)?;
        let begin = self.position;
        let count = count.min(self.context + 1 - begin);
        let mut reads = VecDeque::new();
        let mut given = 0;
        for next in 0..count + AHEAD {
            if next < count {
                let step = if next == 0 {
                    [].iter()
                } else {
                    self.decode.dispatches(begin + next)
                };
                let choice = self.choices.dispatches(sampling);
                self.gpu.run(step.chain(choice)).await?;
                let token = self.tokens.slice(begin + next..begin + next + 1);
                let mut read = Box::pin(maybe_done(async move { token.read().await }));
                // Begins it: what is submitted later need not be waited for.
                let _ = poll!(&mut read);
                reads.push_back(read);
            }
            if reads.len() > AHEAD || next >= count {
                let Some(mut read) = reads.pop_front() else {
                    break;
                };
                (&mut read).await;
                let Some(token) = read.as_mut().take_output() else {
                    break;
                };
                let token = token?;
                given += 1;
                if each(token[0]).is_break() {
                    break;
                }
            }
        }
        drop(reads);
        self.position = begin + given.max(1) - 1;
        Ok(())
    }
}
