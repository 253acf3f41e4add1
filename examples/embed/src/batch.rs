//! Sentences, packed for the GPU.

use crate::kernels::{QUERIES, Sentence, Shape, Tile, Token};
use crate::{Config, Error};

/// How much a batch holds at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Tokens of all sentences. It is raised to the longest sentence that the model takes.
    pub tokens: usize,
    /// Sentences.
    pub sentences: usize,
}

/// 32 sentences of 256 tokens, or up to 256 shorter ones.
impl Default for Capacity {
    fn default() -> Self {
        Self {
            tokens: 8192,
            sentences: 256,
        }
    }
}

/// Sentences one after the other, without padding between them: no work is done for tokens that are
/// none, and sentences need not be sorted by length. What keeps them apart is where each begins and
/// ends, by which attention is masked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Sentence>,
    /// The attention's workgroups, for each head.
    pub(crate) tiles: Vec<Tile>,
}

impl Batch {
    /// Packs the first of some sentences: as many as there is space for.
    pub(crate) fn pack(sentences: &[Vec<u32>], capacity: Capacity) -> Self {
        let mut batch = Self::default();
        for sentence in sentences.iter().take(capacity.sentences) {
            if batch.tokens.len() + sentence.len() > capacity.tokens {
                break;
            }
            batch.push(sentence);
        }
        batch
    }

    fn push(&mut self, sentence: &[u32]) {
        let (start, length) = (self.tokens.len() as u32, sentence.len() as u32);
        let tokens = (0..).zip(sentence);
        self.tokens
            .extend(tokens.map(|(position, &id)| Token { id, position }));
        self.sentences.push(Sentence { start, length });
        let queries = (0..length).step_by(QUERIES as usize);
        self.tiles.extend(queries.map(|query| Tile {
            start,
            length,
            query,
        }));
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape {
            tokens: self.tokens.len() as u32,
            sentences: self.sentences.len() as u32,
            tiles: self.tiles.len() as u32,
        }
    }
}

/// An error for what the model cannot take.
pub(crate) fn check(config: &Config, sentences: &[Vec<u32>]) -> Result<(), Error> {
    for (index, sentence) in sentences.iter().enumerate() {
        let (length, most) = (sentence.len(), config.positions);
        if length == 0 || length > most {
            let rule = format!("has {length} tokens: the model takes 1 to {most}");
            return Err(Error::Sentence { index, rule });
        }
        let known = config.vocabulary;
        if let Some(id) = sentence.iter().find(|&&id| id as usize >= known) {
            let rule = format!("has the token {id}: the model knows those below {known}");
            return Err(Error::Sentence { index, rule });
        }
    }
    Ok(())
}
