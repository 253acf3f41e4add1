use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

use crate::{
    Result,
    compute::{Dispatch, Gpu},
};

/// The dispatches of a primitive, in their order: await them to run them, once or many times.
///
/// Primitives take buffers, whose lengths are checked when the steps run; an error names the buffer.
/// They need WebGPU's default limits only, no subgroups, and no progress of one workgroup while another
/// waits for it, which WebGPU does not promise: the single-pass scans and sorts of other libraries
/// (decoupled look-back) can hang a device. Memory for what is between the steps is taken at the call,
/// and held by the steps.
///
/// Awaiting is [`Gpu::run`]: one submission, which returns when the device has found it valid. To run
/// them with others, pass on the [dispatches](Self::dispatches):
///
/// ```no_run
/// # use wasi_webgpu::compute::{Gpu, Operation, Scan, TypedBuffer, scan, sort};
/// # async fn example(gpu: Gpu, mut x: TypedBuffer<u32>, mut y: TypedBuffer<u32>) -> wasi_webgpu::Result<()> {
/// let sorted = sort(&mut x).dispatches()?;
/// let sums = scan(&x, &mut y, Operation::Sum, Scan::Inclusive).dispatches()?;
/// gpu.run(sorted.iter().chain(&sums)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "steps run when they are awaited, or their dispatches given to Gpu::run"]
pub struct Steps {
    gpu: Gpu,
    dispatches: Result<Vec<Dispatch>>,
}

impl Steps {
    pub(super) fn new(gpu: &Gpu, make: impl FnOnce() -> Result<Vec<Dispatch>>) -> Self {
        Self {
            gpu: gpu.clone(),
            dispatches: make(),
        }
    }

    /// The dispatches, for [`Gpu::run`] or [`Gpu::time`].
    ///
    /// # Errors
    /// The primitive's arguments do not fit each other.
    pub fn dispatches(&self) -> Result<Vec<Dispatch>> {
        self.dispatches.clone()
    }
}

impl IntoFuture for Steps {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<()>>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.gpu.run(&self.dispatches?).await })
    }
}

/// As of the steps themselves, which can run again.
impl IntoFuture for &Steps {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<()>>>>;

    fn into_future(self) -> Self::IntoFuture {
        self.clone().into_future()
    }
}
