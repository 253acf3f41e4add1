//! From texts to tokens.

use std::path::Path;

use tokenizers::TruncationParams;

use crate::{Config, Error};

/// Cuts texts into the tokens that a model knows.
pub struct Tokenizer(tokenizers::Tokenizer);

impl Tokenizer {
    /// Reads `tokenizer.json` of a model's folder. Longer texts are cut off at the model's
    /// [`max_tokens`](Config::max_tokens); nothing is padded, whatever the file says.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] and [`Error::File`]: there is no such file, or it is broken.
    pub fn load(folder: &Path, config: &Config) -> Result<Self, Error> {
        let path = folder.join("tokenizer.json");
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(source) => return Err(Error::Read { path, source }),
        };
        let truncation = TruncationParams {
            max_length: config.max_tokens,
            ..Default::default()
        };
        let mut tokenizer = match tokenizers::Tokenizer::from_bytes(bytes) {
            Ok(tokenizer) => tokenizer,
            Err(error) => {
                let rule = error.to_string();
                return Err(Error::File { path, rule });
            }
        };
        match tokenizer
            .with_padding(None)
            .with_truncation(Some(truncation))
        {
            Ok(_) => Ok(Self(tokenizer)),
            Err(error) => Err(Error::File {
                path,
                rule: error.to_string(),
            }),
        }
    }

    /// The tokens of a text, with those at its ends.
    ///
    /// # Errors
    ///
    /// [`Error::Tokenize`]: the text has a part for which the model has no token, not even one that
    /// stands for any.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Error> {
        match self.0.encode_fast(text, true) {
            Ok(encoding) => Ok(encoding.get_ids().to_vec()),
            Err(error) => Err(Error::Tokenize(error.to_string())),
        }
    }
}
