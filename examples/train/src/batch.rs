//! A batch on its way through the network and back.

use std::ops::Range;

use wasi_webgpu::{
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
};

use crate::{Error, Layer, Shape};

include_wgsl!(mod layer, "shaders/layer.wgsl");
include_wgsl!(mod loss, "shaders/loss.wgsl");

/// The side of the tile that a workgroup of `layer.wgsl` computes.
const TILE: usize = 32;

/// Samples, what the layers make of them, and the derivatives of the loss by that; in GPU memory.
///
/// The functions that give dispatches run nothing: a training step is the dispatches of all of them, in
/// the order [`forward`](Self::forward), [`loss`](Self::loss), [`backward`](Self::backward).
pub struct Batch {
    gpu: Gpu,
    rows: usize,
    passes: Vec<Pass>,
    /// What each sample is: `rows` by the first layer's inputs.
    pub x: TypedBuffer<f32>,
    /// The class of each sample.
    pub answers: TypedBuffer<u32>,
    /// How often [`loss`](Self::loss) has run.
    pub steps: TypedBuffer<u32>,
    params: TypedBuffer<loss::Params>,
    losses: TypedBuffer<f32>,
    hits: TypedBuffer<u32>,
}

/// A layer and its part of the batch.
struct Pass {
    rows: usize,
    layer: Layer,
    params: TypedBuffer<layer::Params>,
    /// `rows` by outputs.
    sums: TypedBuffer<f32>,
    /// The derivatives of the loss by the sums.
    deltas: TypedBuffer<f32>,
}

/// How good a network is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The mean cross entropy, in nats.
    pub loss: f32,
    /// The share of samples whose class is found, from 0 to 1.
    pub accuracy: f32,
}

impl Batch {
    /// The most samples.
    pub const MOST: usize = 65_535;

    /// Memory for `rows` samples and the scores of `steps` steps.
    ///
    /// # Errors
    ///
    /// [`Error::Batch`] of no samples and of too many, [`Error::Gpu`] where the device has no memory
    /// left.
    pub fn new(gpu: &Gpu, shape: &Shape, rows: usize, steps: u32) -> Result<Self, Error> {
        if !(1..=Self::MOST).contains(&rows) {
            let most = Self::MOST;
            return Err(Error::Batch { rows, most });
        }
        let passes = shape
            .layers()
            .iter()
            .map(|layer| Pass::new(gpu, layer, rows));
        let passes = passes.collect::<Result<_, _>>()?;
        let (inputs, classes) = (shape.inputs(), shape.outputs());
        let params = loss::Params {
            rows: rows as u32,
            classes: classes as u32,
        };
        Ok(Self {
            rows,
            passes,
            x: gpu.buffer("x").zeroed(rows * inputs)?,
            answers: gpu.buffer("answers").zeroed(rows)?,
            steps: gpu.buffer("steps").zeroed(1)?,
            params: gpu.buffer("params of the loss").upload(&[params])?,
            losses: gpu.buffer("losses").zeroed(steps as usize)?,
            hits: gpu.buffer("hits").zeroed(steps as usize)?,
            gpu: gpu.clone(),
        })
    }

    /// What the network with these parameters makes of the samples.
    pub fn forward(&mut self, parameters: &TypedBuffer<f32>) -> Vec<Dispatch> {
        let mut x = &self.x;
        let mut dispatches = Vec::with_capacity(self.passes.len());
        for (index, pass) in self.passes.iter_mut().enumerate() {
            dispatches.push(pass.forward(&self.gpu, index == 0, x, parameters));
            x = &pass.sums;
        }
        dispatches
    }

    /// How far that is off, and the derivatives of the loss by the last layer's sums.
    pub fn loss(&mut self) -> Dispatch {
        let last = self.passes.last_mut().expect("a shape has a layer");
        let group = loss::Group0 {
            params: &self.params,
            logits: &last.sums,
            answers: &self.answers,
            deltas: &mut last.deltas,
            losses: &mut self.losses,
            hits: &mut self.hits,
            steps: &mut self.steps,
        };
        loss::loss(&self.gpu, group).dispatch_groups([1, 1, 1])
    }

    /// The derivatives of the loss by all parameters, from the last layer to the first.
    pub fn backward(
        &mut self,
        parameters: &TypedBuffer<f32>,
        gradient: &mut TypedBuffer<f32>,
    ) -> Vec<Dispatch> {
        let mut dispatches = Vec::with_capacity(2 * self.passes.len());
        for index in (0..self.passes.len()).rev() {
            let (before, from) = self.passes.split_at_mut(index);
            let pass = &from[0];
            let Some(before) = before.last_mut() else {
                dispatches.push(pass.by_weights(&self.gpu, true, &self.x, parameters, gradient));
                break;
            };
            let x = &before.sums;
            dispatches.push(pass.by_weights(&self.gpu, false, x, parameters, gradient));
            dispatches.push(pass.by_inputs(&self.gpu, x, parameters, &mut before.deltas));
        }
        dispatches
    }

    /// The logits, `rows` by the last layer's outputs: the greater, the likelier the class.
    pub fn logits(&self) -> &TypedBuffer<f32> {
        &self.passes[self.passes.len() - 1].sums
    }

    /// The scores of some steps, of those that have been run.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    ///
    /// # Panics
    ///
    /// Where the memory was not made for as many steps.
    pub async fn scores(&self, steps: Range<usize>) -> Result<Vec<Score>, Error> {
        let losses = self.losses.slice(steps.clone()).read().await?;
        let hits = self.hits.slice(steps).read().await?;
        let score = |(loss, hits)| Score {
            loss,
            accuracy: hits as f32 / self.rows as f32,
        };
        Ok(losses.into_iter().zip(hits).map(score).collect())
    }
}

impl Pass {
    fn new(gpu: &Gpu, layer: &Layer, rows: usize) -> wasi_webgpu::Result<Self> {
        // Each is at most Batch::MOST or Shape::MOST.
        let params = layer::Params {
            rows: rows as u32,
            inputs: layer.inputs as u32,
            outputs: layer.outputs as u32,
        };
        Ok(Self {
            rows,
            layer: layer.clone(),
            params: gpu.buffer("params of a layer").upload(&[params])?,
            sums: gpu.buffer("sums").zeroed(rows * layer.outputs)?,
            deltas: gpu.buffer("deltas").zeroed(rows * layer.outputs)?,
        })
    }

    fn forward(
        &mut self,
        gpu: &Gpu,
        first: bool,
        x: &TypedBuffer<f32>,
        parameters: &TypedBuffer<f32>,
    ) -> Dispatch {
        let group0 = layer::Group0 {
            params: &self.params,
            x,
            weights: &parameters.slice(self.layer.weights.clone()),
        };
        let group2 = layer::Group2 {
            result: &mut self.sums,
        };
        layer::forward(gpu, layer::Overrides { first }, group0, group2)
            .dispatch_groups(tiles(self.rows, self.layer.outputs))
    }

    fn by_weights(
        &self,
        gpu: &Gpu,
        first: bool,
        x: &TypedBuffer<f32>,
        parameters: &TypedBuffer<f32>,
        gradient: &mut TypedBuffer<f32>,
    ) -> Dispatch {
        let weights = self.layer.weights.clone();
        let group0 = layer::Group0 {
            params: &self.params,
            x,
            weights: &parameters.slice(weights.clone()),
        };
        let group1 = layer::Group1 {
            deltas: &self.deltas,
        };
        let group2 = layer::Group2 {
            result: &mut gradient.slice_mut(weights),
        };
        layer::by_weights(gpu, layer::Overrides { first }, group0, group1, group2)
            .dispatch_groups(tiles(self.layer.inputs + 1, self.layer.outputs))
    }

    /// `x` is what the layer before has summed up, and `deltas` are its.
    fn by_inputs(
        &self,
        gpu: &Gpu,
        x: &TypedBuffer<f32>,
        parameters: &TypedBuffer<f32>,
        deltas: &mut TypedBuffer<f32>,
    ) -> Dispatch {
        let group0 = layer::Group0 {
            params: &self.params,
            x,
            weights: &parameters.slice(self.layer.weights.clone()),
        };
        let group1 = layer::Group1 {
            deltas: &self.deltas,
        };
        let group2 = layer::Group2 { result: deltas };
        let overrides = layer::Overrides { first: false };
        layer::by_inputs(gpu, overrides, group0, group1, group2)
            .dispatch_groups(tiles(self.rows, self.layer.inputs))
    }
}

/// The workgroups that compute so many rows and columns.
fn tiles(rows: usize, columns: usize) -> [u32; 3] {
    [columns.div_ceil(TILE) as u32, rows.div_ceil(TILE) as u32, 1]
}
