//! Times, and what the primitives are given.

use wasi_webgpu::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
};

include_wgsl!(mod kernels, "kernels.wgsl");

/// How often each is measured.
pub(crate) const TIMES: usize = 9;

/// The median of the seconds that the GPU takes, after a run that compiles.
pub(crate) async fn median(gpu: &Gpu, dispatches: &[Dispatch]) -> Result<f64> {
    gpu.run(dispatches).await?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(gpu.time(dispatches).await?.duration.as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[TIMES / 2])
}

/// Copies, 16 bytes each invocation.
pub(crate) fn copy<T: bytemuck::Pod>(
    gpu: &Gpu,
    x: &TypedBuffer<T>,
    y: &mut TypedBuffer<T>,
) -> Dispatch {
    let quads = x.size() / 16;
    let group = kernels::Group0 {
        x: &x.cast(),
        y: &mut y.cast_mut(),
    };
    kernels::copy(gpu, kernels::Overrides { is_float: false }, group).dispatch_for_folded(quads)
}

/// Writes noise: zeros would be faster than what programs compute with.
pub(crate) fn fill<T: bytemuck::Pod>(
    gpu: &Gpu,
    buffer: &mut TypedBuffer<T>,
    is_float: bool,
) -> Dispatch {
    let words = buffer.size() / 4;
    let group = kernels::Group1 {
        noise: &mut buffer.cast_mut(),
    };
    kernels::fill(gpu, kernels::Overrides { is_float }, group).dispatch_for_folded(words)
}

/// Floats from 0 to 1.
pub(crate) async fn noise<T: bytemuck::Pod>(gpu: &Gpu, len: usize) -> Result<TypedBuffer<T>> {
    let mut buffer = gpu.zeroed(len)?;
    fill(gpu, &mut buffer, true).await?;
    Ok(buffer)
}

/// Lets the clocks rise.
pub(crate) async fn warm_up(gpu: &Gpu) -> Result<()> {
    let mut buffer = gpu.zeroed::<u32>(1 << 20)?;
    let filled = fill(gpu, &mut buffer, true);
    for _ in 0..100 {
        gpu.run([&filled]).await?;
    }
    Ok(())
}
