//! The sizes of a model, as the files in its folder say them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Error, HEAD_SIZE};

/// The sizes of a BERT encoder.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// How many layers.
    pub layers: usize,
    /// Elements of a token's row, and of an embedding: a multiple of [`HEAD_SIZE`].
    pub hidden: usize,
    /// Elements of a row between the two linear layers of a feed-forward network: a multiple of 16.
    pub intermediate: usize,
    /// How many words the model knows.
    pub vocabulary: usize,
    /// How many positions of tokens the model knows.
    pub positions: usize,
    /// How many kinds of segments the model knows. A sentence alone is of the first.
    pub segments: usize,
    /// Of the layer norms.
    pub epsilon: f32,
    /// How many tokens of a sentence count, with those at its ends: sentence-transformers cuts the rest
    /// off.
    pub max_tokens: usize,
}

impl Config {
    /// Reads `config.json`, and of sentence-transformers' files, if they are there,
    /// `sentence_bert_config.json` (where sentences are cut) and `1_Pooling/config.json`.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] and [`Error::File`]: there is no such file, or it describes another architecture.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let pooling = File::find(folder.join("1_Pooling/config.json"))?;
        let cut = File::find(folder.join("sentence_bert_config.json"))?;
        Self::new(&File::read(folder.join("config.json"))?, pooling, cut)
    }

    fn new(config: &File, pooling: Option<File>, cut: Option<File>) -> Result<Self, Error> {
        config.expect("model_type", "bert")?;
        config.expect("hidden_act", "gelu")?;
        config.expect("position_embedding_type", "absolute")?;
        let hidden = config.size("hidden_size")?;
        if hidden
            != config
                .size("num_attention_heads")?
                .saturating_mul(HEAD_SIZE)
        {
            let rule = format!("hidden_size is not num_attention_heads × {HEAD_SIZE}");
            return Err(config.error(rule));
        }
        let intermediate = config.size("intermediate_size")?;
        if !intermediate.is_multiple_of(16) {
            return Err(config.error("intermediate_size is no multiple of 16".to_owned()));
        }
        let positions = config.size("max_position_embeddings")?;
        if let Some(pooling) = pooling {
            pooling.expect_mean()?;
        }
        let max_tokens = match cut {
            Some(file) => file.size("max_seq_length")?.min(positions),
            None => positions,
        };
        Ok(Self {
            layers: config.size("num_hidden_layers")?,
            hidden,
            intermediate,
            vocabulary: config.size("vocab_size")?,
            positions,
            segments: config.size("type_vocab_size")?,
            epsilon: config.number("layer_norm_eps")? as f32,
            max_tokens,
        })
    }

    /// How many heads an attention has.
    pub fn heads(&self) -> usize {
        self.hidden / HEAD_SIZE
    }
}

/// A JSON file.
struct File {
    path: PathBuf,
    value: Value,
}

impl File {
    fn read(path: PathBuf) -> Result<Self, Error> {
        match fs::read(&path) {
            Ok(text) => Self::parse(path, &text),
            Err(source) => Err(Error::Read { path, source }),
        }
    }

    /// `None` where there is no such file.
    fn find(path: PathBuf) -> Result<Option<Self>, Error> {
        match path.exists() {
            true => Self::read(path).map(Some),
            false => Ok(None),
        }
    }

    fn parse(path: PathBuf, text: &[u8]) -> Result<Self, Error> {
        match serde_json::from_slice(text) {
            Ok(value) => Ok(Self { path, value }),
            Err(error) => Err(Error::File {
                path,
                rule: format!("no JSON: {error}"),
            }),
        }
    }

    fn error(&self, rule: String) -> Error {
        let path = self.path.clone();
        Error::File { path, rule }
    }

    fn number(&self, key: &str) -> Result<f64, Error> {
        let number = self.value[key].as_f64();
        number.ok_or_else(|| self.error(format!("{key} is missing or no number")))
    }

    fn size(&self, key: &str) -> Result<usize, Error> {
        let size = self.value[key].as_u64().and_then(|n| u32::try_from(n).ok());
        match size {
            Some(size) if size > 0 => Ok(size as usize),
            _ => Err(self.error(format!("{key} is missing or no size"))),
        }
    }

    /// An error if a setting is another one. Where it is missing, it is that of a BERT.
    fn expect(&self, key: &str, wanted: &str) -> Result<(), Error> {
        match &self.value[key] {
            Value::Null => Ok(()),
            value if value == wanted => Ok(()),
            value => Err(self.error(format!("{key} is {value}; this encoder does {wanted:?}"))),
        }
    }

    /// An error if embeddings are anything but means.
    fn expect_mean(&self) -> Result<(), Error> {
        let settings = self.value.as_object().into_iter().flatten();
        let modes = settings.filter(|(_, value)| **value == Value::Bool(true));
        let mut modes = modes.filter(|(key, _)| key.starts_with("pooling_mode_"));
        match modes.find(|(key, _)| *key != "pooling_mode_mean_tokens") {
            Some((key, _)) => Err(self.error(format!("{key} is set; this encoder takes means"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERT: &str = r#"{
        "model_type": "bert", "hidden_act": "gelu", "hidden_size": 384, "num_attention_heads": 12,
        "num_hidden_layers": 6, "intermediate_size": 1536, "vocab_size": 30522, "type_vocab_size": 2,
        "max_position_embeddings": 512, "layer_norm_eps": 1e-12
    }"#;
    const MEAN: &str = r#"{"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}"#;

    fn file(text: &str) -> Result<File, Error> {
        File::parse("a.json".into(), text.as_bytes())
    }

    fn config(bert: &str, pooling: &str, cut: &str) -> Result<Config, Error> {
        Config::new(&file(bert)?, Some(file(pooling)?), Some(file(cut)?))
    }

    #[test]
    fn sizes_are_read() {
        let expected = Config {
            layers: 6,
            hidden: 384,
            intermediate: 1536,
            vocabulary: 30522,
            positions: 512,
            segments: 2,
            epsilon: 1e-12,
            max_tokens: 256,
        };
        let read = config(BERT, MEAN, r#"{"max_seq_length": 256}"#).unwrap();
        assert_eq!(read, expected);
        assert_eq!(read.heads(), 12);
        let alone = Config::new(&file(BERT).unwrap(), None, None).unwrap();
        assert_eq!(alone.max_tokens, 512);
    }

    #[test]
    fn other_architectures_are_refused() {
        let cut = r#"{"max_seq_length": 256}"#;
        for (from, to, rule) in [
            (
                "bert",
                "mpnet",
                r#"model_type is "mpnet"; this encoder does "bert""#,
            ),
            (
                "gelu",
                "relu",
                r#"hidden_act is "relu"; this encoder does "gelu""#,
            ),
            (": 12", ": 6", "hidden_size is not num_attention_heads × 32"),
            ("1536", "1544", "intermediate_size is no multiple of 16"),
            (
                "vocab_size",
                "vocabulary",
                "vocab_size is missing or no size",
            ),
            ("30522", "-1", "vocab_size is missing or no size"),
            ("1e-12", "null", "layer_norm_eps is missing or no number"),
        ] {
            let error = config(&BERT.replacen(from, to, 1), MEAN, cut).expect_err(rule);
            assert_eq!(error.to_string(), format!("\"a.json\": {rule}"));
        }
        let first = r#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#;
        let error = config(BERT, first, cut).unwrap_err().to_string();
        assert!(error.contains("pooling_mode_cls_token is set"), "{error}");
        let error = file("{").err().expect("no JSON").to_string();
        assert!(error.contains("no JSON"), "{error}");
    }
}
