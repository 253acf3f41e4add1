//! Makes the calls that a string of bytes says, whatever comes of them.
//!
//! Without arguments the bytes come from stdin. `seeds FROM COUNT` makes them of seeds, one sequence of calls
//! a seed. `seed NUMBER` prints the calls of one before it makes them, and `file PATH` those of a file.

mod create;
mod encode;
mod objects;
mod op;
mod run;
mod scenes;
mod sequence;
mod tables;

use std::collections::BTreeMap;
use std::io::Read;

use sequence::{Log, sequence};

/// How many bytes a seed gives.
const SEED_BYTES: usize = 3000;

#[wasi_webgpu::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().expect("a number");
    match arguments[..] {
        [] => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).expect("bytes");
            sequence(&bytes, &mut Log::Nothing).await;
        }
        ["file", path] => sequence(&std::fs::read(path).expect("a file"), &mut Log::Calls).await,
        ["seed", seed] => sequence(&random(number(seed)), &mut Log::Calls).await,
        ["seeds", from, count] => {
            let mut log = Log::Counts(BTreeMap::new());
            for seed in (number(from)..).zip(0..number(count)).map(|(seed, _)| seed) {
                // Where the host ends here, the last line says which seed it was.
                eprintln!("seed {seed}");
                sequence(&random(seed), &mut log).await;
            }
            log.print();
        }
        _ => panic!("what is {arguments:?}?"),
    }
}

/// The bytes of a seed (SplitMix64).
fn random(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let words = std::iter::repeat_with(|| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    });
    words.flat_map(u64::to_le_bytes).take(SEED_BYTES).collect()
}
