use std::sync::atomic::{
    AtomicU32,
    Ordering::{Relaxed, SeqCst},
};

use wasi_webgpu::{
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, barrier},
};

#[kernel(workgroup_size = 64)]
fn writes_to_what_is_read(i: GlobalIndex, x: &[u32], out: &mut [u32]) {
    x[i] = out[i];
}

#[kernel(workgroup_size = 64)]
fn writes_to_what_does_not_change(i: GlobalIndex, out: &mut [u32]) {
    let x = 1;
    x = 2;
    out[i] = x;
}

#[kernel(workgroup_size = 64)]
fn a_slice_as_a_value(i: GlobalIndex, out: &mut [u32]) {
    let all = out;
}

#[kernel(workgroup_size = 64)]
fn an_atomic_as_a_value(i: GlobalIndex, counts: &[AtomicU32]) {
    let count = counts[i];
}

#[kernel(workgroup_size = 64)]
fn writes_to_an_atomic(i: GlobalIndex, counts: &[AtomicU32]) {
    counts[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn another_ordering(i: GlobalIndex, counts: &[AtomicU32]) {
    counts[i].fetch_add(1, SeqCst);
}

#[kernel(workgroup_size = 64)]
fn another_operation(i: GlobalIndex, counts: &[AtomicU32]) {
    counts[i].compare_exchange(1, 2, Relaxed, Relaxed);
}

#[kernel(workgroup_size = 64)]
fn memory_with_a_value(i: GlobalIndex, local: LocalIndex, out: &mut [u32]) {
    #[workgroup]
    let tile: [u32; 64] = [0; 64];
    out[i] = tile[local];
}

#[kernel(workgroup_size = 64)]
fn memory_as_a_value(i: GlobalIndex, local: LocalIndex, out: &mut [u32]) {
    #[workgroup]
    let tile: [u32; 64];
    let all = tile;
    out[i] = all[local];
}

#[gpu]
fn a_barrier_in_a_function() {
    barrier();
}

#[gpu]
fn memory_of_a_function() -> u32 {
    #[workgroup]
    let tile: [u32; 64];
    tile[0]
}

fn main() {}
