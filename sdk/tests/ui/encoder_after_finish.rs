//! `finish` takes the encoder.

use wasi_webgpu::{CommandEncoder, Queue};

fn record(mut encoder: CommandEncoder, queue: &Queue) {
    queue.submit([encoder.finish()]);
    encoder.begin_compute_pass(&Default::default());
}

fn main() {}
