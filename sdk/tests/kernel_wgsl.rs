//! The WGSL of kernels, where its speed depends on how it is written.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasi_webgpu::{
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, WorkgroupCount, barrier},
};

#[kernel(workgroup_size = 64)]
fn counts(i: GlobalIndex, local: LocalIndex, step: usize, numbers: &[u32], total: &[AtomicU32]) {
    #[workgroup]
    let part: [AtomicU32; 1];
    for at in (i..numbers.len()).step_by(step) {
        part[0].fetch_add(numbers[at], Relaxed);
    }
    barrier();
    if local == 0 {
        total[0].fetch_add(part[0].load(Relaxed), Relaxed);
    }
}

#[kernel(workgroup_size = 64)]
fn shifted(i: GlobalIndex, out: &mut [u32]) {
    let last = out.len() - 1;
    out[i.min(last)] = 1;
    barrier();
    let next = out[(i + 1).min(last)];
    barrier();
    out[i.min(last)] = next;
}

#[kernel(workgroup_size = 64)]
fn repeated(local: LocalIndex, workgroups: WorkgroupCount, numbers: &[u32], out: &mut [u32]) {
    #[workgroup]
    let tile: [u32; 64];
    let count = numbers.len();
    for first in (0..count).step_by(64) {
        tile[local] = numbers[(first + local).min(count - 1)];
        barrier();
        out[local] = tile[63 - local] * workgroups as u32;
    }
    for first in (0..count as u32).step_by(64) {
        out[local] += first;
    }
}

#[gpu]
const TABLE: [u32; 4] = [2, 3, 5, 7];

#[kernel(workgroup_size = 64)]
fn looked_up(i: GlobalIndex, out: &mut [u32]) {
    for k in (0..4).rev() {
        out[i] += TABLE[k] * TABLE[3];
    }
    for k in (1..=3).rev() {
        out[i] = 10 * out[i] + TABLE[k];
    }
}

fn times(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn a_barrier_is_for_buffers_where_a_written_one_is_used_on_both_sides() {
    assert_eq!(times(counts::WGSL, "workgroupBarrier();"), 1);
    assert_eq!(times(counts::WGSL, "storageBarrier();"), 0);
    assert_eq!(times(shifted::WGSL, "storageBarrier();"), 2);
    // What is written in one turn of the loop is used in the next one.
    assert_eq!(times(repeated::WGSL, "storageBarrier();"), 1);
}

#[test]
fn steps_over_a_slice_need_no_care_at_the_ends_of_numbers() {
    for (text, expected) in [
        (counts::WGSL, "= min(max(params.step_1, 1u), 2147483648u);"),
        (
            counts::WGSL,
            "for (var at = i; at < arrayLength(&numbers); at += value) {",
        ),
        (
            repeated::WGSL,
            "for (var first = 0u; first < count; first += 64u) {",
        ),
    ] {
        assert!(text.contains(expected), "{text}");
    }
    assert_eq!(times(repeated::WGSL, "for ("), 2, "{}", repeated::WGSL);
}

#[test]
fn the_longest_steps_come_to_an_end() {
    for step in [1 << 31, u32::MAX as usize] {
        let total = [AtomicU32::new(0)];
        counts::cpu(step, &[2; 100], &total).dispatch_for(64);
        assert_eq!(total[0].load(Relaxed), 128);
    }
}

#[test]
fn a_table_is_copied_once() {
    let text = looked_up::WGSL;
    for expected in [
        "    var table = TABLE;\n    for (var next = 4u; next > 0u; next--) {\n        let k = next - 1u;\n",
        "+= table[k] * TABLE[3u];",
        "for (var next_1 = 4u; next_1 > 1u; next_1--) {",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    let mut out = [0; 64];
    looked_up::cpu(&mut out).dispatch_for(64);
    assert_eq!(out, [17 * 7 * 1000 + 753; 64]);
}
