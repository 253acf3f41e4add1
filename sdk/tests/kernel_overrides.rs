//! `const` parameters of kernels, and the constants that a workgroup's size is. No GPU is needed.

use wasi_webgpu::{
    gpu, kernel,
    kernel::{GlobalIndex, GlobalIndex2, LocalIndex, WorkgroupIndex, barrier},
};

/// The sum of each workgroup's numbers, times `FACTOR` unless it `IS_PLAIN`.
#[kernel(workgroup_size = SIZE)]
fn sums<const SIZE: usize, const FACTOR: u32, const IS_PLAIN: bool>(
    i: GlobalIndex,
    local: LocalIndex,
    group: WorkgroupIndex,
    numbers: &[u32],
    sums: &mut [u32],
) {
    #[workgroup]
    let parts: [u32; SIZE];
    parts[local] = if i < numbers.len() { numbers[i] } else { 0 };
    barrier();
    if local == 0 {
        let mut sum = 0;
        for k in 0..parts.len() {
            sum += parts[k];
        }
        sums[group] = if IS_PLAIN { sum } else { sum * FACTOR };
    }
}

#[test]
fn const_parameters_are_override_constants() {
    let numbers: Vec<u32> = (0..10).collect();
    let mut of_fours = [0; 3];
    sums::cpu::<4, 10, false>(&numbers, &mut of_fours).dispatch_for(10);
    assert_eq!(of_fours, [60, 220, 170]);
    let mut of_eights = [0; 2];
    sums::cpu::<8, 10, true>(&numbers, &mut of_eights).dispatch_for(10);
    assert_eq!(of_eights, [28, 17]);
    for expected in [
        "override SIZE: u32;\noverride FACTOR: u32;\noverride IS_PLAIN: bool;\n",
        "var<workgroup> parts: array<u32, SIZE>;",
        "@workgroup_size(SIZE, 1, 1)",
        "k < SIZE;",
        "if IS_PLAIN {",
    ] {
        assert!(sums::WGSL.contains(expected), "{}", sums::WGSL);
    }
}

mod sizes {
    use super::gpu;

    #[gpu]
    pub(super) const TILE: usize = 2;
}

/// A row's place, of workgroups of `TILE` times `TILE + 1`.
#[kernel(workgroup_size = (sizes::TILE, sizes::TILE + 1))]
fn places(at: GlobalIndex2, out: &mut [u32]) {
    out[at.y * 4 + at.x] = (at.x + 10 * at.y) as u32;
}

#[test]
fn a_workgroup_has_the_size_of_a_constant() {
    let mut out = [0; 24];
    places::cpu(&mut out).dispatch_for_2d([3, 4]);
    assert_eq!((out[3], out[23]), (3, 53));
    assert!(places::WGSL.contains("@workgroup_size(2, 3, 1)"));
}

/// Without workgroup memory it is a function, too.
#[kernel(workgroup_size = 64)]
fn scaled<const BY: i32>(i: GlobalIndex, numbers: &mut [i32]) {
    numbers[i] *= BY;
}

#[test]
fn a_kernel_with_const_parameters_is_a_function() {
    let mut numbers = [1, 2, 3];
    scaled::<-4>(1, &mut numbers);
    assert_eq!(numbers, [1, -8, 3]);
}
