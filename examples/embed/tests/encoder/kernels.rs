//! Each kernel alone, on random rows.

use embed::Error;
use embed::kernels::{self, Activation, Kernel, ROWS, Sentence, Shape, Tile, Token};
use embed::weights::{Embeddings, Linear, Norm};
use wasi_webgpu::compute::{Gpu, TypedBuffer};

use crate::random::Random;
use crate::reference::{self, wide};

type Result<T = ()> = std::result::Result<T, Error>;

/// Rows, and zeros up to whole tiles of the kernels.
fn upload(gpu: &Gpu, x: &[f32], row: usize) -> Result<TypedBuffer<f32>> {
    let mut padded = x.to_vec();
    padded.resize((x.len() / row).next_multiple_of(ROWS) * row, 0.0);
    Ok(gpu.upload(&padded)?)
}

fn zeroed(gpu: &Gpu, rows: usize, row: usize) -> Result<TypedBuffer<f32>> {
    Ok(gpu.zeroed(rows.next_multiple_of(ROWS) * row)?)
}

/// What a kernel left in a buffer, for so many tokens.
async fn run(gpu: &Gpu, kernel: Kernel, tokens: usize, y: &TypedBuffer<f32>) -> Result<Vec<f32>> {
    let shape = Shape {
        tokens: tokens as u32,
        sentences: 0,
        tiles: 0,
    };
    gpu.run([kernel.dispatch(shape)]).await?;
    Ok(y.read().await?)
}

#[track_caller]
fn assert_near(what: &str, gpu: &[f32], cpu: &[f64], most: f64) {
    let differences = gpu
        .iter()
        .zip(cpu)
        .map(|(&gpu, cpu)| (f64::from(gpu) - cpu).abs());
    // A NaN is no difference that is small.
    let largest = differences.fold(0.0, |largest, difference| match difference <= largest {
        true => largest,
        false => difference,
    });
    assert!(largest <= most, "{what}: {largest:e}");
}

/// Weights of a layer, of which a checkpoint has a row for each output, as the kernel takes them.
fn layer(gpu: &Gpu, weights: &[f32], bias: &[f32]) -> Result<Linear> {
    let outputs = bias.len();
    let inputs = weights.len() / outputs;
    let transposed = (0..inputs).flat_map(|i| weights[i..].iter().step_by(inputs).copied());
    Ok(Linear {
        inputs,
        outputs,
        weights: gpu.upload(&transposed.collect::<Vec<_>>())?,
        bias: gpu.upload(bias)?,
    })
}

#[wasi_webgpu::test]
async fn linear_is_the_reference() -> Result {
    let gpu = Gpu::request().await?;
    let mut random = Random::new(1);
    // The last two are of large tiles. No number of rows is one of whole tiles.
    for [rows, inputs, outputs] in [
        [1, 16, 4],
        [31, 48, 64],
        [33, 384, 68],
        [65, 1536, 32],
        [2045, 32, 1024],
        [1409, 48, 1500],
    ] {
        let x = random.numbers(rows * inputs);
        let (weights, bias) = (random.numbers(inputs * outputs), random.numbers(outputs));
        let mut y = zeroed(&gpu, rows, outputs)?;
        let layer = layer(&gpu, &weights, &bias)?;
        let x_rows = upload(&gpu, &x, inputs)?;
        let kernel = kernels::linear(&gpu, &x_rows, &layer, Activation::None, &mut y)?;
        let y = run(&gpu, kernel, rows, &y).await?;
        let (weights, bias) = (wide(&weights), wide(&bias));
        // Each row of a small product, and of a large one some of each tile.
        let step = rows.div_ceil(100);
        for row in (0..rows).step_by(step).chain([rows - 1]) {
            let x = wide(&x[row * inputs..][..inputs]);
            let expected = reference::linear(&x, &weights, &bias);
            let what = format!("row {row} of {rows}, {inputs} to {outputs}");
            // Sums of as many products of about 1/3, each rounded by 2⁻²⁴ of the sum so far.
            let most = 2e-7 * inputs as f64;
            assert_near(&what, &y[row * outputs..][..outputs], &expected, most);
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn gelu_is_the_reference() -> Result {
    let gpu = Gpu::request().await?;
    let inputs = 32;
    // From -12 to 12, beyond which nothing happens.
    let x: Vec<f32> = (-1200..=1199).map(|i| i as f32 / 100.0).collect();
    let one: Vec<f32> = (0..inputs * inputs)
        .map(|i| f32::from(i % (inputs + 1) == 0))
        .collect();
    let layer = layer(&gpu, &one, &vec![0.0; inputs])?;
    let mut y = zeroed(&gpu, x.len() / inputs, inputs)?;
    let rows = upload(&gpu, &x, inputs)?;
    let kernel = kernels::linear(&gpu, &rows, &layer, Activation::Gelu, &mut y)?;
    let y = run(&gpu, kernel, x.len() / inputs, &y).await?;
    let expected: Vec<f64> = wide(&x).into_iter().map(reference::gelu).collect();
    assert_near("gelu", &y, &expected, 1e-6);
    Ok(())
}

#[wasi_webgpu::test]
async fn layer_norm_is_the_reference() -> Result {
    let gpu = Gpu::request().await?;
    let mut random = Random::new(2);
    for (rows, row) in [(1, 32), (5, 64), (63, 384), (130, 1056)] {
        // Far from 0, where the difference of the mean square and the squared mean would be lost.
        let x: Vec<f32> = random
            .numbers(rows * row)
            .iter()
            .map(|x| 100.0 + x)
            .collect();
        let added = random.numbers(rows * row);
        let (weight, bias) = (random.numbers(row), random.numbers(row));
        let norm = Norm {
            weight: gpu.upload(&weight)?,
            bias: gpu.upload(&bias)?,
            epsilon: 1e-12,
        };
        let mut sum = upload(&gpu, &x, row)?;
        let kernel = kernels::add_norm(&gpu, &upload(&gpu, &added, row)?, &norm, &mut sum);
        let y = run(&gpu, kernel, rows, &sum).await?;
        let sums: Vec<f64> = x
            .iter()
            .zip(&added)
            .map(|(x, y)| f64::from(x + y))
            .collect();
        let (weight, bias) = (wide(&weight), wide(&bias));
        let rows = sums.chunks_exact(row);
        let expected = rows.flat_map(|x| reference::layer_norm(x, &weight, &bias, 1e-12));
        assert_near(&format!("{row}"), &y, &expected.collect::<Vec<_>>(), 5e-5);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn layer_norm_of_equal_elements_is_its_bias() -> Result {
    let gpu = Gpu::request().await?;
    let norm = Norm {
        weight: gpu.upload(&[2.0; 64])?,
        bias: gpu.upload(&[0.5; 64])?,
        epsilon: 1e-12,
    };
    let mut x = upload(&gpu, &[3.0; 64], 64)?;
    let kernel = kernels::add_norm(&gpu, &upload(&gpu, &[1.0; 64], 64)?, &norm, &mut x);
    let y = run(&gpu, kernel, 1, &x).await?;
    assert_eq!(y[..64], [0.5; 64]);
    Ok(())
}

#[wasi_webgpu::test]
async fn tokens_are_looked_up() -> Result {
    let gpu = Gpu::request().await?;
    let mut random = Random::new(3);
    let (row, words, positions) = (96, 50, 9);
    let tables = [words, positions, 1].map(|rows| random.numbers(rows * row));
    let embeddings = Embeddings {
        words: gpu.upload(&tables[0])?,
        positions: gpu.upload(&tables[1])?,
        segment: gpu.upload(&tables[2])?,
        norm: Norm {
            weight: gpu.upload(&vec![1.0; row])?,
            bias: gpu.upload(&vec![0.0; row])?,
            epsilon: 1e-12,
        },
    };
    let mut tokens = vec![Token { id: 0, position: 0 }; 71];
    for token in &mut tokens {
        token.id = random.below(words) as u32;
        token.position = random.below(positions) as u32;
    }
    let mut x = zeroed(&gpu, tokens.len(), row)?;
    let mut padded = gpu.zeroed(ROWS * 2)?;
    padded.write(0, &tokens)?;
    let kernel = kernels::embed(&gpu, &padded, &embeddings, &mut x);
    let x = run(&gpu, kernel, tokens.len(), &x).await?;
    let [words, positions, segment] = tables.map(|table| wide(&table));
    let expected = tokens.iter().flat_map(|token| {
        let (word, position) = (token.id as usize * row, token.position as usize * row);
        let sum = |i| words[word + i] + positions[position + i] + segment[i];
        let sums: Vec<f64> = (0..row).map(sum).collect();
        reference::layer_norm(&sums, &vec![1.0; row], &vec![0.0; row], 1e-12)
    });
    assert_near("tokens", &x, &expected.collect::<Vec<_>>(), 1e-5);
    Ok(())
}

/// Attention of sentences of these lengths, whose rows are one after the other.
async fn attend(gpu: &Gpu, qkv: &[f32], lengths: &[usize], heads: usize) -> Result<Vec<f32>> {
    let mut tiles = Vec::new();
    let mut start = 0;
    for &length in lengths {
        let length = length as u32;
        let queries = (0..length).step_by(64);
        tiles.extend(queries.map(|query| Tile {
            start,
            length,
            query,
        }));
        start += length;
    }
    let row = heads * kernels::HEAD_SIZE;
    let mut outputs = zeroed(gpu, start as usize, row)?;
    let (rows, buffer) = (upload(gpu, qkv, 3 * row)?, gpu.upload(&tiles)?);
    let kernel = kernels::attention(gpu, &rows, &buffer, heads, &mut outputs);
    let shape = Shape {
        tokens: start,
        sentences: lengths.len() as u32,
        tiles: tiles.len() as u32,
    };
    gpu.run([kernel.dispatch(shape)]).await?;
    Ok(outputs.read().await?)
}

#[wasi_webgpu::test]
async fn attention_is_the_reference_for_each_sentence() -> Result {
    let gpu = Gpu::request().await?;
    let mut random = Random::new(4);
    let lengths = [1, 2, 31, 32, 33, 5, 63, 64, 65, 130];
    // Where scores are far apart, a few keys have all the weight.
    for (heads, scale) in [(1, 1.0), (3, 8.0)] {
        let hidden = heads * kernels::HEAD_SIZE;
        let tokens: usize = lengths.iter().sum();
        let qkv = random.numbers(tokens * 3 * hidden);
        let qkv: Vec<f32> = qkv.iter().map(|x| scale * x).collect();
        let outputs = attend(&gpu, &qkv, &lengths, heads).await?;
        let mut start = 0;
        for length in lengths {
            let rows = wide(&qkv[start * 3 * hidden..][..length * 3 * hidden]);
            let expected = reference::attention(&rows, heads);
            let what = format!("{length} tokens, {heads} heads, up to {scale}");
            let outputs = &outputs[start * hidden..][..length * hidden];
            // A score's rounding error goes with the square of the scale, and an output with its error.
            let most = 1e-6 * f64::from(scale * scale * scale).max(1.0);
            assert_near(&what, outputs, &expected, most);
            start += length;
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn sentences_do_not_see_each_other() -> Result {
    let gpu = Gpu::request().await?;
    let mut random = Random::new(5);
    let (row, length) = (3 * kernels::HEAD_SIZE, 37);
    let alone = random.numbers(length * row);
    let nothing = vec![f32::NAN; 70 * row];
    let between = [&nothing[..], &alone, &nothing].concat();
    let between = attend(&gpu, &between, &[70, length, 70], 1).await?;
    let alone = attend(&gpu, &alone, &[length], 1).await?;
    let rows = |start: usize| start * kernels::HEAD_SIZE..(start + length) * kernels::HEAD_SIZE;
    assert_eq!(between[rows(70)], alone[rows(0)]);
    assert!(between[0].is_nan());
    Ok(())
}

#[wasi_webgpu::test]
async fn pooling_is_the_reference() -> Result {
    let gpu = Gpu::request().await?;
    let mut random = Random::new(6);
    let lengths = [1_usize, 7, 8, 9, 64, 257];
    for hidden in [32, 384, 1056] {
        let tokens: usize = lengths.iter().sum();
        let x = random.numbers(tokens * hidden);
        let starts = lengths.iter().scan(0, |end, length| {
            *end += length;
            Some(*end - length)
        });
        let places: Vec<_> = starts.zip(lengths).collect();
        let sentences = places.iter().map(|&(start, length)| Sentence {
            start: start as u32,
            length: length as u32,
        });
        let sentences = gpu.upload(&sentences.collect::<Vec<_>>())?;
        let mut embeddings = gpu.zeroed(lengths.len() * hidden)?;
        let x_rows = upload(&gpu, &x, hidden)?;
        let kernel = kernels::pool(&gpu, &x_rows, hidden, &sentences, &mut embeddings);
        let shape = Shape {
            tokens: tokens as u32,
            sentences: lengths.len() as u32,
            tiles: 0,
        };
        gpu.run([kernel.dispatch(shape)]).await?;
        let embeddings = embeddings.read().await?;
        for ((start, length), embedding) in places.into_iter().zip(embeddings.chunks_exact(hidden))
        {
            let rows = wide(&x[start * hidden..][..length * hidden]);
            let expected = reference::pool(&rows, hidden);
            assert_near(&format!("{length} × {hidden}"), embedding, &expected, 1e-6);
        }
    }
    Ok(())
}
