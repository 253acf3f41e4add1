//! A pass ends by being dropped: afterwards it takes no commands, and does not end again.

use wasi_webgpu::{ComputePass, RenderPass};

fn record(mut pass: RenderPass<'_>) {
    drop(pass);
    pass.draw(0..3, 0..1);
}

fn end(pass: ComputePass<'_>) {
    drop(pass);
    drop(pass);
}

fn main() {}
