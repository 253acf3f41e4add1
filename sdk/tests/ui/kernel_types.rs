use wasi_webgpu::{gpu, kernel, kernel::GlobalIndex};

#[kernel(workgroup_size = 64)]
fn of_f64(i: GlobalIndex, out: &mut [f64]) {
    out[i] = 1.0;
}

#[kernel(workgroup_size = 64)]
fn of_bytes(i: GlobalIndex, out: &mut [u8]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn of_bools(i: GlobalIndex, out: &mut [bool]) {
    out[i] = true;
}

#[kernel(workgroup_size = 64)]
fn of_indices(i: GlobalIndex, out: &mut [usize]) {
    out[i] = i;
}

#[kernel(workgroup_size = 64)]
fn of_a_vec(i: GlobalIndex, values: Vec<u32>, out: &mut [u32]) {
    out[i] = values[i];
}

#[kernel(workgroup_size = 64)]
fn of_a_tuple(i: GlobalIndex, pair: (u32, u32), out: &mut [u32]) {
    out[i] = pair.0;
}

#[kernel(workgroup_size = 64)]
fn of_a_reference(i: GlobalIndex, value: &u32, out: &mut [u32]) {
    out[i] = *value;
}

#[gpu]
fn of_an_option(x: u32) -> Option<u32> {
    Some(x)
}

#[gpu]
fn of_a_slice(all: &[u32]) -> u32 {
    all[0]
}

#[gpu]
fn of_a_long(x: u64) -> u64 {
    x
}

#[gpu]
fn of_any<T>(x: T) -> T {
    x
}

#[gpu]
fn of_no_elements() -> u32 {
    let all = [0; 0];
    1
}

#[gpu]
fn of_an_unknown_length(n: usize) -> u32 {
    let all = [0; n];
    all[0]
}

fn main() {}
