//! Bodies on the GPU.

use std::ops::Range;
use std::time::{Duration, Instant};

use bytemuck::{Pod, Zeroable};
use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _, DownloadBuffer};

use crate::engine::{TILE, checked};
use crate::{Bodies, Energy, Engine, Error};

/// The most interactions of one submission: drivers end programs whose work takes seconds.
const SUBMISSION_INTERACTIONS: u64 = 1 << 34;

/// The most dispatches of one submission, however small: a recording takes memory, too.
const SUBMISSION_DISPATCHES: u64 = 4096;

/// `Params` of `gravity.wgsl`.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Params {
    count: u32,
    softening_squared: f32,
    kick: f32,
    drift: f32,
}

/// Bodies that live in GPU memory while time goes on.
pub struct Simulation<'engine> {
    engine: &'engine Engine,
    count: u32,
    softening: f32,
    /// Places and masses: those that are, and those that the next dispatch writes.
    places: [wgpu::Buffer; 2],
    velocities: wgpu::Buffer,
    /// Which of `places` are those that are.
    front: usize,
}

impl<'engine> Simulation<'engine> {
    /// Up to so many bodies, [`Simulation::energy`] is computed in `f64` throughout.
    pub const EXACT_ENERGY: u32 = 4096;

    pub(crate) async fn new(
        engine: &'engine Engine,
        bodies: &Bodies,
        softening: f32,
    ) -> Result<Self, Error> {
        let limit = engine.max_bodies();
        let count = match u32::try_from(bodies.len()) {
            Ok(count) if (1..=limit).contains(&count) => count,
            _ => {
                let count = bodies.len();
                return Err(Error::Count { count, limit });
            }
        };
        let buffer = |label, contents: &[[f32; 4]]| {
            engine.device.create_buffer_init(&BufferInitDescriptor {
                label: Some(label),
                contents: bytemuck::cast_slice(contents),
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
            })
        };
        let [front, back, velocities] =
            checked(&engine.device, "copying the bodies to the GPU", || {
                [
                    buffer("places", &bodies.places),
                    buffer("moved places", &bodies.places),
                    buffer("velocities", &bodies.velocities),
                ]
            })
            .await?;
        Ok(Self {
            engine,
            count,
            softening,
            places: [front, back],
            velocities,
            front: 0,
        })
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
        let device = &self.engine.device;
        let [first, between, last] = checked(device, "preparing the steps", || {
            [(0.5 * dt, dt), (dt, dt), (0.5 * dt, 0.0)].map(|(kick, drift)| {
                let params = self.params(kick, drift);
                [0, 1].map(|front| self.bind_leapfrog(&params, front))
            })
        })
        .await?;
        let dispatches = u64::from(steps) + 1;
        let bound = |dispatch| match dispatch {
            0 => &first,
            _ if dispatch == dispatches - 1 => &last,
            _ => &between,
        };

        let begin = Instant::now();
        let mut next = 0;
        while next < dispatches {
            let batch = next..dispatches.min(next + self.batch());
            next = batch.end;
            let front = checked(device, "simulating", || self.submit(batch, bound)).await?;
            self.front = front;
        }
        self.engine.queue.on_submitted_work_done().await;
        Ok(begin.elapsed())
    }

    /// Copies the bodies back.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn bodies(&self) -> Result<Bodies, Error> {
        Ok(Bodies {
            places: self.read(&self.places[self.front]).await?,
            velocities: self.read(&self.velocities).await?,
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
        let potentials = self.potentials().await?;
        let terms = bodies.places.iter().zip(potentials);
        Ok(Energy {
            kinetic: bodies.kinetic_energy(),
            // Each pair is there twice.
            potential: terms
                .map(|(place, potential)| 0.5 * f64::from(place[3]) * f64::from(potential))
                .sum(),
        })
    }

    /// The potential at each body.
    async fn potentials(&self) -> Result<Vec<f32>, Error> {
        let (engine, pipeline) = (self.engine, &self.engine.potential);
        let potentials = checked(&engine.device, "computing the energy", || {
            let potentials = engine.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("potentials"),
                size: u64::from(self.count) * size_of::<f32>() as u64,
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            });
            let params = self.params(0.0, 0.0);
            let places = &self.places[self.front];
            let bound = self.bind(pipeline, &[(0, &params), (1, places), (4, &potentials)]);
            let mut encoder = engine.device.create_command_encoder(&Default::default());
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, &bound, &[]);
            pass.dispatch_workgroups(self.workgroups(), 1, 1);
            drop(pass);
            engine.queue.submit([encoder.finish()]);
            potentials
        })
        .await?;
        self.read(&potentials).await
    }

    /// Submits some dispatches of a run, each with its own parameters, and gives the new front.
    fn submit<'a>(
        &self,
        batch: Range<u64>,
        bound: impl Fn(u64) -> &'a [wgpu::BindGroup; 2],
    ) -> usize {
        let mut front = self.front;
        let mut encoder = self
            .engine
            .device
            .create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&Default::default());
        pass.set_pipeline(&self.engine.leapfrog);
        for dispatch in batch {
            pass.set_bind_group(0, &bound(dispatch)[front], &[]);
            pass.dispatch_workgroups(self.workgroups(), 1, 1);
            front = 1 - front;
        }
        drop(pass);
        self.engine.queue.submit([encoder.finish()]);
        front
    }

    /// How many dispatches go into one submission.
    fn batch(&self) -> u64 {
        let by_time = SUBMISSION_INTERACTIONS / self.interactions(0);
        by_time.clamp(1, SUBMISSION_DISPATCHES)
    }

    fn workgroups(&self) -> u32 {
        self.count.div_ceil(TILE)
    }

    fn params(&self, kick: f32, drift: f32) -> wgpu::Buffer {
        let params = Params {
            count: self.count,
            softening_squared: self.softening * self.softening,
            kick,
            drift,
        };
        self.engine
            .device
            .create_buffer_init(&BufferInitDescriptor {
                label: Some("params"),
                contents: bytemuck::bytes_of(&params),
                usage: wgpu::BufferUsages::UNIFORM,
            })
    }

    fn bind_leapfrog(&self, params: &wgpu::Buffer, front: usize) -> wgpu::BindGroup {
        let (from, to) = (&self.places[front], &self.places[1 - front]);
        let buffers = [(0, params), (1, from), (2, to), (3, &self.velocities)];
        self.bind(&self.engine.leapfrog, &buffers)
    }

    fn bind(
        &self,
        pipeline: &wgpu::ComputePipeline,
        buffers: &[(u32, &wgpu::Buffer)],
    ) -> wgpu::BindGroup {
        let entries: Vec<_> = buffers
            .iter()
            .map(|&(binding, buffer)| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        self.engine
            .device
            .create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &pipeline.get_bind_group_layout(0),
                entries: &entries,
            })
    }

    async fn read<T: Pod>(&self, buffer: &wgpu::Buffer) -> Result<Vec<T>, Error> {
        let Engine { device, queue, .. } = self.engine;
        let bytes = DownloadBuffer::read_buffer(device, queue, &buffer.slice(..))
            .await
            .map_err(|source| Error::Gpu {
                work: "reading back",
                source,
            })?;
        Ok(bytemuck::pod_collect_to_vec(&bytes))
    }
}
