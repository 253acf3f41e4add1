//! Bodies on the GPU.

use std::time::{Duration, Instant};

use wasi_webgpu::{
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
};

use crate::{Bodies, Energy, Error};

include_wgsl!(mod gravity, "gravity.wgsl");

/// The most interactions of one submission: drivers end programs whose work takes seconds.
const SUBMISSION_INTERACTIONS: u64 = 1 << 34;

/// The most dispatches of one submission, however small: a recording takes memory, too.
const SUBMISSION_DISPATCHES: u64 = 4096;

type Vectors = TypedBuffer<[f32; 4]>;

/// Bodies that live in GPU memory while time goes on.
pub struct Simulation {
    gpu: Gpu,
    count: u32,
    softening: f32,
    /// Places and masses: those that are, and those that the next dispatch writes.
    places: [Vectors; 2],
    velocities: Vectors,
}

impl Simulation {
    /// The most bodies. A step is one dispatch, and drivers end programs whose dispatch takes seconds:
    /// a million bodies are 10¹² pairs.
    pub const MAX_BODIES: u32 = 1 << 20;

    /// Up to so many bodies, [`Simulation::energy`] is computed in `f64` throughout.
    pub const EXACT_ENERGY: u32 = 4096;

    /// Copies bodies to the GPU. `softening` is a length, 0 for none.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] where there are none or too many, [`Error::Gpu`] where the device has no memory
    /// left.
    pub fn new(gpu: &Gpu, bodies: &Bodies, softening: f32) -> Result<Self, Error> {
        Ok(Self {
            count: Self::check(bodies.len())?,
            softening,
            places: [
                gpu.buffer("places").upload(&bodies.places)?,
                gpu.buffer("moved places").zeroed(bodies.len())?,
            ],
            velocities: gpu.buffer("velocities").upload(&bodies.velocities)?,
            gpu: gpu.clone(),
        })
    }

    /// Whether so many bodies can be simulated.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] where they cannot.
    pub fn check(count: usize) -> Result<u32, Error> {
        match u32::try_from(count) {
            Ok(count) if (1..=Self::MAX_BODIES).contains(&count) => Ok(count),
            _ => Err(Error::Count { count }),
        }
    }

    /// How many interactions it takes to go so many steps: all bodies with all, once a step and once
    /// more.
    #[must_use]
    pub fn interactions(&self, steps: u32) -> u64 {
        let pairs = u64::from(self.count) * u64::from(self.count);
        pairs.saturating_mul(u64::from(steps) + 1)
    }

    /// Takes steps of `dt` by the velocity Verlet method, and says how long that took: wall time
    /// from the first submission until the queue reports the last one done.
    ///
    /// Half a kick, a drift, half a kick make a step. The second half of one and the first half of
    /// the next are one kick, so `steps` steps are `steps + 1` dispatches: half a kick and a drift,
    /// whole kicks and drifts, and half a kick.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device refuses the work; the bodies are then somewhere on their way.
    pub async fn run(&mut self, steps: u32, dt: f32) -> Result<Duration, Error> {
        if steps == 0 {
            return Ok(Duration::ZERO);
        }
        let first = self.leapfrogs(0.5 * dt, dt)?;
        let between = self.leapfrogs(dt, dt)?;
        let last = self.leapfrogs(0.5 * dt, 0.0)?;
        let count = u64::from(steps) + 1;
        let dispatch = |n| match n {
            0 => &first[0],
            _ if n == count - 1 => &last[n as usize % 2],
            _ => &between[n as usize % 2],
        };
        // Compiled before the clock starts.
        first[0].launch().pipeline()?;

        let begin = Instant::now();
        let mut next = 0;
        while next < count {
            let batch = next..count.min(next + self.batch());
            next = batch.end;
            self.gpu.run(batch.map(dispatch)).await?;
        }
        self.gpu.queue().on_submitted_work_done().await;
        if !count.is_multiple_of(2) {
            self.places.swap(0, 1);
        }
        Ok(begin.elapsed())
    }

    /// A dispatch from the places that are to the others, and one back.
    fn leapfrogs(&mut self, kick: f32, drift: f32) -> Result<[Dispatch; 2], Error> {
        let params = self.params(kick, drift)?;
        let mut leapfrog = |places: &Vectors, moved: &mut Vectors| {
            let group0 = gravity::Group0 {
                params: &params,
                places,
            };
            let group1 = gravity::Group1 {
                moved,
                velocities: &mut self.velocities,
            };
            gravity::leapfrog(&self.gpu, group0, group1).dispatch_for(self.count)
        };
        let [here, there] = &mut self.places;
        Ok([leapfrog(here, there), leapfrog(there, here)])
    }

    fn params(&self, kick: f32, drift: f32) -> Result<TypedBuffer<gravity::Params>, Error> {
        let params = gravity::Params {
            count: self.count,
            softening_squared: self.softening * self.softening,
            kick,
            drift,
        };
        Ok(self.gpu.buffer("params").upload(&[params])?)
    }

    /// How many dispatches go into one submission.
    fn batch(&self) -> u64 {
        let by_time = SUBMISSION_INTERACTIONS / self.interactions(0);
        by_time.clamp(1, SUBMISSION_DISPATCHES)
    }

    /// Copies the bodies back.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn bodies(&self) -> Result<Bodies, Error> {
        Ok(Bodies {
            places: self.places[0].read().await?,
            velocities: self.velocities.read().await?,
        })
    }

    /// The energy of the bodies as they are.
    ///
    /// Up to [`Simulation::EXACT_ENERGY`] bodies it is [`Bodies::energy`]. Beyond that the GPU sums
    /// the potential at each body in `f32`, tile by tile, and only what is summed over the bodies is
    /// `f64`: good to a millionth or so.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device refuses the work.
    pub async fn energy(&self) -> Result<Energy, Error> {
        let bodies = self.bodies().await?;
        if self.count <= Self::EXACT_ENERGY {
            return Ok(bodies.energy(self.softening));
        }
        let params = self.params(0.0, 0.0)?;
        let mut potentials = self.gpu.buffer("potentials").zeroed(bodies.len())?;
        let group0 = gravity::Group0 {
            params: &params,
            places: &self.places[0],
        };
        let group2 = gravity::Group2 {
            potentials: &mut potentials,
        };
        gravity::potential(&self.gpu, group0, group2)
            .dispatch_for(self.count)
            .await?;
        let terms = bodies.places.iter().zip(potentials.read().await?);
        Ok(Energy {
            kinetic: bodies.kinetic_energy(),
            // Each pair is there twice.
            potential: terms
                .map(|(place, potential)| 0.5 * f64::from(place[3]) * f64::from(potential))
                .sum(),
        })
    }
}
