use crate::{Device, ErrorFilter, Result};

/// Does work inside error scopes: its output, or the first error that the device found in it.
///
/// The scopes are the device's: what other [tasks](crate::spawn) do with it while the work waits is
/// inside them, too.
///
/// ```no_run
/// # use wasi_webgpu as wgpu;
/// # async fn example(device: wgpu::Device) -> wgpu::Result<()> {
/// let module = wgpu::util::checked(&device, async || {
///     device.create_shader_module(wgpu::include_wgsl!("blit.wgsl"))
/// })
/// .await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// What error scopes capture: an invalid call, too little memory, a failure of the implementation.
/// It comes before an error that `T` may be, whose cause it is.
pub async fn checked<T>(device: &Device, work: impl AsyncFnOnce() -> T) -> Result<T> {
    let internal = device.push_error_scope(ErrorFilter::Internal);
    let memory = device.push_error_scope(ErrorFilter::OutOfMemory);
    let validation = device.push_error_scope(ErrorFilter::Validation);
    let output = work().await;
    // All end here; each pop may wait.
    let (validation, memory, internal) = (validation.pop(), memory.pop(), internal.pop());
    // A cause before what follows from it.
    let errors = [memory.await, internal.await, validation.await];
    match errors.into_iter().flatten().next() {
        None => Ok(output),
        Some(error) => Err(error),
    }
}
