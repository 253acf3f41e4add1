//! The definition of everything, on the CPU in `f64`: what the kernels are compared with.

use crate::{Adam, Shape};

/// What a network makes of a sample.
#[must_use]
pub fn forward(shape: &Shape, parameters: &[f64], sample: &[f64]) -> Vec<f64> {
    let mut values = sample.to_vec();
    for (index, layer) in shape.layers().iter().enumerate() {
        if index > 0 {
            values = values.into_iter().map(silu).collect();
        }
        values.push(1.0);
        let weights = &parameters[layer.weights.clone()];
        let mut sums = vec![0.0; layer.outputs];
        for (value, weights) in values.iter().zip(weights.chunks(layer.outputs)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
        values = sums;
    }
    values
}

/// The mean cross entropy of a batch of samples, one after the other, to their classes.
#[must_use]
pub fn loss(shape: &Shape, parameters: &[f64], samples: &[f64], answers: &[u32]) -> f64 {
    let samples = samples.chunks(shape.inputs()).zip(answers);
    let losses = samples.map(|(sample, &answer)| {
        let logits = forward(shape, parameters, sample);
        let greatest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logits.iter().map(|logit| (logit - greatest).exp()).sum();
        sum.ln() + greatest - logits[answer as usize]
    });
    losses.sum::<f64>() / answers.len() as f64
}

/// The derivative of a function by one of its arguments, by a central difference: off by about
/// `STEP`² and the function's rounding error divided by `STEP`, both 10⁻¹⁰ here.
pub fn slope(at: &mut [f64], index: usize, function: impl Fn(&[f64]) -> f64) -> f64 {
    const STEP: f64 = 1e-5;
    let middle = at[index];
    at[index] = middle + STEP;
    let above = function(at);
    at[index] = middle - STEP;
    let below = function(at);
    at[index] = middle;
    (above - below) / (2.0 * STEP)
}

/// A parameter that Adam moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// What it is now.
    pub value: f64,
    /// The running mean of its derivative.
    pub mean: f64,
    /// That of the derivative's square.
    pub square: f64,
}

impl Parameter {
    /// One that has not been moved.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self {
            value,
            mean: 0.0,
            square: 0.0,
        }
    }

    /// The `step`th move, from 1.
    pub fn step(&mut self, adam: Adam, step: i32, slope: f64) {
        let [first, second] = adam.decays.map(f64::from);
        self.mean = first * self.mean + (1.0 - first) * slope;
        self.square = second * self.square + (1.0 - second) * slope * slope;
        let mean = self.mean / (1.0 - first.powi(step));
        let square = self.square / (1.0 - second.powi(step));
        self.value -= f64::from(adam.rate) * mean / (square.sqrt() + f64::from(adam.epsilon));
    }
}

/// The sample that a step, from 0, draws for a row of its batch.
#[must_use]
pub fn drawn(seed: u32, step: u32, rows: u32, row: u32, samples: u32) -> u32 {
    hash(seed ^ hash(step.wrapping_mul(rows).wrapping_add(row))) % samples
}

fn hash(value: u32) -> u32 {
    let state = value.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(277_803_737);
    (word >> 22) ^ word
}

fn silu(value: f64) -> f64 {
    value / (1.0 + (-value).exp())
}
