//! A pass borrows its encoder: nothing else can be recorded before the pass has ended.

use wasi_webgpu::{Buffer, CommandEncoder};

fn record(mut encoder: CommandEncoder, buffer: &Buffer) {
    let mut pass = encoder.begin_compute_pass(&Default::default());
    encoder.clear_buffer(buffer, 0, None);
    pass.dispatch_workgroups(1, 1, 1);
}

fn main() {}
