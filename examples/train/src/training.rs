//! Steps, one after the other.

use std::time::{Duration, Instant};

use wasi_webgpu::{
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
};

use crate::{Adam, Batch, Error, Optimizer, Samples, Score, Shape};

include_wgsl!(mod batch, "shaders/batch.wgsl");

/// The most steps of one submission: drivers end programs whose work takes seconds.
const SUBMISSION: usize = 32;

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Samples of a step.
    pub batch: usize,
    /// The most steps that there will be: so many losses are kept.
    pub steps: u32,
    /// Of the optimizer.
    pub adam: Adam,
    /// Of the first parameters, and of the samples that steps draw.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            batch: 128,
            steps: 1000,
            adam: Adam::default(),
            seed: 1,
        }
    }
}

/// A network that learns from samples; in GPU memory.
pub struct Training {
    gpu: Gpu,
    shape: Shape,
    settings: Settings,
    parameters: TypedBuffer<f32>,
    batch: Batch,
    /// Of one step.
    dispatches: Vec<Dispatch>,
    steps: u32,
}

impl Training {
    /// Copies samples and first parameters to the GPU.
    ///
    /// # Errors
    ///
    /// [`Error::Samples`] where there are none, or they are not of the network's size; [`Error::Batch`];
    /// [`Error::Gpu`] where the device has no memory left.
    pub fn new(
        gpu: &Gpu,
        shape: &Shape,
        samples: &Samples,
        settings: Settings,
    ) -> Result<Self, Error> {
        let mut parameters = gpu
            .buffer("parameters")
            .upload(&shape.initial(settings.seed))?;
        let mut gradient = gpu.buffer("gradient").zeroed(shape.parameters())?;
        let mut optimizer = Optimizer::new(gpu, settings.adam, shape.parameters())?;
        let mut batch = Batch::new(gpu, shape, settings.batch, settings.steps)?;
        let mut dispatches = vec![take(gpu, shape, samples, &mut batch, Some(settings.seed))?];
        dispatches.extend(batch.forward(&parameters));
        dispatches.push(batch.loss());
        dispatches.extend(batch.backward(&parameters, &mut gradient));
        dispatches.push(optimizer.step(&batch.steps, &gradient, &mut parameters));
        Ok(Self {
            gpu: gpu.clone(),
            shape: shape.clone(),
            settings,
            parameters,
            batch,
            dispatches,
            steps: 0,
        })
    }

    /// Takes steps, and says how long that took: wall time from the first submission until the queue
    /// reports the last one done.
    ///
    /// # Errors
    ///
    /// [`Error::Steps`] where they are more than [`Settings::steps`] in all; [`Error::Gpu`] where the
    /// device refuses the work.
    pub async fn run(&mut self, steps: u32) -> Result<Duration, Error> {
        let rest = self.settings.steps - self.steps;
        if steps > rest {
            return Err(Error::Steps { steps, rest });
        }
        // Compiled before the clock starts.
        for dispatch in &self.dispatches {
            dispatch.launch().pipeline()?;
        }
        let begin = Instant::now();
        let mut left = steps as usize;
        while left > 0 {
            let now = left.min(SUBMISSION);
            let repeated = std::iter::repeat_n(&self.dispatches, now).flatten();
            self.gpu.run(repeated).await?;
            left -= now;
        }
        self.gpu.queue().on_submitted_work_done().await;
        self.steps += steps;
        Ok(begin.elapsed())
    }

    /// The score of each step so far, of its own samples before it learned from them.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn scores(&self) -> Result<Vec<Score>, Error> {
        self.batch.scores(0..self.steps as usize).await
    }

    /// How good the network is now at other samples.
    ///
    /// # Errors
    ///
    /// As of [`new`](Self::new).
    pub async fn test(&self, samples: &Samples) -> Result<Score, Error> {
        let (gpu, shape) = (&self.gpu, &self.shape);
        let mut batch = Batch::new(gpu, shape, samples.len(), 1)?;
        let mut dispatches = vec![take(gpu, shape, samples, &mut batch, None)?];
        dispatches.extend(batch.forward(&self.parameters));
        dispatches.push(batch.loss());
        gpu.run(&dispatches).await?;
        let scores = batch.scores(0..1).await?;
        Ok(scores[0])
    }

    /// The dispatches of a step, in their order; [`run`](Self::run) repeats them.
    pub fn dispatches(&self) -> &[Dispatch] {
        &self.dispatches
    }

    /// The parameters as they are.
    #[must_use]
    pub fn parameters(&self) -> &TypedBuffer<f32> {
        &self.parameters
    }
}

/// Copies samples to the GPU, to be taken from there into a batch: random ones at each step, by a seed,
/// or all of them.
fn take(
    gpu: &Gpu,
    shape: &Shape,
    samples: &Samples,
    to: &mut Batch,
    seed: Option<u64>,
) -> Result<Dispatch, Error> {
    let (values, classes) = (samples.values(), samples.classes());
    let (inputs, outputs) = (shape.inputs(), shape.outputs());
    if values != inputs || classes > outputs || samples.is_empty() {
        return Err(Error::Samples {
            inputs,
            outputs,
            values,
            classes,
        });
    }
    let (pixels, labels) = samples.upload(gpu)?;
    let rows = to.answers.len() as u32;
    let quads = (values / 4) as u32;
    let params = batch::Params {
        samples: samples.len() as u32,
        quads,
        rows,
        // All bits of the seed.
        seed: seed.map_or(0, |seed| (seed ^ seed >> 32) as u32),
    };
    let group0 = batch::Group0 {
        params: &gpu.buffer("params of a batch").upload(&[params])?,
        pixels: &pixels,
        labels: &labels,
        x: &mut to.x.cast_mut(),
        answers: &mut to.answers,
    };
    let launch = match seed {
        None => batch::copy(gpu, group0),
        Some(_) => {
            let steps = &to.steps;
            batch::draw(gpu, group0, batch::Group1 { steps })
        }
    };
    Ok(launch.dispatch_for_2d([quads, rows]))
}
