//! What the kernels compute, in `f64` and step by step.

use embed::{Config, HEAD_SIZE};
use safetensors::SafeTensors;

/// Rows, one after the other.
pub(crate) type Rows = Vec<f64>;

pub(crate) fn wide(x: &[f32]) -> Rows {
    x.iter().map(|&x| f64::from(x)).collect()
}

/// A row times weights, of which a checkpoint holds a row for each output, plus the bias.
pub(crate) fn linear(x: &[f64], weights: &[f64], bias: &[f64]) -> Rows {
    let outputs = weights.chunks_exact(x.len()).zip(bias);
    outputs.map(|(row, bias)| dot(x, row) + bias).collect()
}

pub(crate) fn gelu(x: f64) -> f64 {
    0.5 * x * (1.0 + libm::erf(x / 2f64.sqrt()))
}

pub(crate) fn layer_norm(x: &[f64], weight: &[f64], bias: &[f64], epsilon: f64) -> Rows {
    let mean = mean(x);
    let centred: Rows = x.iter().map(|x| x - mean).collect();
    let scale = 1.0 / (dot(&centred, &centred) / x.len() as f64 + epsilon).sqrt();
    let scaled = centred.iter().zip(weight).zip(bias);
    scaled
        .map(|((x, weight), bias)| x * scale * weight + bias)
        .collect()
}

pub(crate) fn softmax(scores: &[f64]) -> Rows {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Rows = scores
        .iter()
        .map(|score| (score - greatest).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// Attention among the tokens of one sentence, whose rows have the queries, the keys and the values of all
/// heads.
pub(crate) fn attention(qkv: &[f64], heads: usize) -> Rows {
    let hidden = heads * HEAD_SIZE;
    let tokens: Vec<_> = qkv.chunks_exact(3 * hidden).collect();
    let part = |token: &[f64], which: usize, head: usize| {
        let start = which * hidden + head * HEAD_SIZE;
        token[start..start + HEAD_SIZE].to_vec()
    };
    let mut outputs = vec![0.0; tokens.len() * hidden];
    for head in 0..heads {
        let [keys, values] = [1, 2].map(|which| {
            let parts = tokens.iter().map(|token| part(token, which, head));
            parts.collect::<Vec<_>>()
        });
        for (token, output) in tokens.iter().zip(outputs.chunks_exact_mut(hidden)) {
            let query = part(token, 0, head);
            let scores = keys
                .iter()
                .map(|key| dot(&query, key) / (HEAD_SIZE as f64).sqrt());
            let weights = softmax(&scores.collect::<Rows>());
            let output = &mut output[head * HEAD_SIZE..][..HEAD_SIZE];
            for (weight, value) in weights.iter().zip(&values) {
                output
                    .iter_mut()
                    .zip(value)
                    .for_each(|(sum, value)| *sum += weight * value);
            }
        }
    }
    outputs
}

/// The mean of a sentence's rows, to length 1.
pub(crate) fn pool(x: &[f64], hidden: usize) -> Rows {
    let column = |i| x[i..].iter().step_by(hidden).copied().collect::<Rows>();
    let means: Rows = (0..hidden).map(|i| mean(&column(i))).collect();
    let length = dot(&means, &means).sqrt();
    means.iter().map(|mean| mean / length).collect()
}

/// The embedding of a sentence.
pub(crate) fn encode(config: &Config, tensors: &SafeTensors<'_>, tokens: &[u32]) -> Rows {
    let tensor = |name: &str| {
        let tensor = tensors.tensor(name).expect("it is there");
        wide(&bytemuck::pod_collect_to_vec(tensor.data()))
    };
    let norm = |x: &[f64], name: &str| {
        let [weight, bias] = ["weight", "bias"].map(|part| tensor(&format!("{name}.{part}")));
        let rows = x.chunks_exact(config.hidden);
        rows.flat_map(|row| layer_norm(row, &weight, &bias, config.epsilon.into()))
            .collect::<Rows>()
    };
    let dense = |x: &[f64], width: usize, name: &str| {
        let [weight, bias] = ["weight", "bias"].map(|part| tensor(&format!("{name}.{part}")));
        x.chunks_exact(width)
            .map(|row| linear(row, &weight, &bias))
            .collect::<Vec<_>>()
    };

    let tables = ["word", "position", "token_type"];
    let [words, positions, segments] =
        tables.map(|table| tensor(&format!("embeddings.{table}_embeddings.weight")));
    let row = |table: &[f64], row: usize| table[row * config.hidden..][..config.hidden].to_vec();
    let rows = tokens.iter().enumerate().flat_map(|(position, &token)| {
        let (word, position) = (row(&words, token as usize), row(&positions, position));
        add(&add(&word, &position), &row(&segments, 0))
    });
    let mut x = norm(&rows.collect::<Rows>(), "embeddings.LayerNorm");
    for index in 0..config.layers {
        let name = |part: &str| format!("encoder.layer.{index}.{part}");
        let [q, k, v] = ["query", "key", "value"]
            .map(|part| dense(&x, config.hidden, &name(&format!("attention.self.{part}"))));
        let qkv = q
            .iter()
            .zip(&k)
            .zip(&v)
            .flat_map(|((q, k), v)| [&q[..], k, v].concat());
        let heads = attention(&qkv.collect::<Rows>(), config.heads());
        let added = dense(&heads, config.hidden, &name("attention.output.dense")).concat();
        x = norm(&add(&x, &added), &name("attention.output.LayerNorm"));
        let up = dense(&x, config.hidden, &name("intermediate.dense")).concat();
        let up: Rows = up.into_iter().map(gelu).collect();
        let down = dense(&up, config.intermediate, &name("output.dense")).concat();
        x = norm(&add(&x, &down), &name("output.LayerNorm"));
    }
    pool(&x, config.hidden)
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(a: &[f64], b: &[f64]) -> Rows {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}
