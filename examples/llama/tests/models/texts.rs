//! Tokenizers.

use llama::{Checkpoint, Tokenizer};

use super::{
    Result,
    files::{expected, path},
};

#[test]
fn texts_come_back() -> Result {
    for expected in expected() {
        let checkpoint = Checkpoint::open(&path(&expected.model))?;
        let tokenizer = Tokenizer::open(&path(&expected.model), &checkpoint)?;
        let tokens = tokenizer.encode(&expected.text)?;
        assert_eq!(tokens, expected.tokens, "{}", expected.model);
        assert_eq!(
            tokenizer.decode(&tokens)?,
            expected.text,
            "{}",
            expected.model
        );
    }
    Ok(())
}

/// Characters whose bytes are several tokens come once they are whole.
#[test]
fn texts_come_token_by_token() -> Result {
    for expected in expected() {
        let checkpoint = Checkpoint::open(&path(&expected.model))?;
        let tokenizer = Tokenizer::open(&path(&expected.model), &checkpoint)?;
        let mut stream = tokenizer.stream();
        let mut text = String::new();
        for token in expected.tokens {
            let piece = stream.next(token)?;
            assert!(!piece.contains('\u{fffd}'), "{}: {piece:?}", expected.model);
            text.push_str(&piece);
        }
        assert_eq!(text, expected.text, "{}", expected.model);
    }
    Ok(())
}

#[test]
fn control_tokens_are_found_in_texts_and_are_no_text() -> Result {
    let checkpoint = Checkpoint::open(&path("f16.gguf"))?;
    let tokenizer = Tokenizer::open(&path("f16.gguf"), &checkpoint)?;
    let tokens = tokenizer.encode("dog<|end|>")?;
    assert_eq!(tokens.last(), Some(&1));
    assert_eq!(tokenizer.decode(&tokens)?, "dog");
    Ok(())
}

#[test]
fn unknown_vocabularies_are_errors() -> Result {
    let checkpoint = Checkpoint::open(&path("f16.gguf"))?;
    let mut vocabulary = checkpoint.vocabulary().unwrap().clone();
    vocabulary.model = "bert".to_owned();
    let error = Tokenizer::from_vocabulary(&vocabulary, None).err().unwrap();
    assert!(error.to_string().contains("bert"), "{error}");
    Ok(())
}
