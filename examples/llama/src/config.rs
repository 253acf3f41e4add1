//! What shape a model has: from `config.json` of a Hugging Face folder, or from the metadata of a GGUF
//! file (`weights/gguf.rs`).

use std::f64::consts::TAU;

use serde::Deserialize;

use crate::{Error, Format};

/// The shape of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Tokens that there are.
    pub vocabulary: usize,
    /// Components of a token's vector between the layers.
    pub hidden: usize,
    /// Components of a token's vector within the feed-forward part of a layer.
    pub intermediate: usize,
    /// Layers.
    pub layers: usize,
    /// Heads of queries in a layer.
    pub heads: usize,
    /// Heads of keys and of values in a layer: each serves `heads / kv_heads` heads of queries.
    pub kv_heads: usize,
    /// Components of a head.
    pub head_size: usize,
    /// What the RMS norm adds to the mean of the squares.
    pub epsilon: f32,
    /// How positions turn queries and keys.
    pub rope: Rope,
    /// The most positions that the model is made for.
    pub positions: usize,
    /// The token that texts begin with.
    pub start: Option<u32>,
    /// The tokens that end a text.
    pub ends: Vec<u32>,
}

/// Rotary position embedding: a pair `i` of a head's components is turned by `position / theta^(2 i / d)`,
/// with `d` the size of the head, and scaled.
#[derive(Clone, Debug, PartialEq)]
pub struct Rope {
    /// The base.
    pub theta: f64,
    /// Whether the components `2 i` and `2 i + 1` are a pair, as GGUF orders rows, or `i` and `i + d / 2`.
    pub interleaved: bool,
    /// What slows the turning down.
    pub scaling: Scaling,
}

/// How the turning of [`Rope`] is slowed down for long texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Scaling {
    /// Not at all.
    None,
    /// All pairs by one factor.
    Linear(f64),
    /// Llama 3: slow pairs by a factor, fast ones not at all, and those between by something between.
    Llama3 {
        /// Of slow pairs.
        factor: f64,
        /// Pairs that turn less often over `original` positions are slow.
        low: f64,
        /// Pairs that turn more often over `original` positions are fast.
        high: f64,
        /// The positions of the model before it was made to see more.
        original: f64,
    },
    /// Each pair by its own factor.
    Factors(Vec<f32>),
}

impl Rope {
    /// The angle by which each pair turns from one position to the next, in radians.
    #[must_use]
    pub fn frequencies(&self, head_size: usize) -> Vec<f64> {
        let pair = |i: usize| {
            let angle = self.theta.powf(-2.0 * i as f64 / head_size as f64);
            match &self.scaling {
                Scaling::None => angle,
                Scaling::Linear(factor) => angle / factor,
                Scaling::Factors(factors) => angle / f64::from(factors[i]),
                &Scaling::Llama3 {
                    factor,
                    low,
                    high,
                    original,
                } => {
                    let turns = original * angle / TAU;
                    let kept = ((turns - low) / (high - low)).clamp(0.0, 1.0);
                    kept * angle + (1.0 - kept) * angle / factor
                }
            }
        };
        (0..head_size / 2).map(pair).collect()
    }
}

impl Config {
    /// Of a preset's name: `1b`, `3b` and `8b` are the shapes of Llama 3.2 and 3.1.
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        let (hidden, intermediate, layers, heads, head_size, factor) = match name {
            "1b" => (2048, 8192, 16, 32, 64, 32.0),
            "3b" => (3072, 8192, 28, 24, 128, 32.0),
            "8b" => (4096, 14336, 32, 32, 128, 8.0),
            _ => return None,
        };
        Some(Self {
            vocabulary: 128_256,
            hidden,
            intermediate,
            layers,
            heads,
            kv_heads: 8,
            head_size,
            epsilon: 1e-5,
            rope: Rope {
                theta: 500_000.0,
                interleaved: false,
                scaling: Scaling::Llama3 {
                    factor,
                    low: 1.0,
                    high: 4.0,
                    original: 8192.0,
                },
            },
            positions: 131_072,
            start: None,
            ends: Vec::new(),
        })
    }

    /// Of the text of a `config.json`.
    ///
    /// # Errors
    /// It is not one of a Llama model, or says something that this program does not do.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let file: File = serde_json::from_str(text)
            .map_err(|error| Error::Model(format!("config.json: {error}")))?;
        file.config()
    }

    /// Whether this program can run a model of this shape.
    ///
    /// # Errors
    /// It cannot: why.
    pub fn check(&self) -> Result<(), Error> {
        let block = Format::ROW;
        let problem = if self.hidden == 0 || !self.hidden.is_multiple_of(block) {
            format!("hidden_size is {}, no multiple of {block}", self.hidden)
        } else if self.intermediate == 0 || !self.intermediate.is_multiple_of(block) {
            format!(
                "intermediate_size is {}, no multiple of {block}",
                self.intermediate
            )
        } else if !self.head_size.is_multiple_of(8) || !(8..=256).contains(&self.head_size) {
            format!(
                "a head has {} components, no multiple of 8 up to 256",
                self.head_size
            )
        } else if self.kv_heads == 0 || !self.heads.is_multiple_of(self.kv_heads) {
            format!(
                "{} heads of queries cannot share {} of keys",
                self.heads, self.kv_heads
            )
        } else if !(self.heads * self.head_size).is_multiple_of(block) {
            format!(
                "its heads have {} components together, no multiple of {block}",
                self.heads * self.head_size
            )
        } else if self.vocabulary == 0 {
            "it has no vocabulary".to_owned()
        } else {
            return Ok(());
        };
        Err(Error::Model(problem))
    }
}

/// What counts of `config.json`.
#[derive(Deserialize)]
struct File {
    model_type: String,
    vocab_size: usize,
    hidden_size: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    num_key_value_heads: Option<usize>,
    head_dim: Option<usize>,
    rms_norm_eps: f32,
    max_position_embeddings: usize,
    rope_theta: Option<f64>,
    rope_scaling: Option<RopeScaling>,
    /// Where newer files have theta and scaling.
    rope_parameters: Option<RopeScaling>,
    bos_token_id: Option<u32>,
    eos_token_id: Option<Ends>,
    hidden_act: Option<String>,
    #[serde(default)]
    attention_bias: bool,
    #[serde(default)]
    mlp_bias: bool,
}

#[derive(Clone, Default, Deserialize)]
struct RopeScaling {
    #[serde(alias = "type")]
    rope_type: Option<String>,
    rope_theta: Option<f64>,
    factor: Option<f64>,
    low_freq_factor: Option<f64>,
    high_freq_factor: Option<f64>,
    original_max_position_embeddings: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Ends {
    One(u32),
    Some(Vec<u32>),
}

impl File {
    fn config(self) -> Result<Config, Error> {
        if !["llama", "mistral"].contains(&self.model_type.as_str()) {
            let problem = format!("its model_type is {:?}, not \"llama\"", self.model_type);
            return Err(Error::Model(problem));
        }
        if self.attention_bias || self.mlp_bias {
            return Err(Error::Model("it has biases, as no Llama has".to_owned()));
        }
        if let Some(activation) = self.hidden_act.filter(|name| name != "silu") {
            let problem = format!("its activation is {activation:?}, not \"silu\"");
            return Err(Error::Model(problem));
        }
        let rope = self.rope_parameters.or(self.rope_scaling);
        let rope = rope.unwrap_or_default();
        let config = Config {
            vocabulary: self.vocab_size,
            hidden: self.hidden_size,
            intermediate: self.intermediate_size,
            layers: self.num_hidden_layers,
            heads: self.num_attention_heads,
            kv_heads: self.num_key_value_heads.unwrap_or(self.num_attention_heads),
            head_size: self
                .head_dim
                .unwrap_or(self.hidden_size / self.num_attention_heads.max(1)),
            epsilon: self.rms_norm_eps,
            rope: Rope {
                theta: rope.rope_theta.or(self.rope_theta).unwrap_or(10_000.0),
                interleaved: false,
                scaling: rope.scaling()?,
            },
            positions: self.max_position_embeddings,
            start: self.bos_token_id,
            ends: match self.eos_token_id {
                None => Vec::new(),
                Some(Ends::One(end)) => vec![end],
                Some(Ends::Some(ends)) => ends,
            },
        };
        config.check()?;
        Ok(config)
    }
}

impl RopeScaling {
    fn scaling(&self) -> Result<Scaling, Error> {
        let known = |value: Option<f64>, name: &str| {
            value.ok_or_else(|| Error::Model(format!("config.json: rope scaling has no {name}")))
        };
        match self.rope_type.as_deref() {
            None | Some("default") => Ok(Scaling::None),
            Some("linear") => Ok(Scaling::Linear(known(self.factor, "factor")?)),
            Some("llama3") => Ok(Scaling::Llama3 {
                factor: known(self.factor, "factor")?,
                low: known(self.low_freq_factor, "low_freq_factor")?,
                high: known(self.high_freq_factor, "high_freq_factor")?,
                original: known(
                    self.original_max_position_embeddings,
                    "original_max_position_embeddings",
                )?,
            }),
            Some(other) => {
                let problem = format!("rope scaling {other:?} is none of default, linear, llama3");
                Err(Error::Model(problem))
            }
        }
    }
}
