//! What is said of files that are not what they should be.

use std::io::Cursor;
use std::path::Path;

use gguf_rs_lib::format::{GGUFTensorType, MetadataValue};
use llama::{Checkpoint, Format, Model, Tokenizer, weights::Reader};

use super::{Result, files::path, gpu, random::SMALL};

/// Why a thing was refused.
fn problem<T>(opened: Result<T>) -> String {
    match opened {
        Ok(_) => panic!("nothing was found to be wrong"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn paths() {
    let problem = |path: &str| problem(Checkpoint::open(Path::new(path)));
    assert!(problem("nothing.gguf").contains("nothing.gguf"));
    assert!(problem("src").contains("src/config.json"));
    assert!(problem("src/main.rs").starts_with("src/main.rs: it is no GGUF file"));
}

#[test]
fn gguf_files_that_are_cut_off() {
    let whole = std::fs::read(path("q8_0.gguf")).unwrap();
    // In the header, in the metadata, and in the last tensor.
    for len in [10, 1000, whole.len() - 100] {
        let reader = Cursor::new(whole[..len].to_vec());
        let problem = problem(Checkpoint::from_gguf("cut.gguf", Box::new(reader)));
        assert!(problem.starts_with("cut.gguf: "), "{problem}");
        assert!(problem.contains("cut off"), "{problem}");
    }
}

#[test]
fn safetensors_that_are_cut_off_or_of_other_types() {
    let config = std::fs::read_to_string(path("bf16/config.json")).unwrap();
    let mut whole = std::fs::read(path("bf16/model.safetensors")).unwrap();
    let open = |bytes: &[u8]| {
        let reader: Box<dyn Reader> = Box::new(Cursor::new(bytes.to_vec()));
        let files = vec![("cut.safetensors".to_owned(), reader)];
        problem(Checkpoint::from_safetensors(&config, files))
    };
    assert!(open(&whole[..4]).contains("cut.safetensors"));
    for len in [100, whole.len() - 1] {
        let problem = open(&whole[..len]);
        assert!(problem.starts_with("cut.safetensors: "), "{problem}");
        assert!(problem.contains("cut off"), "{problem}");
    }
    let dtype = whole.windows(6).position(|six| six == b"\"BF16\"").unwrap();
    whole[dtype..dtype + 6].copy_from_slice(b"\"I32\" ");
    let problem = open(&whole);
    assert!(
        problem.contains(".weight is I32; F32, F16 and BF16"),
        "{problem}"
    );
}

#[test]
fn formats_that_are_not_known() {
    let mut file = SMALL.file(Format::F32);
    file.add("other", vec![256, 1], GGUFTensorType::Q3_K, vec![0; 110]);
    let problem = problem(file.checkpoint());
    assert!(
        problem.contains("other.weight is Q3_K; f32, f16"),
        "{problem}"
    );
}

#[wasi_webgpu::test]
async fn tensors_of_other_shapes_and_none() -> Result {
    let gpu = gpu().await?;
    for (key, value, expected) in [
        (
            "llama.feed_forward_length",
            128,
            "blk.0.ffn_gate.weight is 96 by 64; by the configuration it is 128 by 64",
        ),
        (
            "llama.block_count",
            3,
            "there is no tensor blk.2.attn_norm.weight",
        ),
    ] {
        let mut file = SMALL.file(Format::F32);
        let value = MetadataValue::U32(value);
        file.metadata.insert(key.to_owned(), value);
        let problem = problem(Model::load(&gpu, &mut file.checkpoint()?, 16).await);
        assert_eq!(problem, format!("random.gguf: {expected}"));
    }
    Ok(())
}

#[test]
fn no_tokenizer() -> Result {
    let checkpoint = SMALL.checkpoint(Format::F32)?;
    let problem = problem(Tokenizer::open(Path::new("src/model.gguf"), &checkpoint));
    assert!(problem.contains("src/tokenizer.json"), "{problem}");
    Ok(())
}
