//! Random numbers that are the same on every machine.

/// The generator xorshift64* of Vigna, "An experimental exploration of Marsaglia's xorshift
/// generators, scrambled" (2016).
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Any seed will do, 0 included, and near seeds give unlike sequences.
    pub(crate) fn new(seed: u64) -> Self {
        // The one state that the generator never leaves is 0; this maps no seed of interest to it.
        let state = (seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mut random = Self {
            state: state.max(1),
        };
        for _ in 0..8 {
            random.uniform();
        }
        random
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let bits = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        bits as f64 / (1u64 << 53) as f64
    }

    /// Of mean 0 and deviation 1, by the transform of Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_right() {
        for seed in [0, 1, u64::MAX] {
            let mut random = Random::new(seed);
            let draws = 100_000;
            let mean = (0..draws).map(|_| random.uniform()).sum::<f64>() / f64::from(draws);
            assert!((mean - 0.5).abs() < 0.01, "seed {seed}: {mean}");
            let square = |_| random.normal().powi(2);
            let variance = (0..draws).map(square).sum::<f64>() / f64::from(draws);
            assert!((variance - 1.0).abs() < 0.03, "seed {seed}: {variance}");
        }
    }
}
