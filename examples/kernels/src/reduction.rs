//! The sum of many numbers: a tree in workgroup memory, and one atomic for each workgroup.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasi_webgpu::{
    Result,
    compute::Gpu,
    gpu, include_wgsl, kernel,
    kernel::{GlobalIndex, LocalIndex, WorkgroupCount, barrier},
};

use crate::{
    Tolerance,
    checked::{Both, Run},
    noise,
};

include_wgsl!(pub(crate) mod by_hand, "reduction.wgsl");

/// Enough for each GPU to have all its work at once.
const WORKGROUPS: u32 = 4096;

#[gpu]
const SIZE: usize = 128;

/// The sum of all numbers, which wraps, by as many workgroups as there are.
#[kernel(workgroup_size = 128)]
pub fn sum(
    i: GlobalIndex,
    local: LocalIndex,
    workgroups: WorkgroupCount,
    numbers: &[u32],
    total: &[AtomicU32],
) {
    #[workgroup]
    let parts: [u32; SIZE];
    let mut part = 0;
    for at in (i..numbers.len()).step_by(workgroups * SIZE) {
        part += numbers[at];
    }
    parts[local] = part;
    barrier();
    let mut half = SIZE / 2;
    while half > 0 {
        if local < half {
            parts[local] += parts[local + half];
        }
        barrier();
        half /= 2;
    }
    if local == 0 {
        total[0].fetch_add(parts[0], Relaxed);
    }
}

pub(crate) fn twin(count: usize) -> Vec<u32> {
    let total = AtomicU32::new(0);
    let workgroups = WORKGROUPS.min(count.div_ceil(SIZE) as u32);
    sum::cpu(&noise::on_cpu(count), std::slice::from_ref(&total))
        .dispatch_groups([workgroups, 1, 1]);
    vec![total.into_inner()]
}

pub(crate) async fn both(gpu: &Gpu, count: usize) -> Result<Both<u32>> {
    let numbers = noise::on_gpu(gpu, count).await?;
    let mut total = gpu.zeroed(1)?;
    let dispatch = sum::launch(gpu, &numbers, &mut total)?.dispatch_groups([WORKGROUPS, 1, 1]);
    let rust = Run::once(dispatch, total);
    let mut total = gpu.zeroed(1)?;
    let group = by_hand::Group0 {
        numbers: &numbers,
        total: &mut total,
    };
    let dispatch = by_hand::sum(gpu, group).dispatch_groups([WORKGROUPS, 1, 1]);
    Ok([rust, Run::once(dispatch, total)])
}

pub(crate) fn tolerance(_: usize) -> Tolerance {
    Tolerance::EXACT
}

#[cfg(test)]
mod tests {
    use super::twin;
    use crate::noise;

    #[test]
    fn each_number_is_in_the_sum_once() {
        for count in [1, 127, 128, 5000] {
            let all = noise::on_cpu(count);
            let expected = all.into_iter().fold(0, u32::wrapping_add);
            assert_eq!(twin(count), [expected], "{count}");
        }
    }
}
