//! Of how many values the layers of a network are, and where their weights lie.

use std::ops::Range;

use fastrand::Rng;

use crate::Error;

/// Where a layer's weights may begin, in parameters: any device can bind them from there.
const ALIGNMENT: usize = 64;

/// A network in which each layer sums up all values of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    layers: Vec<Layer>,
    parameters: usize,
}

/// A layer: as many sums of its inputs and 1, each times a weight, as it has outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Values that it takes of each sample.
    pub inputs: usize,
    /// Values that it gives.
    pub outputs: usize,
    /// Where its weights are among the parameters: `inputs` + 1 rows of `outputs`, of which the last is
    /// the bias.
    pub weights: Range<usize>,
}

impl Shape {
    /// The most values of a layer.
    pub const MOST: usize = 1 << 16;

    /// A network that takes `sizes[0]` values of each sample, and gives as many as the last of `sizes`
    /// says; those between are the widths of its hidden layers.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] of fewer than two sizes, and of a size that is 0 or more than [`Shape::MOST`].
    pub fn new(sizes: &[usize]) -> Result<Self, Error> {
        let possible = |size: &usize| (1..=Self::MOST).contains(size);
        if sizes.len() < 2 || !sizes.iter().all(possible) {
            let sizes = sizes.to_vec();
            return Err(Error::Shape { sizes });
        }
        let mut parameters = 0;
        let layers = sizes.windows(2).map(|pair| {
            let (inputs, outputs) = (pair[0], pair[1]);
            let begin = parameters;
            let end = begin + (inputs + 1) * outputs;
            parameters = end.next_multiple_of(ALIGNMENT);
            Layer {
                inputs,
                outputs,
                weights: begin..end,
            }
        });
        Ok(Self {
            layers: layers.collect(),
            parameters,
        })
    }

    /// The layers, from the samples on.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The values that it takes of each sample.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.layers[0].inputs
    }

    /// The values that it gives.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// How many parameters, with those between the layers, which mean nothing.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// Parameters to begin with: normally distributed weights that keep the size of values from layer to
    /// layer (K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015), and no bias.
    #[must_use]
    pub fn initial(&self, seed: u64) -> Vec<f32> {
        let mut random = Rng::with_seed(seed);
        let mut parameters = vec![0.0; self.parameters];
        for layer in &self.layers {
            let deviation = (2.0 / layer.inputs as f64).sqrt();
            let weights = layer.weights.start..layer.weights.end - layer.outputs;
            for weight in &mut parameters[weights] {
                *weight = (deviation * normal(&mut random)) as f32;
            }
        }
        parameters
    }
}

/// A number of mean 0 and deviation 1, by the transform of Box and Muller.
fn normal(random: &mut Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_lie_one_after_the_other() {
        let shape = Shape::new(&[3, 5, 2]).unwrap();
        let [first, second] = shape.layers() else {
            panic!("two layers")
        };
        assert_eq!((first.inputs, first.outputs), (3, 5));
        assert_eq!(first.weights, 0..20);
        assert_eq!(second.weights, 64..76);
        assert_eq!(shape.parameters(), 128);
    }

    #[test]
    fn sizes_that_make_no_network() {
        for sizes in [&[][..], &[3], &[3, 0], &[3, Shape::MOST + 1]] {
            let error = Shape::new(sizes).unwrap_err();
            assert!(matches!(error, Error::Shape { .. }), "{sizes:?}: {error}");
        }
    }

    #[test]
    fn the_first_weights_have_the_deviation_that_was_asked_for() {
        let shape = Shape::new(&[400, 300]).unwrap();
        let parameters = shape.initial(1);
        let (weights, rest) = parameters.split_at(400 * 300);
        let sum = |f: fn(f64) -> f64| weights.iter().map(|&w| f(w.into())).sum::<f64>();
        let (mean, square) = (sum(|w| w) / 120_000.0, sum(|w| w * w) / 120_000.0);
        assert!(mean.abs() < 1e-3, "{mean}");
        assert!((square * 200.0 - 1.0).abs() < 0.02, "{square}");
        assert!(rest.iter().all(|&bias| bias == 0.0));
        assert_ne!(parameters, shape.initial(2));
    }
}
