//! Passes of one encoder follow each other.

use wasi_webgpu::CommandEncoder;

fn record(mut encoder: CommandEncoder) {
    let mut render = encoder.begin_render_pass(&Default::default());
    let mut compute = encoder.begin_compute_pass(&Default::default());
    compute.dispatch_workgroups(1, 1, 1);
    render.draw(0..3, 0..1);
}

fn main() {}
