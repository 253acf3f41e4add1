//! A call that does as good as nothing.

use std::hint::black_box;
use std::time::Duration;

use crate::scene::Scene;
use crate::{platform, timed};

/// Asks the host for the size of a buffer, which natively is no call at all.
pub(crate) fn measure(scene: &Scene, times: u32) -> Option<Duration> {
    let buffer = &scene.numbers[0];
    platform::size(buffer)?;
    let ((), time) = timed(|| {
        for _ in 0..times {
            black_box(platform::size(black_box(buffer)));
        }
    });
    Some(time)
}
