//! Compute in a few calls: a device, typed buffers, and dispatches of typed shaders.
//!
//! ```no_run
//! use wasi_webgpu::{compute::Gpu, wgsl};
//!
//! wgsl! {
//!     mod saxpy {
//!         struct Params { a: f32 }
//!         @group(0) @binding(0) var<uniform> params: Params;
//!         @group(0) @binding(1) var<storage, read> x: array<f32>;
//!         @group(0) @binding(2) var<storage, read_write> y: array<f32>;
//!
//!         @compute @workgroup_size(64)
//!         fn main(@builtin(global_invocation_id) id: vec3u) {
//!             if id.x < arrayLength(&y) { y[id.x] += params.a * x[id.x]; }
//!         }
//!     }
//! }
//!
//! #[wasi_webgpu::main]
//! async fn main() -> wasi_webgpu::Result<()> {
//!     let gpu = Gpu::request().await?;
//!     let params = gpu.upload(&[saxpy::Params { a: 2.0 }])?;
//!     let x = gpu.upload(&[1.0, 2.0, 3.0])?;
//!     let mut y = gpu.upload(&[0.5, 0.5, 0.5])?;
//!     let group = saxpy::Group0 { params: &params, x: &x, y: &mut y };
//!     saxpy::main(&gpu, group).dispatch_for(y.len()).await?;
//!     println!("{:?}", y.read().await?); // [2.5, 4.5, 6.5]
//!     Ok(())
//! }
//! ```
//!
//! - [`Gpu`]: a device with its queue. It asks for the adapter's own limits and for the features that
//!   kernels use, and keeps the pipelines: each is compiled once, for its entry point and its override
//!   constants.
//! - [`TypedBuffer`]: elements of one type. What a shader reads is bound by `&`, what it writes by
//!   `&mut`, so that the borrow checker keeps WebGPU's rule: a dispatch that writes a buffer has no
//!   other use of it. A part is bound by [`slice`](TypedBuffer::slice) and
//!   [`slice_mut`](TypedBuffer::slice_mut).
//! - [`Launch`]: an entry point with what is bound to it, from the function of its name in the typed
//!   module. It becomes a [`Dispatch`] by how many invocations shall run, and runs when it is awaited:
//!   one submission inside error scopes, so that what WebGPU finds wrong is the error that comes back.
//!
//! ```compile_fail,E0502
//! # use wasi_webgpu::{compute::{Gpu, TypedBuffer}, wgsl};
//! # wgsl! { mod step {
//! #     @group(0) @binding(0) var<storage, read> now: array<f32>;
//! #     @group(0) @binding(1) var<storage, read_write> next: array<f32>;
//! #     @compute @workgroup_size(64) fn main() { next[0] = now[0]; }
//! # } }
//! # fn example(gpu: &Gpu, mut a: TypedBuffer<f32>) {
//! step::main(gpu, step::Group0 { now: &a, next: &mut a }); // read and written at once
//! # }
//! ```
//!
//! # Many dispatches
//!
//! A dispatch can be kept and run again: its pipeline and bind groups are made once. It borrows no
//! buffer. [`Gpu::run`] runs many by one submission, at a few microseconds each; [`Gpu::time`] says how
//! long the GPU took.
//!
//! ```no_run
//! # use wasi_webgpu::{compute::Gpu, wgsl};
//! # wgsl! { mod step {
//! #     @group(0) @binding(0) var<storage, read> now: array<f32>;
//! #     @group(0) @binding(1) var<storage, read_write> next: array<f32>;
//! #     @compute @workgroup_size(64) fn main() { next[0] = now[0]; }
//! # } }
//! # async fn example(gpu: Gpu) -> wasi_webgpu::Result<()> {
//! let (mut a, mut b) = (gpu.zeroed::<f32>(1000)?, gpu.zeroed::<f32>(1000)?);
//! let there = step::main(&gpu, step::Group0 { now: &a, next: &mut b }).dispatch_for(1000);
//! let back = step::main(&gpu, step::Group0 { now: &b, next: &mut a }).dispatch_for(1000);
//! for _ in 0..100 {
//!     gpu.run([&there, &back]).await?;
//! }
//! println!("{}", gpu.time([&there, &back]).await?);
//! # Ok(())
//! # }
//! ```
//!
//! # Beside the plain layer
//!
//! A `Gpu` is made of a device and its queue ([`Gpu::from_parts`]) and gives them; a typed buffer is
//! made of a plain one ([`TypedBuffer::from_buffer`]) and gives it; a dispatch is recorded in any compute
//! pass ([`Dispatch::record`]).
//!
//! # Limits
//!
//! What a launch needs is checked before the host is asked, and the error names the limit, the numbers
//! and what to do: sizes of workgroups and of their memory, storage bindings, places and sizes of
//! slices. A dimension has 65,535 workgroups at most: for more, see
//! [`Launch::dispatch_for_folded`].

mod bindings;
mod buffer;
mod cache;
mod check;
mod dispatch;
mod gpu;
mod launch;
mod module;
mod options;
mod primitives;
mod scope;
mod slice;
mod time;
mod transfer;

pub use bindings::{AsResource, Bindings, Resource};
pub use buffer::TypedBuffer;
pub use dispatch::Dispatch;
pub use gpu::Gpu;
pub use launch::Launch;
pub use module::{ComputeEntry, Group, Module};
pub use options::{BufferOptions, GpuOptions};
pub use primitives::*;
pub use slice::{TypedSlice, TypedSliceMut};
pub use time::{GpuTime, TimeSource};
