use wasi_webgpu::{gpu, kernel, kernel::GlobalIndex};

#[kernel]
fn without_a_size(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 0)]
fn of_size_zero(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64.0)]
fn of_a_broken_size(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn without_results(i: GlobalIndex, numbers: &[u32]) {
    let x = numbers[i];
}

#[kernel(workgroup_size = 64)]
fn with_a_result(i: GlobalIndex, out: &mut [u32]) -> u32 {
    out[i]
}

#[kernel(workgroup_size = 64)]
async fn that_waits(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn of_a_type<T>(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn with_a_scalar_that_changes(i: GlobalIndex, mut n: u32, out: &mut [u32]) {
    n += 1;
    out[i] = n;
}

#[gpu]
const unsafe fn that_is_unsafe(x: u32) -> u32 {
    x
}

#[gpu]
struct Pair {
    a: u32,
}

fn main() {}
