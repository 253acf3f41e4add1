//! Two ways to do the same, in turn.

use std::future::Future;
use std::time::Instant;

use wasi_webgpu::{
    Result,
    compute::{Dispatch, Gpu},
};

/// How often each is measured, after once that is not.
const ROUNDS: usize = 9;

/// Seconds of the one and of the other: medians, and the median of the ratios of each round.
pub(crate) struct Pair {
    pub(crate) slow: f64,
    pub(crate) fast: f64,
    pub(crate) ratio: f64,
}

impl Pair {
    fn new(rounds: &[[f64; 2]]) -> Self {
        let median = |of: fn(&[f64; 2]) -> f64| {
            let mut all: Vec<f64> = rounds.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        Self {
            slow: median(|[slow, _]| *slow),
            fast: median(|[_, fast]| *fast),
            ratio: median(|[slow, fast]| slow / fast),
        }
    }
}

/// By the program's clock, until the GPU is done: `slow` and `fast` wait for it. Both work on `state`.
pub(crate) async fn by_clock<S>(
    mut state: S,
    mut slow: impl AsyncFnMut(&mut S) -> Result<()>,
    mut fast: impl AsyncFnMut(&mut S) -> Result<()>,
) -> Result<Pair> {
    let mut rounds = Vec::new();
    for _ in 0..=ROUNDS {
        let slow = timed(slow(&mut state)).await?;
        rounds.push([slow, timed(fast(&mut state)).await?]);
    }
    Ok(Pair::new(&rounds[1..]))
}

/// By the GPU's clock.
pub(crate) async fn on_gpu(gpu: &Gpu, slow: &[Dispatch], fast: &[Dispatch]) -> Result<Pair> {
    let mut rounds = Vec::new();
    for _ in 0..=ROUNDS {
        let slow = gpu.time(slow).await?.duration;
        rounds.push([slow, gpu.time(fast).await?.duration].map(|it| it.as_secs_f64()));
    }
    Ok(Pair::new(&rounds[1..]))
}

async fn timed(work: impl Future<Output = Result<()>>) -> Result<f64> {
    let start = Instant::now();
    work.await?;
    Ok(start.elapsed().as_secs_f64())
}
