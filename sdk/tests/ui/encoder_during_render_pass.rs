//! A pass borrows its encoder: nothing else can be recorded before the pass has ended.

use wasi_webgpu::{CommandEncoder, Queue};

fn record(mut encoder: CommandEncoder, queue: &Queue) {
    let mut pass = encoder.begin_render_pass(&Default::default());
    queue.submit([encoder.finish()]);
    pass.draw(0..3, 0..1);
}

fn main() {}
