//! Newtonian gravity among many bodies, every pair of them, on whatever GPU `wasi:webgpu` offers.
//!
//! [`Bodies`] start on the CPU, move to the GPU as a [`Simulation`], take any number of steps there,
//! and come back when asked for. A step is one dispatch of a tiled kernel, after the idea of Nyland,
//! Harris and Prins, "Fast N-Body Simulation with CUDA", GPU Gems 3, chapter 31.
//!
//! Units: the constant of gravity is 1, so that masses, lengths and times are in units of each other.
//!
//! Softening: two bodies at distance `r` attract each other by `m1 m2 r / (r² + e²)^(3/2)`, and have
//! the energy `-m1 m2 / (r² + e²)^(1/2)`: a length `e` greater than 0 keeps close encounters from
//! flinging bodies away.
//!
//! ```no_run
//! # async fn example() -> Result<(), nbody::Error> {
//! use nbody::{Bodies, Simulation};
//! use wasi_webgpu::compute::Gpu;
//!
//! let gpu = Gpu::request().await?;
//! let mut simulation = Simulation::new(&gpu, &Bodies::colliding_disks(4096, 1), 0.05)?;
//! simulation.run(1000, 0.01).await?;
//! println!("{:?}", simulation.bodies().await?.momentum());
//! # Ok(())
//! # }
//! ```

mod bodies;
mod error;
mod galaxy;
mod picture;
mod random;
pub mod reference;
mod simulation;

pub use bodies::{Bodies, Energy};
pub use error::Error;
pub use simulation::Simulation;
