use wasi_webgpu::{gpu, kernel, kernel::GlobalIndex};

fn plain(x: u32) -> u32 {
    x + 1
}

const PLAIN: u32 = 3;

#[gpu]
fn marked(x: u32) -> u32 {
    x + 2
}

#[kernel(workgroup_size = 64)]
fn that_calls(i: GlobalIndex, out: &mut [u32]) {
    out[i] = marked(plain(out[i]));
}

#[gpu]
fn that_uses(x: u32) -> u32 {
    marked(x) * PLAIN
}

fn main() {}
