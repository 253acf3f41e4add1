//! Writes random kernels in Rust, for the test that compares what the GPU and the CPU make of them.
//!
//! `KERNELS` says how many, `SEED` which: a failure names the seed of its kernel, whose text is in
//! `OUT_DIR`.

mod generator;

use std::{env, fmt::Write as _, fs, path::Path};

use generator::Kernel;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=generator");
    let count = number("KERNELS", 60);
    let first = number("SEED", 0);
    let mut rust = String::new();
    let mut calls = String::new();
    for seed in first..first + count {
        let kernel = Kernel::random(seed);
        rust += &kernel.text;
        let (arguments, error) = (kernel.arguments, kernel.error);
        let _ = writeln!(
            calls,
            "compare(gpu, ({seed}, k{seed}::WGSL, {error:?}), \
             |Slices {{ input, out, reals, counts }}| \
             k{seed}::cpu({arguments}).dispatch_for(COUNT), \
             |gpu, Buffers {{ input, out, reals, counts }}| k{seed}::launch(gpu, {arguments})).await?;"
        );
    }
    let _ = writeln!(
        rust,
        "pub(super) async fn run_all(gpu: &Gpu) -> wasi_webgpu::Result<()> {{ {calls} Ok(()) }}"
    );
    let folder = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&folder).join("kernels.rs"), rust).unwrap();
}

fn number(name: &str, default: u64) -> u64 {
    println!("cargo::rerun-if-env-changed={name}");
    env::var(name).map_or(default, |it| it.parse().unwrap())
}
