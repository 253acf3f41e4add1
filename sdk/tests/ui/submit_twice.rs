//! `submit` takes the command buffer.

use wasi_webgpu::{CommandBuffer, Queue};

fn submit(queue: &Queue, commands: CommandBuffer) {
    queue.submit([commands]);
    queue.submit([commands]);
}

fn main() {}
