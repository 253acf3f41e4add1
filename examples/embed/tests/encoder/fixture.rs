//! A tiny model with random weights.

use embed::Config;
use safetensors::{Dtype, tensor::TensorView};

use crate::random::Random;

/// No size is a multiple of a kernel's tile that need not be.
pub(crate) fn config() -> Config {
    Config {
        layers: 2,
        hidden: 96,
        intermediate: 208,
        vocabulary: 61,
        positions: 70,
        segments: 2,
        epsilon: 1e-12,
        max_tokens: 70,
    }
}

/// A checkpoint: names, shapes and elements.
pub(crate) struct Checkpoint(pub(crate) Vec<(String, Vec<usize>, Vec<f32>)>);

impl Checkpoint {
    /// With names that begin with `prefix`.
    pub(crate) fn new(config: &Config, prefix: &str) -> Self {
        let mut random = Random::new(7);
        let tensors = shapes(config).into_iter().map(|(name, shape)| {
            let (offset, scale) = match shape[..] {
                [_] if name.ends_with("LayerNorm.weight") => (1.0, 0.5),
                [_, _] if name.starts_with("embeddings") => (0.0, 1.0),
                _ => (0.0, 0.3),
            };
            let elements = random.numbers(shape.iter().product());
            let elements = elements.iter().map(|x| offset + scale * x).collect();
            (format!("{prefix}{name}"), shape, elements)
        });
        Self(tensors.collect())
    }

    /// The bytes of a safetensors file.
    pub(crate) fn file(&self) -> Vec<u8> {
        let views = self.0.iter().map(|(name, shape, elements)| {
            let bytes = bytemuck::cast_slice(elements);
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes);
            (name, view.expect("as many elements as the shape says"))
        });
        safetensors::serialize(views, None).expect("it can be written")
    }
}

/// The tensors that a model has.
fn shapes(config: &Config) -> Vec<(String, Vec<usize>)> {
    let (hidden, intermediate) = (config.hidden, config.intermediate);
    let parameters = |name: &str, shape: &[usize]| {
        let bias = vec![shape[0]];
        [
            (format!("{name}.weight"), shape.to_vec()),
            (format!("{name}.bias"), bias),
        ]
    };
    let tables = [
        ("word", config.vocabulary),
        ("position", config.positions),
        ("token_type", config.segments),
    ];
    let tables = tables.map(|(table, rows)| {
        let name = format!("embeddings.{table}_embeddings.weight");
        (name, vec![rows, hidden])
    });
    let mut shapes = tables.to_vec();
    shapes.extend(parameters("embeddings.LayerNorm", &[hidden]));
    for layer in 0..config.layers {
        for (part, shape) in [
            ("attention.self.query", &[hidden, hidden][..]),
            ("attention.self.key", &[hidden, hidden]),
            ("attention.self.value", &[hidden, hidden]),
            ("attention.output.dense", &[hidden, hidden]),
            ("attention.output.LayerNorm", &[hidden]),
            ("intermediate.dense", &[intermediate, hidden]),
            ("output.dense", &[hidden, intermediate]),
            ("output.LayerNorm", &[hidden]),
        ] {
            shapes.extend(parameters(&format!("encoder.layer.{layer}.{part}"), shape));
        }
    }
    shapes
}

/// Sentences of these lengths, of any tokens.
pub(crate) fn sentences(config: &Config, lengths: &[usize]) -> Vec<Vec<u32>> {
    let mut random = Random::new(8);
    let mut token = || random.below(config.vocabulary) as u32;
    let sentences = lengths.iter();
    sentences
        .map(|&length| (0..length).map(|_| token()).collect())
        .collect()
}
