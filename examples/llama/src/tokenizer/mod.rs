//! Texts as tokens, and tokens as texts: by a `tokenizer.json`, or by the vocabulary of a GGUF file.

mod vocabulary;

use std::path::Path;

use tokenizers::{
    DecodeStream, DecoderWrapper, ModelWrapper, NormalizerWrapper, PostProcessorWrapper,
    PreTokenizerWrapper,
};

use crate::{Checkpoint, Error, weights::Vocabulary};

/// How a model's texts are tokens.
pub struct Tokenizer {
    inner: tokenizers::Tokenizer,
    /// What every text begins with, unless the tokenizer adds it itself.
    start: Option<u32>,
}

/// Tokens that come one by one, as text.
pub struct TextStream<'a> {
    inner: DecodeStream<
        'a,
        ModelWrapper,
        NormalizerWrapper,
        PreTokenizerWrapper,
        PostProcessorWrapper,
        DecoderWrapper,
    >,
}

fn failed(error: impl ToString) -> Error {
    Error::Tokenizer(error.to_string())
}

impl Tokenizer {
    /// Of a model's folder, or of a GGUF file: its own vocabulary, or a `tokenizer.json` beside it.
    ///
    /// # Errors
    /// There is none, or it is broken.
    pub fn open(path: &Path, checkpoint: &Checkpoint) -> Result<Self, Error> {
        if let Some(vocabulary) = checkpoint.vocabulary() {
            return Self::from_vocabulary(vocabulary, checkpoint.config().start);
        }
        let folder = if path.is_dir() {
            Some(path)
        } else {
            path.parent()
        };
        let path = folder.unwrap_or(Path::new(".")).join("tokenizer.json");
        let name = path.display().to_string();
        Self::from_json(&std::fs::read(&path).map_err(Error::read(name))?)
    }

    /// Of the bytes of a `tokenizer.json`.
    ///
    /// # Errors
    /// They are not one.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        Ok(Self {
            inner: tokenizers::Tokenizer::from_bytes(json).map_err(failed)?,
            start: None,
        })
    }

    /// Of a GGUF file's vocabulary, with the token that texts begin with.
    ///
    /// # Errors
    /// It is of a kind that this program does not know.
    pub fn from_vocabulary(vocabulary: &Vocabulary, start: Option<u32>) -> Result<Self, Error> {
        Ok(Self {
            inner: vocabulary::tokenizer(vocabulary)?,
            start: start.filter(|_| vocabulary.adds_start),
        })
    }

    /// The tokens of a text, with the start token if the model has one.
    ///
    /// # Errors
    /// The text has something that the vocabulary has no token for.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Error> {
        let encoding = self.inner.encode(text, true).map_err(failed)?;
        let start = self.start.iter().copied();
        Ok(start.chain(encoding.get_ids().iter().copied()).collect())
    }

    /// The text of tokens, without those that are no text.
    ///
    /// # Errors
    /// The tokenizer's decoder fails.
    pub fn decode(&self, tokens: &[u32]) -> Result<String, Error> {
        self.inner.decode(tokens, true).map_err(failed)
    }

    /// To decode tokens one by one.
    #[must_use]
    pub fn stream(&self) -> TextStream<'_> {
        TextStream {
            inner: self.inner.decode_stream(true),
        }
    }
}

impl TextStream<'_> {
    /// What a further token adds to the text. Nothing where a character's bytes are not all there.
    ///
    /// # Errors
    /// The tokenizer's decoder fails.
    pub fn next(&mut self, token: u32) -> Result<String, Error> {
        Ok(self.inner.step(token).map_err(failed)?.unwrap_or_default())
    }
}
