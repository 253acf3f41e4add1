//! What a model computes, by its definition, on the CPU in `f64`.

use crate::{Checkpoint, Config, Error, Sampling, weights::Name};

/// For each of the tokens, the logits of what comes next.
///
/// # Errors
/// A tensor is missing or cannot be read.
pub fn logits(checkpoint: &mut Checkpoint, tokens: &[u32]) -> Result<Vec<Vec<f64>>, Error> {
    let config = checkpoint.config().clone();
    let hidden = config.hidden;
    let embedding = matrix(checkpoint, Name::Embedding, [config.vocabulary, hidden])?;
    let rows = tokens
        .iter()
        .map(|&token| embedding[token as usize].clone());
    let mut residual: Vec<Vec<f64>> = rows.collect();
    for index in 0..config.layers {
        layer(checkpoint, &config, index, &mut residual)?;
    }
    let norm = vector(checkpoint, Name::OutputNorm, hidden)?;
    let output = if checkpoint.has(Name::Output) {
        matrix(checkpoint, Name::Output, [config.vocabulary, hidden])?
    } else {
        embedding
    };
    let logits = residual
        .iter()
        .map(|x| product(&output, &normed(x, &norm, &config)));
    Ok(logits.collect())
}

/// The nucleus by its definition (A. Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020):
/// tokens by falling probability, of equal ones the first, until they have `top_p` together; one at least. Each
/// with its part of their probability.
#[must_use]
pub fn nucleus(logits: &[f32], sampling: &Sampling) -> Vec<(u32, f64)> {
    let logit = |token: u32| f64::from(logits[token as usize]);
    let mut tokens: Vec<u32> = (0..logits.len() as u32).collect();
    tokens.sort_by(|&a, &b| logit(b).total_cmp(&logit(a)));
    let temperature = f64::from(sampling.temperature);
    let weight = |&token: &u32| ((logit(token) - logit(tokens[0])) / temperature).exp();
    let all: f64 = tokens.iter().map(weight).sum();
    let (mut sum, mut nucleus) = (0.0, Vec::new());
    for token in &tokens {
        nucleus.push((*token, weight(token)));
        sum += weight(token);
        if sum >= f64::from(sampling.top_p) * all {
            break;
        }
    }
    for (_, part) in &mut nucleus {
        *part /= sum;
    }
    nucleus
}

type Matrix = Vec<Vec<f64>>;

fn matrix(checkpoint: &mut Checkpoint, name: Name, shape: [usize; 2]) -> Result<Matrix, Error> {
    let weights = checkpoint.weights(name, shape)?;
    let rows = weights.chunks_exact(shape[1]);
    Ok(rows
        .map(|row| row.iter().map(|&x| f64::from(x)).collect())
        .collect())
}

fn vector(checkpoint: &mut Checkpoint, name: Name, len: usize) -> Result<Vec<f64>, Error> {
    Ok(matrix(checkpoint, name, [1, len])?.swap_remove(0))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn product(matrix: &Matrix, x: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, x)).collect()
}

fn normed(x: &[f64], norm: &[f64], config: &Config) -> Vec<f64> {
    let factor = (dot(x, x) / x.len() as f64 + f64::from(config.epsilon)).sqrt();
    x.iter()
        .zip(norm)
        .map(|(x, norm)| x / factor * norm)
        .collect()
}

fn add(residual: &mut [f64], values: &[f64]) {
    for (sum, value) in residual.iter_mut().zip(values) {
        *sum += value;
    }
}

fn layer(
    checkpoint: &mut Checkpoint,
    config: &Config,
    index: usize,
    residual: &mut [Vec<f64>],
) -> Result<(), Error> {
    let (hidden, inner) = (config.hidden, config.intermediate);
    let q = config.heads * config.head_size;
    let kv = config.kv_heads * config.head_size;
    let norm = vector(checkpoint, Name::AttentionNorm(index), hidden)?;
    let inputs: Vec<_> = residual.iter().map(|x| normed(x, &norm, config)).collect();
    let mut project = |name, rows| {
        let weights = matrix(checkpoint, name, [rows, hidden])?;
        Ok::<_, Error>(
            inputs
                .iter()
                .map(|x| product(&weights, x))
                .collect::<Vec<_>>(),
        )
    };
    let mut queries = project(Name::Query(index), q)?;
    let mut keys = project(Name::Key(index), kv)?;
    let values = project(Name::Value(index), kv)?;
    for (position, (query, key)) in queries.iter_mut().zip(&mut keys).enumerate() {
        turn(query, position, config);
        turn(key, position, config);
    }
    let output = matrix(checkpoint, Name::AttentionOutput(index), [hidden, q])?;
    for (position, (x, query)) in residual.iter_mut().zip(&queries).enumerate() {
        let attended = attend(query, &keys[..=position], &values[..=position], config);
        add(x, &product(&output, &attended));
    }
    let norm = vector(checkpoint, Name::FeedForwardNorm(index), hidden)?;
    let gate = matrix(checkpoint, Name::Gate(index), [inner, hidden])?;
    let up = matrix(checkpoint, Name::Up(index), [inner, hidden])?;
    let down = matrix(checkpoint, Name::Down(index), [hidden, inner])?;
    for x in residual {
        let input = normed(x, &norm, config);
        let gated = product(&gate, &input)
            .into_iter()
            .map(|x| x / (1.0 + (-x).exp()));
        let activated = gated.zip(product(&up, &input)).map(|(gate, up)| gate * up);
        add(x, &product(&down, &activated.collect::<Vec<_>>()));
    }
    Ok(())
}

/// RoPE of all heads.
fn turn(heads: &mut [f64], position: usize, config: &Config) {
    let size = config.head_size;
    let frequencies = config.rope.frequencies(size);
    for head in heads.chunks_exact_mut(size) {
        for (i, frequency) in frequencies.iter().enumerate() {
            let (a, b) = if config.rope.interleaved {
                (2 * i, 2 * i + 1)
            } else {
                (i, i + size / 2)
            };
            let (sine, cosine) = (position as f64 * frequency).sin_cos();
            (head[a], head[b]) = (
                head[a] * cosine - head[b] * sine,
                head[a] * sine + head[b] * cosine,
            );
        }
    }
}

fn attend(query: &[f64], keys: &[Vec<f64>], values: &[Vec<f64>], config: &Config) -> Vec<f64> {
    let size = config.head_size;
    let shared = config.heads / config.kv_heads;
    let heads = query.chunks_exact(size).enumerate().map(|(head, query)| {
        let part = head / shared * size..(head / shared + 1) * size;
        let scale = (size as f64).sqrt();
        let scores = keys
            .iter()
            .map(|key| (dot(query, &key[part.clone()]) / scale).exp());
        let scores: Vec<_> = scores.collect();
        let total: f64 = scores.iter().sum();
        let mut sum = vec![0.0; size];
        for (score, value) in scores.iter().zip(values) {
            let share = score / total;
            let value = value[part.clone()].iter().map(|x| share * x);
            add(&mut sum, &value.collect::<Vec<_>>());
        }
        sum
    });
    heads.flatten().collect()
}
