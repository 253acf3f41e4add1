//! How a token is chosen. The choice is made on the GPU: `shaders/argmax.wgsl`, `shaders/sample.wgsl`.

use crate::kernels::Choice;

/// How tokens are chosen by their logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// What logits are divided by: the higher, the more often less probable tokens are drawn. With 0 the
    /// choice is always the largest.
    pub temperature: f32,
    /// Of all tokens, the fewest that together have this probability are drawn from, the most probable ones
    /// (A. Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020); one at least.
    pub top_p: f32,
    /// The same gives the same tokens at the same positions.
    pub seed: u64,
}

impl Sampling {
    /// The most probable token each time.
    pub const GREEDY: Self = Self {
        temperature: 0.0,
        top_p: 1.0,
        seed: 0,
    };

    /// Whether the choice is always the largest.
    #[must_use]
    pub fn is_greedy(&self) -> bool {
        self.temperature == 0.0
    }

    /// For the shaders.
    pub(crate) fn choice(&self) -> Choice {
        Choice {
            // Logits divided by less would be more than f32 has.
            temperature: self.temperature.max(1e-6),
            top_p: self.top_p,
            seed: self.seed as u32 ^ (self.seed >> 32) as u32,
        }
    }
}
