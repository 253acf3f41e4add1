//! A checkpoint's tensors, in memory of the GPU.

use safetensors::{Dtype, SafeTensors};
use wasi_webgpu::compute::{Dispatch, Gpu, TypedBuffer, transpose};

use crate::{Config, Error};

/// All that a model has learned, as the kernels take it.
#[derive(Debug)]
pub struct Weights {
    /// What tokens begin with.
    pub embeddings: Embeddings,
    /// From the first to the last.
    pub layers: Vec<Layer>,
}

/// The tables that a token's row is looked up in.
#[derive(Debug)]
pub struct Embeddings {
    /// A row for each word.
    pub words: TypedBuffer<f32>,
    /// A row for each position.
    pub positions: TypedBuffer<f32>,
    /// The row of the first segment: a sentence alone has no other.
    pub segment: TypedBuffer<f32>,
    /// Of their sum.
    pub norm: Norm,
}

/// A layer of the encoder.
#[derive(Debug)]
pub struct Layer {
    /// To the queries, keys and values of all heads.
    pub qkv: Linear,
    /// From the heads' outputs.
    pub output: Linear,
    /// Of the attention's input and output.
    pub attention_norm: Norm,
    /// To the intermediate row.
    pub up: Linear,
    /// From the intermediate row.
    pub down: Linear,
    /// Of the feed-forward network's input and output.
    pub norm: Norm,
}

/// A linear layer.
#[derive(Debug)]
pub struct Linear {
    /// Elements of a row that it takes, a multiple of 16.
    pub inputs: usize,
    /// Elements of a row that it gives, a multiple of 4.
    pub outputs: usize,
    /// `inputs` rows of `outputs` elements: the transpose of what checkpoints hold.
    pub weights: TypedBuffer<f32>,
    /// `outputs` elements.
    pub bias: TypedBuffer<f32>,
}

/// A layer norm.
#[derive(Debug)]
pub struct Norm {
    /// What normal elements are multiplied with.
    pub weight: TypedBuffer<f32>,
    /// What is added to them.
    pub bias: TypedBuffer<f32>,
    /// What is added to the variance.
    pub epsilon: f32,
}

impl Weights {
    /// Uploads the tensors of a checkpoint, which have the names of Hugging Face's `BertModel`, with
    /// `bert.` before them or not.
    ///
    /// # Errors
    ///
    /// [`Error::Tensor`] where a tensor is missing or has not the shape that `config` says,
    /// [`Error::Gpu`] where the device has no memory left.
    pub async fn upload(
        gpu: &Gpu,
        config: &Config,
        tensors: &SafeTensors<'_>,
    ) -> Result<Self, Error> {
        let mut loader = Loader::new(gpu, config, tensors);
        let embeddings = loader.embeddings()?;
        let layers = (0..config.layers).map(|index| loader.layer(index));
        let layers = layers.collect::<Result<_, _>>()?;
        gpu.run(&loader.transposes).await?;
        Ok(Self { embeddings, layers })
    }
}

struct Loader<'a> {
    gpu: &'a Gpu,
    config: &'a Config,
    tensors: &'a SafeTensors<'a>,
    prefix: &'static str,
    /// What is left to do for the linear layers.
    transposes: Vec<Dispatch>,
}

impl<'a> Loader<'a> {
    fn new(gpu: &'a Gpu, config: &'a Config, tensors: &'a SafeTensors<'a>) -> Self {
        let has_prefix = tensors.names().iter().any(|name| name.starts_with("bert."));
        Self {
            gpu,
            config,
            tensors,
            prefix: if has_prefix { "bert." } else { "" },
            transposes: Vec::new(),
        }
    }

    fn embeddings(&self) -> Result<Embeddings, Error> {
        let Config {
            hidden,
            vocabulary,
            positions,
            segments,
            ..
        } = *self.config;
        let table = |name, rows| self.tensor(&format!("embeddings.{name}.weight"), &[rows, hidden]);
        let segments = table("token_type_embeddings", segments)?;
        let segment = &segments[..size_of::<f32>() * hidden];
        Ok(Embeddings {
            words: self.upload("words", &[table("word_embeddings", vocabulary)?])?,
            positions: self.upload("positions", &[table("position_embeddings", positions)?])?,
            segment: self.upload("segment", &[segment])?,
            norm: self.norm("embeddings.LayerNorm")?,
        })
    }

    fn layer(&mut self, index: usize) -> Result<Layer, Error> {
        let (hidden, intermediate) = (self.config.hidden, self.config.intermediate);
        let name = |part: &str| format!("encoder.layer.{index}.{part}");
        let qkv = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Ok(Layer {
            qkv: self.linear(&qkv, [hidden, hidden])?,
            output: self.linear(&[name("attention.output.dense")], [hidden, hidden])?,
            attention_norm: self.norm(&name("attention.output.LayerNorm"))?,
            up: self.linear(&[name("intermediate.dense")], [hidden, intermediate])?,
            down: self.linear(&[name("output.dense")], [intermediate, hidden])?,
            norm: self.norm(&name("output.LayerNorm"))?,
        })
    }

    /// One layer in place of several of the same input.
    fn linear(&mut self, names: &[String], [inputs, each]: [usize; 2]) -> Result<Linear, Error> {
        let mut parts = (Vec::new(), Vec::new());
        for name in names {
            parts
                .0
                .push(self.tensor(&format!("{name}.weight"), &[each, inputs])?);
            parts.1.push(self.tensor(&format!("{name}.bias"), &[each])?);
        }
        let outputs = names.len() * each;
        let rows = self.upload(&names[0], &parts.0)?;
        let mut weights = self.gpu.buffer(&names[0]).zeroed(rows.len())?;
        let transposed = transpose([outputs, inputs], &rows, &mut weights).dispatches()?;
        self.transposes.extend(transposed);
        Ok(Linear {
            inputs,
            outputs,
            weights,
            bias: self.upload(&names[0], &parts.1)?,
        })
    }

    fn norm(&self, name: &str) -> Result<Norm, Error> {
        let shape = [self.config.hidden];
        Ok(Norm {
            weight: self.upload(name, &[self.tensor(&format!("{name}.weight"), &shape)?])?,
            bias: self.upload(name, &[self.tensor(&format!("{name}.bias"), &shape)?])?,
            epsilon: self.config.epsilon,
        })
    }

    /// The bytes of a tensor of this shape.
    fn tensor(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], Error> {
        let name = format!("{}{name}", self.prefix);
        let Ok(tensor) = self.tensors.tensor(&name) else {
            let rule = "is not in the checkpoint: this encoder is a BertModel's".to_owned();
            return Err(Error::Tensor { name, rule });
        };
        if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
            let (dtype, found) = (tensor.dtype(), tensor.shape());
            let rule = format!("is {dtype:?} {found:?}: F32 {shape:?} is wanted");
            return Err(Error::Tensor { name, rule });
        }
        Ok(tensor.data())
    }

    /// The elements of several tensors, one after the other. Their bytes lie at any address of the
    /// checkpoint, so that they are written as bytes.
    fn upload(&self, label: &str, parts: &[&[u8]]) -> Result<TypedBuffer<f32>, Error> {
        let size: usize = parts.iter().map(|part| part.len()).sum();
        let mut buffer = self
            .gpu
            .buffer(label)
            .zeroed::<f32>(size / size_of::<f32>())?;
        let mut start = 0;
        for part in parts {
            buffer.cast_mut::<u8>().write(start, part)?;
            start += part.len();
        }
        Ok(buffer)
    }
}
