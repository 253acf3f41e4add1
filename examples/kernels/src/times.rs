//! The GPU's time for a kernel in Rust and by hand.

use std::fmt;

use wasi_webgpu::{
    Result,
    compute::{Dispatch, Gpu, TimeSource},
};

use crate::checked::Both;

/// How often each is timed. The two take turns, since a GPU's clock changes while it works.
const ROUNDS: usize = 41;

/// A time is of so much work that it takes about this long, in seconds.
const LONG: f64 = 2e-3;

/// So often at most is a kernel run for one time.
const MOST_RUNS: usize = 100;

/// How long a kernel takes, in Rust and by hand.
#[derive(Clone, Debug)]
pub struct Times {
    /// In Rust and by hand: the median, in seconds.
    pub seconds: [f64; 2],
    /// The lengths of both as WGSL, in bytes.
    pub bytes: [usize; 2],
    /// How much longer the one in Rust takes than the one after or before it: the quartiles, as ratios.
    pub more: [f64; 3],
    /// What the times are of.
    pub source: TimeSource,
}

pub(crate) async fn timed<T>(gpu: &Gpu, both: Both<T>, wgsl: [&str; 2]) -> Result<Times> {
    let both = both.map(|it| it.dispatches);
    // The first compiles it, and clears its buffers.
    let mut source = TimeSource::TimestampQuery;
    let mut longest = 0.0_f64;
    for dispatches in &both {
        gpu.time(dispatches).await?;
        let time = gpu.time(dispatches).await?;
        source = time.source;
        longest = longest.max(time.duration.as_secs_f64());
    }
    let runs = (LONG / longest.max(1e-9)).ceil().min(MOST_RUNS as f64) as usize;
    let repeated = both.map(|it| std::iter::repeat_n(it, runs).flatten().collect());
    let repeated: [Vec<Dispatch>; 2] = repeated;
    let mut all = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for turn in [round % 2, 1 - round % 2] {
            let time = gpu.time(&repeated[turn]).await?;
            all[turn].push(time.duration.as_secs_f64() / runs as f64);
        }
    }
    let more = all[0].iter().zip(&all[1]).map(|(a, b)| a / b);
    let mut more: Vec<f64> = more.collect();
    Ok(Times {
        bytes: wgsl.map(str::len),
        more: [1, 2, 3].map(|quarters| quantile(&mut more, quarters)),
        seconds: all.map(|mut times| quantile(&mut times, 2)),
        source,
    })
}

/// The number that as many quarters of all are not above.
fn quantile(all: &mut [f64], quarters: usize) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() * quarters / 4]
}

/// `1.002 ms, by hand 1.000 ms: +0.2 % (+0.1 to +0.3); 1000 bytes of WGSL, by hand 900`
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [rust, by_hand] = self.seconds.map(|seconds| 1e3 * seconds);
        let [low, median, high] = self.more.map(|ratio| 100.0 * (ratio - 1.0));
        let [long, short] = self.bytes;
        let clock = match self.source {
            TimeSource::TimestampQuery => "",
            TimeSource::WallClock => " by the wall clock",
        };
        write!(
            f,
            "{rust:.4} ms, by hand {by_hand:.4} ms{clock}: {median:+.1} % ({low:+.1} to {high:+.1}); \
             {long} bytes of WGSL, by hand {short}"
        )
    }
}
