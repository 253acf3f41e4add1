//! The work of models, as the examples `embed`, `llama` and `train` do it. Their weights are random, so that
//! none must be fetched: they take as long.

use embed::weights::{Embeddings, Layer, Linear, Norm, Weights};
use embed::{Capacity, Encoder};
use fastrand::Rng;
use llama::{Format, Model};
use train::{Samples, Settings, Shape, Training};
use wasi_webgpu::{DeviceType, compute::Gpu};

use super::work::Work;
use crate::Result;

/// A step of training a network with two hidden layers.
pub(super) fn training(gpu: &Gpu, width: usize) -> Result<Work> {
    let samples = Samples::digits(2_000, 1);
    let shape = Shape::new(&[samples.values(), width, width, samples.classes()])?;
    let settings = Settings {
        // As many as it may be asked for: the loss of each step is kept.
        steps: 1 << 20,
        ..Settings::default()
    };
    let training = Training::new(gpu, &shape, &samples, settings)?;
    let dispatches = training.dispatches().to_vec();
    Ok(Work::new(gpu)?
        .run(dispatches)
        .result(training.parameters()))
}

/// Tokens of each sentence that is embedded.
const SENTENCE: usize = 128;

/// A batch of sentences through all-MiniLM-L6-v2.
pub(super) fn sentences(gpu: &Gpu, count: usize) -> Result<Work> {
    let config = embed::Config {
        layers: 6,
        hidden: 384,
        intermediate: 1536,
        vocabulary: 30_522,
        positions: 512,
        segments: 2,
        epsilon: 1e-12,
        max_tokens: 256,
    };
    let capacity = Capacity {
        tokens: count * SENTENCE,
        sentences: count,
    };
    let mut encoder = Encoder::new(gpu, &config, &weights(gpu, &config)?, capacity)?;
    let mut random = Rng::with_seed(2);
    let mut word = |_| random.u32(..config.vocabulary as u32);
    let sentences: Vec<Vec<u32>> = (0..count)
        .map(|_| (0..SENTENCE).map(&mut word).collect())
        .collect();
    let (packed, dispatches) = encoder.prepare(&sentences)?;
    if packed < count {
        return Err("the sentences are more than a batch".into());
    }
    let embeddings = encoder.embeddings();
    Ok(Work::new(gpu)?.run(dispatches).result(embeddings))
}

fn weights(gpu: &Gpu, config: &embed::Config) -> Result<Weights> {
    let mut random = Rng::with_seed(1);
    let mut table = |rows: usize, columns: usize| {
        let numbers = (0..rows * columns).map(|_| 0.1 * (random.f32() - 0.5));
        gpu.upload(&numbers.collect::<Vec<_>>())
    };
    let (hidden, inner) = (config.hidden, config.intermediate);
    let norm = || -> Result<Norm> {
        Ok(Norm {
            weight: gpu.upload(&vec![1.0; hidden])?,
            bias: gpu.zeroed(hidden)?,
            epsilon: config.epsilon,
        })
    };
    let embeddings = Embeddings {
        words: table(config.vocabulary, hidden)?,
        positions: table(config.positions, hidden)?,
        segment: table(1, hidden)?,
        norm: norm()?,
    };
    let mut linear = |inputs, outputs| -> Result<Linear> {
        Ok(Linear {
            inputs,
            outputs,
            weights: table(inputs, outputs)?,
            bias: table(1, outputs)?,
        })
    };
    let mut layer = || -> Result<Layer> {
        Ok(Layer {
            qkv: linear(hidden, 3 * hidden)?,
            output: linear(hidden, hidden)?,
            attention_norm: norm()?,
            up: linear(hidden, inner)?,
            down: linear(inner, hidden)?,
            norm: norm()?,
        })
    };
    let layers = (0..config.layers).map(|_| layer());
    let layers = layers.collect::<Result<_>>()?;
    Ok(Weights { embeddings, layers })
}

/// A prompt of so many tokens, up to the logits of what comes next.
pub(super) async fn prompt(gpu: &Gpu, count: usize) -> Result<Work> {
    let model = model(gpu, count).await?;
    Ok(Work::new(gpu)?
        .write(model.tokens(), &prompt_tokens(count))
        .write(&model.place().cast(), &[[0, count as u32]])
        .run(model.batch_work(count))
        .result(model.logits_buffer()))
}

/// Where the tokens begin that are generated.
const BEGIN: usize = 512;

/// So many tokens, one after the other, a submission each: which is the next one is found on the GPU.
pub(super) async fn tokens(gpu: &Gpu, count: usize) -> Result<Work> {
    let model = model(gpu, BEGIN + count + 1).await?;
    let mut work = Work::new(gpu)?
        .write(model.tokens(), &prompt_tokens(BEGIN + 1))
        .write(&model.place().cast(), &[[BEGIN as u32, 1]]);
    for position in BEGIN..BEGIN + count {
        work = work.run(model.token_work(position));
    }
    Ok(work.result(model.tokens()))
}

/// Llama 3.2 1B in f16; on a software adapter, a model of a thousandth.
async fn model(gpu: &Gpu, context: usize) -> Result<Model> {
    let mut config = llama::Config::preset("1b").ok_or("no such shape")?;
    if gpu.info().device_type == DeviceType::Cpu {
        config = llama::Config {
            vocabulary: 1_000,
            hidden: 256,
            intermediate: 512,
            layers: 2,
            heads: 4,
            kv_heads: 2,
            ..config
        };
    }
    Ok(Model::random(gpu, config, Format::F16, 1, context).await?)
}

fn prompt_tokens(count: usize) -> Vec<u32> {
    let mut random = Rng::with_seed(3);
    (0..count).map(|_| random.u32(..1_000)).collect()
}
