//! The ways in which the program ends.

use std::hint::black_box;
use std::mem::forget;

use wasi_webgpu::raw::{GpuBufferUsage as Usage, GpuMapMode as Mode};

use crate::gpu::{COUNT, Gpu};
use crate::nested;

/// Ends in the way that the arguments name.
pub(crate) async fn end(arguments: &[&str]) {
    let gpu = Gpu::new();
    match arguments {
        ["trap-in-pass"] => {
            let encoder = gpu.encoder();
            let pass = encoder.begin_compute_pass(None);
            pass.set_pipeline(&gpu.compute_pipeline(COUNT));
            panic!("in the middle of a pass");
        }
        ["trap-while-mapped"] => {
            let buffer = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
            let (first, second) = (buffer.map_async(Mode::READ, None, None), gpu.device.lost());
            first.await.expect("a mapping");
            drop(second);
            panic!("while a buffer is mapped");
        }
        ["trap-in-host"] => gpu.device.set_label(&"x".repeat(1 << 20)),
        ["exit-in-pass"] => {
            let _pass = gpu.encoder().begin_compute_pass(None);
            std::process::exit(1);
        }
        ["forget"] => {
            let buffer = gpu.buffer(1 << 20, Usage::STORAGE);
            gpu.queue.submit(&[&gpu.count_in(&buffer)]);
            forget((gpu.encoder().begin_compute_pass(None), buffer, gpu));
        }
        ["a-million-objects"] => forget(
            (0..1_000_000)
                .map(|_| gpu.device.limits())
                .collect::<Vec<_>>(),
        ),
        ["deep-recursion"] => drop(black_box(deeper(0))),
        ["endless-loop"] => loop {
            black_box(());
        },
        ["endless-calls"] => loop {
            drop(gpu.encoder().finish(None));
        },
        ["endless-wait"] => drop(gpu.device.lost().await),
        ["endless-memory"] => {
            let mut memory = Vec::<u8>::new();
            loop {
                memory.resize(memory.len() + (1 << 20), 1);
            }
        }
        ["endless-recording"] => {
            let (buffer, encoder) = (gpu.buffer(64, Usage::COPY_DST), gpu.encoder());
            loop {
                encoder.clear_buffer(&buffer, None, None);
            }
        }
        ["nested", kind, depth] => {
            let texts = nested::texts(depth.parse().expect("a number"));
            let text = texts.iter().find(|(name, _)| name == kind);
            gpu.compute_pipeline(&text.expect("a kind").1);
        }
        _ => panic!("no case {arguments:?}"),
    }
}

fn deeper(depth: u64) -> u64 {
    if black_box(depth) == u64::MAX {
        return 0;
    }
    black_box([depth; 64])[0] + black_box(deeper(depth + 1))
}
