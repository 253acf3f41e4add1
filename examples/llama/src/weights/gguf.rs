//! GGUF: metadata, a vocabulary and tensors in one file.

use std::collections::HashMap;

use gguf_rs_lib::{
    GGUFError,
    format::{GGUFTensorType, Metadata, MetadataValue},
    reader::GGUFFileReader,
};

use super::{Checkpoint, Name, Reader, Tensor};
use crate::{
    Config, Error, Format,
    config::{Rope, Scaling},
};

/// The tokens of a GGUF file, as its metadata has them.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// How texts become tokens: `llama` for SentencePiece, `gpt2` for byte-level BPE.
    pub model: String,
    /// The text of each token.
    pub tokens: Vec<String>,
    /// How byte-level BPE splits a text into words: a name of llama.cpp's.
    pub words: String,
    /// The rank of each token, for `llama`.
    pub scores: Vec<f32>,
    /// The kind of each token: 3 for control, 6 for a byte.
    pub kinds: Vec<u64>,
    /// Pairs to merge, for `gpt2`: both parts with a space between.
    pub merges: Vec<String>,
    /// Whether texts begin with the start token.
    pub adds_start: bool,
}

pub(super) fn open(path: &str, reader: Box<dyn Reader>) -> Result<Checkpoint, Error> {
    let broken = |error| match error {
        GGUFError::InvalidMagic { .. } => {
            let problem = "it is no GGUF file; give one, or a folder with config.json, tokenizer.json and safetensors";
            Error::file(path, problem)
        }
        error => Error::file(path, format!("{error} (the file may be cut off)")),
    };
    let reader = GGUFFileReader::new(reader).map_err(broken)?;
    let metadata = reader.metadata();
    let mut config = config(metadata).map_err(|problem| Error::file(path, problem))?;
    let mut tensors = HashMap::new();
    for info in reader.tensor_infos() {
        let Some(format) = format_of(info.tensor_type()) else {
            let problem = format!(
                "{} is {:?}; {} can be read (llama-quantize makes one of another)",
                info.name(),
                info.tensor_type(),
                Format::names()
            );
            return Err(Error::file(path, problem));
        };
        let size = info.checked_expected_data_size().map_err(broken)?;
        let place = (0, reader.tensor_data_offset() + info.data_offset(), size);
        // The shortest stride is the first.
        let shape: Vec<_> = info.shape().dims().iter().rev().copied().collect();
        let tensor = Tensor::new(info.name(), place, &shape, format)
            .map_err(|problem| Error::file(path, problem))?;
        tensors.insert(info.name().to_owned(), tensor);
    }
    if let Some(embedding) = tensors.get(&Name::Embedding.in_gguf()) {
        config.vocabulary = embedding.rows;
    }
    let vocabulary = vocabulary(metadata);
    let mut checkpoint = Checkpoint {
        config,
        files: vec![(path.to_owned(), reader.into_inner())],
        tensors,
        naming: Name::in_gguf,
        vocabulary,
    };
    if checkpoint.has(Name::RopeFactors) {
        let factors =
            checkpoint.weights(Name::RopeFactors, [1, checkpoint.config.head_size / 2])?;
        checkpoint.config.rope.scaling = Scaling::Factors(factors);
    }
    checkpoint.config.check()?;
    Ok(checkpoint)
}

fn format_of(kind: GGUFTensorType) -> Option<Format> {
    match kind {
        GGUFTensorType::F32 => Some(Format::F32),
        GGUFTensorType::F16 => Some(Format::F16),
        GGUFTensorType::BF16 => Some(Format::Bf16),
        GGUFTensorType::Q8_0 => Some(Format::Q8_0),
        GGUFTensorType::Q4_0 => Some(Format::Q4_0),
        GGUFTensorType::Q4_K => Some(Format::Q4K),
        GGUFTensorType::Q5_K => Some(Format::Q5K),
        GGUFTensorType::Q6_K => Some(Format::Q6K),
        _ => None,
    }
}

fn config(metadata: &Metadata) -> Result<Config, String> {
    let architecture = metadata.get_string("general.architecture");
    if architecture != Some("llama") {
        return Err(format!(
            "its architecture is {architecture:?}, not \"llama\""
        ));
    }
    let optional = |key: &str| metadata.get(&format!("llama.{key}"));
    let number = |key: &str| {
        let value = optional(key).and_then(integer);
        value.ok_or_else(|| format!("its metadata has no number llama.{key}"))
    };
    let heads = number("attention.head_count")?;
    let hidden = number("embedding_length")?;
    let epsilon = optional("attention.layer_norm_rms_epsilon").and_then(MetadataValue::as_f64);
    let scaling = match optional("rope.scaling.type").and_then(MetadataValue::as_str) {
        None | Some("none") => Scaling::None,
        Some("linear") => {
            let factor = optional("rope.scaling.factor").and_then(MetadataValue::as_f64);
            Scaling::Linear(factor.ok_or("its metadata has no llama.rope.scaling.factor")?)
        }
        Some(other) => return Err(format!("rope scaling {other:?} is none of none, linear")),
    };
    let token = |key: &str| {
        let value = metadata.get(&format!("tokenizer.ggml.{key}_token_id"));
        value.and_then(integer).map(|token| token as u32)
    };
    Ok(Config {
        // The rows of the embedding count.
        vocabulary: 0,
        hidden,
        intermediate: number("feed_forward_length")?,
        layers: number("block_count")?,
        heads,
        kv_heads: number("attention.head_count_kv").unwrap_or(heads),
        head_size: number("attention.key_length").unwrap_or(hidden / heads.max(1)),
        epsilon: epsilon.ok_or("its metadata has no llama.attention.layer_norm_rms_epsilon")?
            as f32,
        rope: Rope {
            theta: optional("rope.freq_base")
                .and_then(MetadataValue::as_f64)
                .unwrap_or(10_000.0),
            interleaved: true,
            scaling,
        },
        positions: number("context_length")?,
        start: token("bos"),
        ends: [token("eos"), token("eot"), token("eom")]
            .into_iter()
            .flatten()
            .collect(),
    })
}

fn integer(value: &MetadataValue) -> Option<usize> {
    let number = value
        .as_u64()
        .or_else(|| u64::try_from(value.as_i64()?).ok())?;
    usize::try_from(number).ok()
}

fn vocabulary(metadata: &Metadata) -> Option<Vocabulary> {
    let list = |key: &str| match metadata.get(&format!("tokenizer.ggml.{key}")) {
        Some(MetadataValue::Array(array)) => array.values.as_slice(),
        _ => &[],
    };
    let texts = |key: &str| -> Vec<String> {
        let texts = list(key).iter();
        texts
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect()
    };
    let model = metadata.get_string("tokenizer.ggml.model")?;
    let words = metadata
        .get_string("tokenizer.ggml.pre")
        .unwrap_or_default();
    let scores = list("scores").iter();
    let kinds = list("token_type").iter();
    Some(Vocabulary {
        model: model.to_owned(),
        tokens: texts("tokens"),
        words: words.to_owned(),
        scores: scores
            .filter_map(|score| Some(score.as_f64()? as f32))
            .collect(),
        kinds: kinds
            .filter_map(|kind| integer(kind).map(|kind| kind as u64))
            .collect(),
        merges: texts("merges"),
        // As llama.cpp, which does so for SentencePiece and Llama 3 unless told otherwise.
        adds_start: metadata
            .get_bool("tokenizer.ggml.add_bos_token")
            .unwrap_or(model == "llama" || words.starts_with("llama")),
    })
}
