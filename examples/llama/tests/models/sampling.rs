//! Tokens that the GPU draws, against the definition of the nucleus in f64.

use std::ops::ControlFlow;

use llama::{Format, Model, Sampling, reference};
use wasi_webgpu::compute::TypedBuffer;

use super::{
    Result, gpu,
    random::{SMALL, Shape, tokens},
};

/// A model that says the same of every position: its logits are written, not computed.
struct Dice {
    model: Model,
    logits: Vec<f32>,
}

impl Dice {
    async fn new(logits: Vec<f32>) -> Result<Self> {
        let shape = Shape {
            vocabulary: logits.len(),
            layers: 1,
            ..SMALL
        };
        let gpu = gpu().await?;
        let mut model = Model::load(&gpu, &mut shape.checkpoint(Format::F32)?, 8).await?;
        model.feed(&[0]).await?;
        let buffer = model.logits_buffer().buffer().clone();
        TypedBuffer::from_buffer(&gpu, buffer).write(0, &logits)?;
        Ok(Self { model, logits })
    }

    /// How often each token comes, of so many that are drawn.
    async fn counts(&mut self, sampling: Sampling, draws: u64) -> Result<Vec<u64>> {
        let mut counts = vec![0; self.logits.len()];
        for seed in 0..draws {
            let each = |token| {
                counts[token as usize] += 1;
                ControlFlow::Continue(())
            };
            self.model.set_place(0, 1)?;
            let sampling = Sampling { seed, ..sampling };
            self.model.generate(1, &sampling, each).await?;
        }
        Ok(counts)
    }

    /// Tokens come as often as they are probable, and none from outside the nucleus.
    async fn check(&mut self, temperature: f32, top_p: f32, draws: u64) -> Result {
        let sampling = Sampling {
            temperature,
            top_p,
            seed: 0,
        };
        let mut counts = self.counts(sampling, draws).await?;
        let nucleus = reference::nucleus(&self.logits, &sampling);
        for (token, part) in nucleus {
            let expected = part * draws as f64;
            let count = std::mem::take(&mut counts[token as usize]);
            // Five standard deviations, and one for what is rarer than a few times.
            let off = (count as f64 - expected).abs();
            assert!(
                off < 5.0 * (expected * (1.0 - part)).sqrt() + 1.0,
                "{sampling:?}: {token} came {count} times, not {expected:.1}"
            );
        }
        let outside = counts.iter().position(|&count| count > 0);
        assert_eq!(outside, None, "{sampling:?}: not of the nucleus");
        Ok(())
    }
}

/// Of about a bell's shape, as those of models are.
fn noise(count: usize) -> Vec<f32> {
    let mut random = fastrand::Rng::with_seed(9);
    let mut one = || (0..8).map(|_| random.f32() - 0.5).sum::<f32>() * 3.0;
    (0..count).map(|_| one()).collect()
}

#[wasi_webgpu::test]
async fn four_tokens_come_as_often_as_they_are_probable() -> Result {
    let mut dice = Dice::new([0.4f32, 0.1, 0.3, 0.2].map(f32::ln).to_vec()).await?;
    for (temperature, top_p) in [(1.0, 1.0), (0.5, 1.0), (1.0, 0.6), (1.0, 0.75), (2.0, 0.1)] {
        dice.check(temperature, top_p, 300).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_nucleus_of_a_large_vocabulary_is_its_definition() -> Result {
    // More than the portions of all workgroups take at once.
    let mut dice = Dice::new(noise(17_001)).await?;
    // Few of many, by rejection; about a hundred; thousands.
    for (temperature, top_p) in [(0.3, 0.05), (0.2, 0.5), (0.8, 0.9)] {
        dice.check(temperature, top_p, 200).await?;
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn of_equal_tokens_the_first_are_the_nucleus() -> Result {
    let mut dice = Dice::new(vec![2.0; 1000]).await?;
    dice.check(1.0, 0.0035, 300).await?;
    dice.check(1.0, 0.0, 50).await
}

#[wasi_webgpu::test]
async fn extremes_are_the_largest() -> Result {
    let mut logits = noise(500);
    logits[123] = 80.0;
    let mut dice = Dice::new(logits).await?;
    dice.check(1e-30, 1.0, 50).await?;
    dice.check(1.0, 0.0, 50).await
}

#[wasi_webgpu::test]
async fn a_seed_gives_the_same_text() -> Result {
    let mut model = Model::load(&gpu().await?, &mut SMALL.checkpoint(Format::F32)?, 64).await?;
    let mut texts = Vec::new();
    for seed in [3, 3, 4] {
        let sampling = Sampling {
            temperature: 1.0,
            top_p: 0.9,
            seed,
        };
        let mut text = Vec::new();
        let each = |token| {
            text.push(token);
            ControlFlow::Continue(())
        };
        model.reset();
        model.feed(&tokens(SMALL.vocabulary, 5)).await?;
        model.generate(30, &sampling, each).await?;
        texts.push(text);
    }
    assert_eq!(texts[0], texts[1]);
    assert_ne!(texts[0], texts[2]);
    assert_eq!(texts[0].len(), 30);
    Ok(())
}
