//! The tiny models that `reference/tiny.py` makes, and the logits that numpy computed of them in f64.

use std::path::Path;

use llama::{Checkpoint, Model, Tokenizer};
use serde::Deserialize;

use super::{BOUND, Result, difference, gpu};

#[derive(Deserialize)]
pub(super) struct Expected {
    pub(super) model: String,
    pub(super) text: String,
    pub(super) tokens: Vec<u32>,
    pub(super) logits: Vec<f64>,
}

pub(super) fn expected() -> Vec<Expected> {
    serde_json::from_str(include_str!("../../reference/tiny/expected.json")).unwrap()
}

pub(super) fn path(model: &str) -> std::path::PathBuf {
    Path::new("reference/tiny").join(model)
}

async fn check(name: &str) -> Result {
    let expected = expected()
        .into_iter()
        .find(|expected| expected.model == name);
    let expected = expected.unwrap();
    let mut checkpoint = Checkpoint::open(&path(name))?;
    let tokenizer = Tokenizer::open(&path(name), &checkpoint)?;
    let tokens = tokenizer.encode(&expected.text)?;
    assert_eq!(tokens, expected.tokens);

    let mut model = Model::load(&gpu().await?, &mut checkpoint, 64).await?;
    model.feed(&tokens).await?;
    let at_once = difference(&model.logits().await?, &expected.logits);
    assert!(at_once < BOUND, "{name}, at once: {at_once:e}");

    model.reset();
    for token in tokens {
        model.feed(&[token]).await?;
    }
    let one_by_one = difference(&model.logits().await?, &expected.logits);
    assert!(one_by_one < BOUND, "{name}, one by one: {one_by_one:e}");
    Ok(())
}

#[wasi_webgpu::test]
async fn f32_in_two_safetensors_files() -> Result {
    check("f32").await
}

#[wasi_webgpu::test]
async fn bf16_in_safetensors_with_rope_of_llama3() -> Result {
    check("bf16").await
}

#[wasi_webgpu::test]
async fn f16_in_gguf() -> Result {
    check("f16.gguf").await
}

#[wasi_webgpu::test]
async fn q8_0_in_gguf() -> Result {
    check("q8_0.gguf").await
}

#[wasi_webgpu::test]
async fn q4_0_in_gguf_with_tokens_of_sentence_piece() -> Result {
    check("q4_0.gguf").await
}

#[wasi_webgpu::test]
async fn q4_k_q5_k_and_q6_k_in_gguf() -> Result {
    check("k_mix.gguf").await
}

#[test]
fn every_model_is_checked() {
    let models: Vec<_> = expected()
        .into_iter()
        .map(|expected| expected.model)
        .collect();
    assert_eq!(
        models,
        [
            "f32",
            "bf16",
            "f16.gguf",
            "q8_0.gguf",
            "q4_0.gguf",
            "k_mix.gguf"
        ]
    );
}
