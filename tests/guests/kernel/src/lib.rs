//! Kernels written in Rust: what the GPU computes is what their twins on the CPU do. More of them are in
//! the example `kernels`.

#[cfg(test)]
mod control;
#[cfg(test)]
mod halves;
#[cfg(test)]
mod integers;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod later;
#[cfg(test)]
mod matrices;
#[cfg(test)]
mod other_crates;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod samplers;
#[cfg(test)]
mod structs;
#[cfg(test)]
mod subgroups;
#[cfg(test)]
mod textures;
#[cfg(test)]
mod uniform;
#[cfg(test)]
mod vectors;
