//! The whole encoder: a tiny model against the definition, and all-MiniLM-L6-v2 against
//! sentence-transformers.

use std::path::Path;

use embed::{Capacity, Config, Encoder, Error, Nearest, Tokenizer, weights::Weights};
use safetensors::SafeTensors;
use wasi_webgpu::compute::Gpu;

use crate::fixture::{Checkpoint, config, sentences};
use crate::reference::{self, dot, wide};

type Result<T = ()> = std::result::Result<T, Error>;

/// What sentence-transformers says of `SENTENCES`: `reference/embeddings.py` made it.
const EMBEDDINGS: &[u8] = include_bytes!("../../reference/embeddings.safetensors");
const SENTENCES: &str = include_str!("../../reference/sentences.txt");

async fn tiny(file: &[u8], capacity: Capacity) -> Result<Encoder> {
    let gpu = Gpu::request().await?;
    let tensors = SafeTensors::deserialize(file).expect("a safetensors file");
    let weights = Weights::upload(&gpu, &config(), &tensors).await?;
    Encoder::new(&gpu, &config(), &weights, capacity)
}

#[wasi_webgpu::test]
async fn a_tiny_model_is_the_reference() -> Result {
    let (config, file) = (config(), Checkpoint::new(&config(), "").file());
    let mut encoder = tiny(&file, Capacity::default()).await?;
    let sentences = sentences(&config, &[1, 2, 33, 7, 70, 64, 5]);
    let embeddings = encoder.encode(&sentences).await?;
    assert_eq!(embeddings.len(), sentences.len() * config.hidden);
    let tensors = SafeTensors::deserialize(&file).expect("a safetensors file");
    for (sentence, embedding) in sentences.iter().zip(embeddings.chunks_exact(config.hidden)) {
        let expected = reference::encode(&config, &tensors, sentence);
        let differences = wide(embedding)
            .into_iter()
            .zip(expected)
            .map(|(x, y)| (x - y).abs());
        let largest = differences.fold(0.0, f64::max);
        assert!(largest < 1e-6, "{} tokens: {largest:e}", sentence.len());
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn how_sentences_are_batched_changes_nothing() -> Result {
    let file = Checkpoint::new(&config(), "").file();
    let prefixed = Checkpoint::new(&config(), "bert.").file();
    let sentences = sentences(&config(), &[9, 70, 1, 70, 3, 40, 31, 2, 2, 2, 2, 2]);
    let at_once = tiny(&file, Capacity::default())
        .await?
        .encode(&sentences)
        .await?;
    // By the number of tokens and by that of sentences.
    for (tokens, sentences_at_once) in [(80, 256), (8192, 3), (0, 0)] {
        let capacity = Capacity {
            tokens,
            sentences: sentences_at_once,
        };
        let mut encoder = tiny(&prefixed, capacity).await?;
        for _ in 0..2 {
            assert_eq!(encoder.encode(&sentences).await?, at_once, "{capacity:?}");
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn what_the_model_cannot_take_is_refused() -> Result {
    let file = Checkpoint::new(&config(), "").file();
    let mut encoder = tiny(&file, Capacity::default()).await?;
    assert!(encoder.encode(&[]).await?.is_empty());
    for (sentence, rule) in [
        (vec![], "has 0 tokens: the model takes 1 to 70"),
        (vec![1; 71], "has 71 tokens: the model takes 1 to 70"),
        (
            vec![3, 61],
            "has the token 61: the model knows those below 61",
        ),
    ] {
        let error = encoder.encode(&[vec![1], sentence]).await.unwrap_err();
        assert_eq!(error.to_string(), format!("sentence 1 {rule}"));
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_checkpoint_of_other_tensors_is_refused() {
    let name = "encoder.layer.1.output.dense.weight";
    let change = |change: fn(&mut (String, Vec<usize>, Vec<f32>))| {
        let mut checkpoint = Checkpoint::new(&config(), "");
        let tensors = &mut checkpoint.0;
        change(
            tensors
                .iter_mut()
                .find(|tensor| tensor.0 == name)
                .expect("it is there"),
        );
        checkpoint.file()
    };
    let missing = change(|tensor| tensor.0.push_str(".lora"));
    let turned = change(|tensor| tensor.1.reverse());
    for (file, rule) in [
        (
            missing,
            "is not in the checkpoint: this encoder is a BertModel's",
        ),
        (turned, "is F32 [208, 96]: F32 [96, 208] is wanted"),
    ] {
        let error = tiny(&file, Capacity::default()).await.expect_err(rule);
        assert_eq!(error.to_string(), format!("the tensor {name:?} {rule}"));
    }
}

/// all-MiniLM-L6-v2. A test that needs it fails where it is not there: it must not pass unseen.
async fn minilm() -> Result<(Tokenizer, Encoder)> {
    let folder = Path::new("model");
    assert!(
        folder.exists(),
        "the model is not there: `cargo xtask model minilm` fetches it"
    );
    let config = Config::load(folder)?;
    let tokenizer = Tokenizer::load(folder, &config)?;
    let gpu = Gpu::request().await?;
    let encoder = Encoder::load(&gpu, folder, &config, Capacity::default()).await?;
    Ok((tokenizer, encoder))
}

#[wasi_webgpu::test]
async fn minilm_agrees_with_sentence_transformers() -> Result {
    let (tokenizer, mut encoder) = minilm().await?;
    let sentences: Vec<_> = SENTENCES.lines().collect();
    let tokens = sentences
        .iter()
        .map(|text| tokenizer.encode(text))
        .collect::<Result<Vec<_>>>()?;
    let embeddings = encoder.encode(&tokens).await?;
    let tensors = SafeTensors::deserialize(EMBEDDINGS).expect("a safetensors file");
    let expected = tensors.tensor("embeddings").expect("it is there");
    assert_eq!(expected.shape(), [sentences.len(), encoder.dimension()]);
    let expected: Vec<f32> = bytemuck::pod_collect_to_vec(expected.data());
    let pairs = embeddings.chunks_exact(encoder.dimension());
    let pairs = pairs.zip(expected.chunks_exact(encoder.dimension()));
    for ((embedding, expected), sentence) in pairs.zip(sentences) {
        let (ours, theirs) = (wide(embedding), wide(expected));
        let lengths = (dot(&ours, &ours) * dot(&theirs, &theirs)).sqrt();
        let distance = 1.0 - dot(&ours, &theirs) / lengths;
        // The distance goes with the square of the differences, which say more.
        let differences = ours.iter().zip(&theirs).map(|(x, y)| (x - y).abs());
        let largest = differences.fold(0.0, f64::max);
        assert!(
            distance.abs() <= 1e-4,
            "{sentence:?}: cosine distance {distance:e}"
        );
        assert!(
            largest <= 1e-5,
            "{sentence:?}: an element differs by {largest:e}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn minilm_finds_what_means_the_same() -> Result {
    let (tokenizer, mut encoder) = minilm().await?;
    let query = tokenizer.encode("forgotten login credentials")?;
    let query = encoder.encode(&[query]).await?;
    let lines = SENTENCES
        .lines()
        .map(|line| tokenizer.encode(line))
        .collect::<Result<Vec<_>>>()?;
    let embeddings = encoder.encode(&lines).await?;
    let mut nearest = Nearest::new(query, 2);
    nearest.extend(SENTENCES.lines().map(str::to_owned), &embeddings);
    let mut found: Vec<_> = nearest
        .texts()
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "How do I reset my password?",
            "I can't log in to my account any more."
        ]
    );
    Ok(())
}
