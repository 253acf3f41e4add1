//! What must compile: entry points in crates that rename the SDK, forbid unsafe code and have no
//! prelude; and passes that the compiler does not tie to their encoder.

#![forbid(unsafe_code)]
#![no_implicit_prelude]

extern crate wasi_webgpu as gpu;

async fn request() -> gpu::Result<()> {
    let instance: gpu::Instance = ::std::default::Default::default();
    let options = ::std::default::Default::default();
    instance.request_adapter(&options).await?;
    ::std::result::Result::Ok(())
}

#[allow(dead_code)]
mod program {
    #[crate::gpu::main(crate = crate::gpu)]
    async fn main() -> crate::gpu::Result<()> {
        crate::request().await
    }
}

#[gpu::test(crate = gpu)]
async fn a_test_may_wait() -> gpu::Result<()> {
    request().await
}

#[gpu::test(crate = gpu)]
#[should_panic(expected = "refused")]
fn a_test_may_panic() {
    ::std::panic!("refused");
}

/// The pass outlives the borrow of its encoder: a struct may hold both.
struct Frame {
    pass: gpu::ComputePass<'static>,
    encoder: gpu::CommandEncoder,
}

#[allow(dead_code)]
fn a_pass_may_forget_its_lifetime(mut encoder: gpu::CommandEncoder) -> gpu::CommandBuffer {
    let descriptor = ::std::default::Default::default();
    let pass = encoder.begin_compute_pass(&descriptor).forget_lifetime();
    let Frame { pass, encoder } = Frame { pass, encoder };
    ::std::mem::drop(pass);
    encoder.finish()
}
