//! A tokenizer of the vocabulary in a GGUF file, put together from the parts that a `tokenizer.json` of
//! the same model names.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokenizers::{
    AddedToken, DecoderWrapper, ModelWrapper, NormalizerWrapper, PreTokenizerWrapper, Tokenizer,
    models::bpe::{BPE, BpeBuilder, Merges, Vocab},
};

use super::failed;
use crate::{Error, weights::Vocabulary};

/// Kinds of tokens in GGUF.
const CONTROL: u64 = 3;
const USER_DEFINED: u64 = 4;

/// What separates the words of a text in byte-level BPE, for Llama 3.
const LLAMA3_WORDS: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

pub(super) fn tokenizer(vocabulary: &Vocabulary) -> Result<Tokenizer, Error> {
    let (bpe, stages) = match vocabulary.model.as_str() {
        "llama" => (sentence_piece(vocabulary), sentence_piece_stages()),
        "gpt2" => (
            byte_level(vocabulary)?,
            byte_level_stages(&vocabulary.words)?,
        ),
        other => {
            let problem = format!("its kind is {other:?}; \"llama\" and \"gpt2\" are known");
            return Err(Error::Tokenizer(problem));
        }
    };
    let numbered = vocabulary.tokens.iter().zip(0..);
    let tokens: Vocab = numbered.map(|(token, id)| (token.clone(), id)).collect();
    let (builder, merges) = bpe;
    let model = builder.vocab_and_merges(tokens, merges).build();
    let mut tokenizer = Tokenizer::new(ModelWrapper::from(model.map_err(failed)?));
    tokenizer
        .with_normalizer(stage::<NormalizerWrapper>(stages.normalizer)?)
        .map_err(failed)?;
    tokenizer.with_pre_tokenizer(stage::<PreTokenizerWrapper>(stages.words)?);
    tokenizer.with_decoder(stage::<DecoderWrapper>(stages.decoder)?);
    let of_kind = |wanted, special| {
        let kinds = vocabulary.tokens.iter().zip(&vocabulary.kinds);
        let tokens = kinds.filter(move |&(_, &kind)| kind == wanted);
        tokens.map(move |(token, _)| AddedToken::from(token.clone(), special).normalized(false))
    };
    tokenizer
        .add_special_tokens(of_kind(CONTROL, true))
        .map_err(failed)?;
    tokenizer
        .add_tokens(of_kind(USER_DEFINED, false))
        .map_err(failed)?;
    Ok(tokenizer)
}

/// What is done before and after BPE, as `tokenizer.json` writes it.
struct Stages {
    normalizer: Value,
    words: Value,
    decoder: Value,
}

fn stage<T: DeserializeOwned>(json: Value) -> Result<Option<T>, Error> {
    serde_json::from_value(json).map_err(failed)
}

/// SentencePiece's BPE merges whatever gives the token with the highest score.
fn sentence_piece(vocabulary: &Vocabulary) -> (BpeBuilder, Merges) {
    let numbered = vocabulary.tokens.iter().zip(0..);
    let ids: std::collections::HashMap<&str, usize> =
        numbered.map(|(token, id)| (token.as_str(), id)).collect();
    let mut merges = Vec::new();
    for (token, &score) in vocabulary.tokens.iter().zip(&vocabulary.scores) {
        let cuts = token.char_indices().skip(1);
        for (left, right) in cuts.map(|(cut, _)| token.split_at(cut)) {
            if let (Some(&left_id), Some(&right_id)) = (ids.get(left), ids.get(right)) {
                merges.push((
                    score,
                    left_id,
                    right_id,
                    (left.to_owned(), right.to_owned()),
                ));
            }
        }
    }
    merges.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let merges = merges.into_iter().map(|(.., pair)| pair).collect();
    let builder = BPE::builder().byte_fallback(true).fuse_unk(true);
    // Token 0, by convention.
    let unknown = vocabulary.tokens.first().cloned().unwrap_or_default();
    (builder.unk_token(unknown), merges)
}

fn sentence_piece_stages() -> Stages {
    Stages {
        normalizer: json!({ "type": "Sequence", "normalizers": [
            { "type": "Prepend", "prepend": "▁" },
            { "type": "Replace", "pattern": { "String": " " }, "content": "▁" },
        ] }),
        words: Value::Null,
        decoder: json!({ "type": "Sequence", "decoders": [
            { "type": "Replace", "pattern": { "String": "▁" }, "content": " " },
            { "type": "ByteFallback" },
            { "type": "Fuse" },
            { "type": "Strip", "content": " ", "start": 1, "stop": 0 },
        ] }),
    }
}

fn byte_level(vocabulary: &Vocabulary) -> Result<(BpeBuilder, Merges), Error> {
    let pair = |merge: &String| {
        let pair = merge.split_once(' ');
        let pair = pair.map(|(left, right)| (left.to_owned(), right.to_owned()));
        pair.ok_or_else(|| Error::Tokenizer(format!("the merge {merge:?} is no pair")))
    };
    let merges = vocabulary
        .merges
        .iter()
        .map(pair)
        .collect::<Result<_, _>>()?;
    // Llama 3 has words that no merges lead to.
    let builder = BPE::builder().ignore_merges(vocabulary.words.starts_with("llama"));
    Ok((builder, merges))
}

fn byte_level_stages(words: &str) -> Result<Stages, Error> {
    let bytes = |splits: bool| {
        json!({ "type": "ByteLevel", "add_prefix_space": false,
        "trim_offsets": true, "use_regex": splits })
    };
    let words = match words {
        "" | "default" | "gpt-2" => bytes(true),
        "smollm" => json!({ "type": "Sequence", "pretokenizers": [
            { "type": "Digits", "individual_digits": true },
            bytes(true),
        ] }),
        "llama-bpe" | "llama3" | "llama-v3" => json!({ "type": "Sequence", "pretokenizers": [
            { "type": "Split", "pattern": { "Regex": LLAMA3_WORDS }, "behavior": "Isolated",
              "invert": false },
            bytes(false),
        ] }),
        other => {
            return Err(Error::Tokenizer(format!(
                "its words are {other:?}; default, gpt-2, smollm and llama-bpe are known"
            )));
        }
    };
    Ok(Stages {
        normalizer: Value::Null,
        words,
        decoder: bytes(true),
    })
}
