//! The choice of a token.

use fastrand::Rng;

/// Draws tokens by their probabilities.
pub struct Sampler {
    temperature: f32,
    top_p: f32,
    random: Rng,
}

impl Sampler {
    /// Logits are divided by `temperature`; with 0 the choice is always the largest. Of the tokens, the
    /// fewest that together have the probability `top_p` are drawn from (A. Holtzman et al., "The Curious
    /// Case of Neural Text Degeneration", 2020). The same seed gives the same choices.
    #[must_use]
    pub fn new(temperature: f32, top_p: f32, seed: u64) -> Self {
        Self {
            temperature,
            top_p,
            random: Rng::with_seed(seed),
        }
    }

    /// Whether the choice is always the largest, which [`Model::greedy`](crate::Model::greedy) makes, too.
    #[must_use]
    pub fn is_greedy(&self) -> bool {
        self.temperature == 0.0
    }

    /// The number of one of the logits, of which there is one at least.
    pub fn choose(&mut self, logits: &[f32]) -> u32 {
        let largest = (0..logits.len()).max_by(|&a, &b| {
            // Of equal ones the first.
            logits[a].total_cmp(&logits[b]).then(b.cmp(&a))
        });
        let largest = largest.unwrap_or(0);
        if self.is_greedy() {
            return largest as u32;
        }
        // f32, as logits are: this is done for each token of the vocabulary, and the guest's is the only
        // processor here.
        let weight = |&logit: &f32| ((logit - logits[largest]) / self.temperature).exp();
        let weights: Vec<f32> = logits.iter().map(weight).collect();
        let nucleus = nucleus(&weights, f64::from(self.top_p));
        let total: f64 = nucleus.iter().map(|&(weight, _)| f64::from(weight)).sum();
        let mut drawn = self.random.f64() * total;
        let found = nucleus.iter().find(|&&(weight, _)| {
            drawn -= f64::from(weight);
            drawn < 0.0
        });
        found.map_or(largest as u32, |&(_, token)| token)
    }
}

/// The fewest that together have the part `top_p` of all weights, the largest first, with their numbers.
fn nucleus(weights: &[f32], top_p: f64) -> Vec<(f32, u32)> {
    let total: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    // Those below are less than 1 - top_p together, so that none belongs to it. That leaves few to sort.
    let least = ((1.0 - top_p) * total / weights.len() as f64) as f32;
    let numbered = weights.iter().copied().zip(0..);
    let mut nucleus: Vec<_> = numbered.filter(|&(weight, _)| weight >= least).collect();
    nucleus.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut sum = 0.0;
    let reaches = |&(weight, _): &(f32, u32)| {
        sum += f64::from(weight);
        sum >= top_p * total
    };
    let last = nucleus.iter().position(reaches);
    nucleus.truncate(last.map_or(nucleus.len(), |last| last + 1));
    nucleus
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greedy_takes_the_first_of_the_largest() {
        let mut sampler = Sampler::new(0.0, 0.9, 1);
        assert_eq!(sampler.choose(&[-1.0, 3.0, 2.0, 3.0]), 1);
    }

    /// How often each of four logits is chosen.
    fn shares(temperature: f32, top_p: f32) -> [f64; 4] {
        let logits = [0.4f32, 0.1, 0.3, 0.2].map(f32::ln);
        let mut sampler = Sampler::new(temperature, top_p, 7);
        let mut shares = [0.0; 4];
        for _ in 0..100_000 {
            shares[sampler.choose(&logits) as usize] += 1e-5;
        }
        shares
    }

    fn assert_near(shares: [f64; 4], expected: [f64; 4]) {
        for (share, expected) in shares.iter().zip(expected) {
            assert!((share - expected).abs() < 0.01, "{shares:?}");
        }
    }

    #[test]
    fn draws_by_probability() {
        assert_near(shares(1.0, 1.0), [0.4, 0.1, 0.3, 0.2]);
        // Squares.
        assert_near(
            shares(0.5, 1.0),
            [16.0 / 30.0, 1.0 / 30.0, 9.0 / 30.0, 4.0 / 30.0],
        );
    }

    #[test]
    fn the_nucleus_is_what_is_drawn_from() {
        assert_near(shares(1.0, 0.6), [4.0 / 7.0, 0.0, 3.0 / 7.0, 0.0]);
        assert_near(shares(1.0, 0.0), [1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_seed_gives_the_same_choices() {
        let logits: Vec<f32> = (0..100).map(|i| (i % 7) as f32).collect();
        let draw = |seed| {
            let mut sampler = Sampler::new(1.0, 0.9, seed);
            (0..50).map(|_| sampler.choose(&logits)).collect::<Vec<_>>()
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
    }
}
