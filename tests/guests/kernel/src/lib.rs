//! Kernels written in Rust: what the GPU computes is what their twins on the CPU do.

#[cfg(test)]
mod control;
#[cfg(test)]
mod histogram;
#[cfg(test)]
mod integers;
#[cfg(test)]
mod life;
#[cfg(test)]
mod mandelbrot;
#[cfg(test)]
mod matmul;
#[cfg(test)]
mod nbody;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod ray_marcher;
#[cfg(test)]
mod reduction;
#[cfg(test)]
mod sha256;
#[cfg(test)]
mod subgroups;
#[cfg(test)]
mod times;
