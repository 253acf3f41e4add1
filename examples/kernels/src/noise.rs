//! Numbers that look random, the same on the GPU and on the CPU.

use wasi_webgpu::{
    Result,
    compute::{Gpu, TypedBuffer},
    gpu, kernel,
    kernel::{GlobalIndex, WorkgroupCount},
};

#[gpu]
const SIZE: usize = 256;

/// PCG: Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020.
#[gpu]
pub fn noise(i: u32) -> u32 {
    let state = i * 747_796_405 + 2_891_336_453;
    let word = ((state >> ((state >> 28) + 4)) ^ state) * 277_803_737;
    (word >> 22) ^ word
}

/// Each element is the noise of its index.
#[kernel(workgroup_size = 256)]
pub fn fill(i: GlobalIndex, workgroups: WorkgroupCount, out: &mut [u32]) {
    for at in (i..out.len()).step_by(workgroups * SIZE) {
        out[at] = noise(at as u32);
    }
}

/// `count` numbers, which the GPU computes.
pub(crate) async fn on_gpu(gpu: &Gpu, count: usize) -> Result<TypedBuffer<u32>> {
    let mut out = gpu.zeroed(count)?;
    fill::launch(gpu, &mut out)?
        .dispatch_groups([1024, 1, 1])
        .await?;
    Ok(out)
}

/// The same, by the CPU.
pub(crate) fn on_cpu(count: usize) -> Vec<u32> {
    (0..count as u32).map(noise).collect()
}

/// A float from 0 to 1.
pub(crate) fn unit(i: usize) -> f32 {
    (noise(i as u32) >> 8) as f32 / (1 << 24) as f32
}

#[cfg(test)]
mod tests {
    use super::{fill, on_cpu};

    #[test]
    fn each_element_is_written() {
        let mut all = vec![0; 5000];
        fill::cpu(&mut all).dispatch_groups([3, 1, 1]);
        assert_eq!(all, on_cpu(5000));
        all.sort_unstable();
        all.dedup();
        assert!(all.len() > 4990);
    }
}
