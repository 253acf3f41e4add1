//! How often each byte comes: counters of a workgroup, and these added to all.

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

include_wgsl!(pub(crate) mod by_hand, "histogram.wgsl");

#[gpu]
const SIZE: usize = 256;

/// Enough for each GPU to have all its work at once.
const WORKGROUPS: u32 = 2048;

/// Counts the bytes of all words, by as many workgroups as there are.
#[kernel(workgroup_size = 256)]
pub fn histogram(
    i: GlobalIndex,
    local: LocalIndex,
    workgroups: WorkgroupCount,
    words: &[u32],
    counts: &[AtomicU32],
) {
    #[workgroup]
    let own: [AtomicU32; SIZE];
    for at in (i..words.len()).step_by(workgroups * SIZE) {
        let word = words[at];
        for shift in (0..32_u32).step_by(8) {
            own[(word >> shift & 0xff) as usize].fetch_add(1, Relaxed);
        }
    }
    barrier();
    let count = own[local].load(Relaxed);
    if count > 0 {
        counts[local].fetch_add(count, Relaxed);
    }
}

pub(crate) fn twin(count: usize) -> Vec<u32> {
    let counts: Vec<_> = (0..SIZE).map(|_| AtomicU32::new(0)).collect();
    let workgroups = WORKGROUPS.min(count.div_ceil(SIZE) as u32);
    histogram::cpu(&noise::on_cpu(count), &counts).dispatch_groups([workgroups, 1, 1]);
    counts.into_iter().map(AtomicU32::into_inner).collect()
}

pub(crate) async fn both(gpu: &Gpu, count: usize) -> Result<Both<u32>> {
    let words = noise::on_gpu(gpu, count).await?;
    let groups = [WORKGROUPS, 1, 1];
    let mut counts = gpu.zeroed(SIZE)?;
    let dispatch = histogram::launch(gpu, &words, &mut counts)?.dispatch_groups(groups);
    let rust = Run::once(dispatch, counts);
    let mut counts = gpu.zeroed(SIZE)?;
    let group = by_hand::Group0 {
        words: &words,
        counts: &mut counts,
    };
    let dispatch = by_hand::histogram(gpu, group).dispatch_groups(groups);
    Ok([rust, Run::once(dispatch, counts)])
}

pub(crate) fn tolerance(_: usize) -> Tolerance {
    Tolerance::EXACT
}

#[cfg(test)]
mod tests {
    use super::twin;
    use crate::noise;

    #[test]
    fn each_byte_is_counted_once() {
        for count in [1, 255, 256, 3000] {
            let mut expected = vec![0; 256];
            for byte in noise::on_cpu(count).iter().flat_map(|it| it.to_le_bytes()) {
                expected[usize::from(byte)] += 1;
            }
            assert_eq!(twin(count), expected, "{count}");
        }
    }
}
