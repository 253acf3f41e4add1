//! The kernels and the whole encoder against their definition on the CPU, in `f64`, and the real model
//! against sentence-transformers.

mod fixture;
mod kernels;
mod model;
mod random;
mod reference;
