//! What tests have in common.

use std::fmt::Debug;

use wasi_webgpu::{Error, compute::Gpu};

pub(crate) async fn gpu() -> wasi_webgpu::Result<Gpu> {
    Gpu::options().label("test device").request().await
}

/// The text of an error, which must have all the words.
#[track_caller]
pub(crate) fn fails<T: Debug>(result: wasi_webgpu::Result<T>, words: &[&str]) -> Error {
    let error = result.expect_err("this should fail");
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "no {word:?} in: {text}");
    }
    error
}

/// Numbers without a pattern (Marsaglia's xorshift), the same in every run.
pub(crate) fn noise(count: usize) -> Vec<u32> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    (0..count).map(|_| next()).collect()
}
