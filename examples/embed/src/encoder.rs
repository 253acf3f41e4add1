//! The encoder: what runs for a batch, in its order.

use std::{fs, path::Path};

use futures::future;
use safetensors::SafeTensors;
use wasi_webgpu::compute::{Dispatch, Gpu, TypedBuffer};

use crate::batch::{self, Batch, Capacity};
use crate::kernels::{self, Activation, Kernel, ROWS, Sentence, Tile, Token};
use crate::weights::Weights;
use crate::{Config, Error};

/// A BERT encoder whose output are embeddings of sentences, in memory of the GPU.
#[derive(Debug)]
pub struct Encoder {
    gpu: Gpu,
    config: Config,
    capacity: Capacity,
    inputs: Inputs,
    /// A row for each sentence of a batch.
    embeddings: TypedBuffer<f32>,
    kernels: Vec<Kernel>,
}

/// What a batch consists of.
#[derive(Debug)]
struct Inputs {
    tokens: TypedBuffer<Token>,
    sentences: TypedBuffer<Sentence>,
    tiles: TypedBuffer<Tile>,
}

/// Rows of a batch's tokens, between the kernels.
struct Workspace {
    /// What layers add to.
    x: TypedBuffer<f32>,
    /// What a layer adds.
    added: TypedBuffer<f32>,
    /// Queries, keys and values.
    qkv: TypedBuffer<f32>,
    /// The heads' outputs.
    heads: TypedBuffer<f32>,
    intermediate: TypedBuffer<f32>,
}

impl Encoder {
    /// Reads `model.safetensors` of a model's folder and uploads the weights.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] and [`Error::File`]: there is no such file, or it is broken; and as of
    /// [`Weights::upload`].
    pub async fn load(
        gpu: &Gpu,
        folder: &Path,
        config: &Config,
        capacity: Capacity,
    ) -> Result<Self, Error> {
        let path = folder.join("model.safetensors");
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(source) => return Err(Error::Read { path, source }),
        };
        let tensors = match SafeTensors::deserialize(&bytes) {
            Ok(tensors) => tensors,
            Err(error) => {
                let rule = error.to_string();
                return Err(Error::File { path, rule });
            }
        };
        let weights = Weights::upload(gpu, config, &tensors).await?;
        Self::new(gpu, config, &weights, capacity)
    }

    /// With weights that are uploaded. Compiles the kernels.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left.
    pub fn new(
        gpu: &Gpu,
        config: &Config,
        weights: &Weights,
        capacity: Capacity,
    ) -> Result<Self, Error> {
        let capacity = Capacity {
            tokens: capacity.tokens.max(config.positions),
            sentences: capacity.sentences.max(1),
        };
        let inputs = Inputs::new(gpu, capacity)?;
        let len = capacity.sentences * config.hidden;
        let mut embeddings = gpu.buffer("embeddings").zeroed(len)?;
        let workspace = Workspace::new(gpu, config, capacity)?;
        let kernels = sequence(weights, config, &inputs, workspace, &mut embeddings)?;
        kernels.iter().try_for_each(Kernel::compile)?;
        Ok(Self {
            gpu: gpu.clone(),
            config: config.clone(),
            capacity,
            inputs,
            embeddings,
            kernels,
        })
    }

    /// Elements of an embedding.
    pub fn dimension(&self) -> usize {
        self.config.hidden
    }

    /// The embeddings of sentences, which are given as tokens: one after the other, each of
    /// [`dimension`](Self::dimension) elements and of length 1.
    ///
    /// While the GPU works on a batch, the embeddings of the one before it are read and the next one is
    /// uploaded.
    ///
    /// # Errors
    ///
    /// [`Error::Sentence`] for a sentence that the model cannot take, [`Error::Gpu`] where the device
    /// refuses the work.
    pub async fn encode(&mut self, sentences: &[Vec<u32>]) -> Result<Vec<f32>, Error> {
        batch::check(&self.config, sentences)?;
        let mut embeddings = Vec::with_capacity(sentences.len() * self.dimension());
        let (mut rest, mut running) = (sentences, 0);
        while running > 0 || !rest.is_empty() {
            let (count, dispatches) = self.upload(rest)?;
            rest = &rest[count..];
            // The copy of the embeddings is submitted first, so that they are those of the last batch.
            let done = self.embeddings.slice(..running * self.dimension());
            let (done, started) = future::join(done.read(), self.gpu.run(&dispatches)).await;
            started?;
            embeddings.extend(done?);
            running = count;
        }
        Ok(embeddings)
    }

    /// Uploads a batch of the first sentences, for who runs the kernels himself: how many there was space
    /// for, and what runs, in its order. It leaves their embeddings in [`embeddings`](Self::embeddings).
    ///
    /// # Errors
    ///
    /// As of [`encode`](Self::encode).
    pub fn prepare(&mut self, sentences: &[Vec<u32>]) -> Result<(usize, Vec<Dispatch>), Error> {
        batch::check(&self.config, sentences)?;
        self.upload(sentences)
    }

    fn upload(&mut self, sentences: &[Vec<u32>]) -> Result<(usize, Vec<Dispatch>), Error> {
        let batch = Batch::pack(sentences, self.capacity);
        self.inputs.write(&batch)?;
        let shape = batch.shape();
        let kernels = self.kernels.iter();
        let dispatches = kernels.map(|kernel| kernel.dispatch(shape)).collect();
        Ok((batch.sentences.len(), dispatches))
    }

    /// Where a batch's embeddings are.
    pub fn embeddings(&self) -> &TypedBuffer<f32> {
        &self.embeddings
    }
}

/// The whole of the encoder, from tokens to embeddings: 7 kernels a layer, and 2.
fn sequence(
    weights: &Weights,
    config: &Config,
    inputs: &Inputs,
    workspace: Workspace,
    sentences: &mut TypedBuffer<f32>,
) -> Result<Vec<Kernel>, Error> {
    let Workspace {
        mut x,
        mut added,
        mut qkv,
        mut heads,
        mut intermediate,
    } = workspace;
    let gpu = &x.gpu().clone();
    let plain = Activation::None;
    let mut kernels = vec![kernels::embed(
        gpu,
        &inputs.tokens,
        &weights.embeddings,
        &mut x,
    )];
    for layer in &weights.layers {
        let Inputs { tiles, .. } = inputs;
        let gelu = Activation::Gelu;
        kernels.extend([
            kernels::linear(gpu, &x, &layer.qkv, plain, &mut qkv)?,
            kernels::attention(gpu, &qkv, tiles, config.heads(), &mut heads),
            kernels::linear(gpu, &heads, &layer.output, plain, &mut added)?,
            kernels::add_norm(gpu, &added, &layer.attention_norm, &mut x),
            kernels::linear(gpu, &x, &layer.up, gelu, &mut intermediate)?,
            kernels::linear(gpu, &intermediate, &layer.down, plain, &mut added)?,
            kernels::add_norm(gpu, &added, &layer.norm, &mut x),
        ]);
    }
    kernels.push(kernels::pool(
        gpu,
        &x,
        config.hidden,
        &inputs.sentences,
        sentences,
    ));
    Ok(kernels)
}

impl Inputs {
    fn new(gpu: &Gpu, capacity: Capacity) -> Result<Self, Error> {
        // Each sentence has one tile that is not full at most.
        let tiles = capacity.tokens / kernels::QUERIES as usize + capacity.sentences;
        Ok(Self {
            tokens: gpu.buffer("tokens").zeroed(rows(capacity))?,
            sentences: gpu.buffer("sentences").zeroed(capacity.sentences)?,
            tiles: gpu.buffer("tiles").zeroed(tiles)?,
        })
    }

    fn write(&mut self, batch: &Batch) -> Result<(), Error> {
        self.tokens.write(0, &batch.tokens)?;
        self.sentences.write(0, &batch.sentences)?;
        self.tiles.write(0, &batch.tiles)?;
        Ok(())
    }
}

impl Workspace {
    fn new(gpu: &Gpu, config: &Config, capacity: Capacity) -> Result<Self, Error> {
        let rows = |label, row: usize| gpu.buffer(label).zeroed(rows(capacity) * row);
        Ok(Self {
            x: rows("x", config.hidden)?,
            added: rows("added", config.hidden)?,
            qkv: rows("queries, keys, values", 3 * config.hidden)?,
            heads: rows("heads", config.hidden)?,
            intermediate: rows("intermediate", config.intermediate)?,
        })
    }
}

/// In whole tiles of the kernels.
fn rows(capacity: Capacity) -> usize {
    capacity.tokens.next_multiple_of(ROWS)
}
