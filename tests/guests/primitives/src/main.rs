//! The primitives against the CPU: `cargo test --target wasm32-wasip2 -p guest-primitives`.

#[cfg(test)]
mod common;
#[cfg(test)]
mod compact;
#[cfg(test)]
mod defaults;
#[cfg(test)]
mod fft;
#[cfg(test)]
mod halves;
#[cfg(test)]
mod histogram;
#[cfg(test)]
mod map;
#[cfg(test)]
mod matmul;
#[cfg(test)]
mod reduce;
#[cfg(test)]
mod scan;
#[cfg(test)]
mod sort;
#[cfg(test)]
mod transpose;

fn main() {}
