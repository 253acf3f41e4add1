//! The optimizer.

use wasi_webgpu::{
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
};

include_wgsl!(mod kernel, "shaders/adam.wgsl");

/// What Adam is told (D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// About how far a parameter moves at a step: α there.
    pub rate: f32,
    /// What the running means of the gradient and of its square keep at a step: β₁ and β₂, above 0 and
    /// below 1.
    pub decays: [f32; 2],
    /// Added to the divisor: ε.
    pub epsilon: f32,
}

/// As the authors have found good.
impl Default for Adam {
    fn default() -> Self {
        Self {
            rate: 1e-3,
            decays: [0.9, 0.999],
            epsilon: 1e-8,
        }
    }
}

/// [`Adam`] with the running means of some parameters, on the GPU.
pub struct Optimizer {
    gpu: Gpu,
    params: TypedBuffer<kernel::Params>,
    means: TypedBuffer<f32>,
    squares: TypedBuffer<f32>,
}

impl Optimizer {
    /// For so many parameters, a multiple of 4.
    ///
    /// # Errors
    ///
    /// The device has no memory left.
    pub fn new(gpu: &Gpu, adam: Adam, parameters: usize) -> wasi_webgpu::Result<Self> {
        let params = kernel::Params {
            rate: adam.rate,
            epsilon: adam.epsilon,
            decays: adam.decays,
            // Where decays are near 1, f32 has too few digits for it.
            log_decays: adam.decays.map(|decay| f64::from(decay).ln() as f32),
        };
        Ok(Self {
            params: gpu.buffer("Adam's params").upload(&[params])?,
            means: gpu.buffer("means").zeroed(parameters)?,
            squares: gpu.buffer("squares").zeroed(parameters)?,
            gpu: gpu.clone(),
        })
    }

    /// A step against the gradient, to be run when `steps` says the how manieth it is, from 1.
    pub fn step(
        &mut self,
        steps: &TypedBuffer<u32>,
        gradient: &TypedBuffer<f32>,
        parameters: &mut TypedBuffer<f32>,
    ) -> Dispatch {
        let quads = parameters.len() / 4;
        let group = kernel::Group0 {
            params: &self.params,
            steps,
            gradient: &gradient.cast(),
            means: &mut self.means.cast_mut(),
            squares: &mut self.squares.cast_mut(),
            parameters: &mut parameters.cast_mut(),
        };
        kernel::adam(&self.gpu, group).dispatch_for(quads)
    }
}
