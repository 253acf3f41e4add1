//! What every test starts with.

use wasi_webgpu::{Error, Result};

/// Lengths at which something may go wrong: none, one, primes, around powers of two and around what a
/// workgroup takes.
pub(crate) const LENGTHS: [usize; 14] = [
    0, 1, 2, 3, 5, 127, 255, 257, 1023, 1025, 1537, 4095, 4097, 16_385,
];

/// A prime.
pub(crate) const MILLIONS: usize = 2_000_003;

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

/// As noise, from −1 to 1.
pub(crate) fn floats(count: usize) -> Vec<f32> {
    let unit = |n| n as f32 / (1_u32 << 31) as f32 - 1.0;
    noise(count).into_iter().map(unit).collect()
}

/// As noise.
pub(crate) fn signed(count: usize) -> Vec<i32> {
    noise(count).into_iter().map(u32::cast_signed).collect()
}

/// That it is an error which names all of `parts`.
#[track_caller]
pub(crate) fn assert_refused<T>(result: Result<T>, parts: &[&str]) {
    let error: Error = result.err().expect("an error");
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}
