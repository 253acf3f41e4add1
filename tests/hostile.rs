//! Guests that a host has to survive: the ways in which guest-hostile ends, and guest-fuzz's sequences of
//! random calls. Calls that a guest survives are guest-hostile's own tests.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use integration_tests::{Outcome, guest, run, runner, test_guest};

/// The guest took longer than `--timeout`.
const TIMED_OUT: i32 = 124;
/// The guest trapped.
const TRAPPED: i32 = 134;

/// What ends a guest that hangs is not exact, but near.
const SOON: Duration = Duration::from_secs(60);

/// How many sequences of calls the ordinary run makes, one a seed.
const SEEDS: u32 = 200;

/// Each of these ends its guest, in the way that it should.
fn end(case: &[&str], options: &[&str]) -> Outcome {
    let guest = guest("guest-hostile", "guest-hostile");
    run(runner().args(options).arg(guest).args(case))
}

#[test]
fn a_guest_may_end_anywhere() {
    for (case, code) in [
        ("trap-in-pass", TRAPPED),
        ("trap-while-mapped", TRAPPED),
        ("trap-in-host", TRAPPED),
        ("exit-in-pass", 1),
        ("forget", 0),
        ("a-million-objects", TRAPPED),
        ("deep-recursion", TRAPPED),
    ] {
        let outcome = end(&[case], &[]);
        assert_eq!(outcome.code, Some(code), "{case}: {outcome}");
    }
}

#[test]
fn a_guest_that_does_not_end_is_ended() {
    for (case, options, code) in [
        ("endless-loop", "--timeout=1s", TIMED_OUT),
        ("endless-calls", "--timeout=1s", TIMED_OUT),
        ("endless-wait", "--timeout=1s", TIMED_OUT),
        ("endless-memory", "--max-memory=64MiB", TRAPPED),
        ("endless-recording", "--timeout=3s", TIMED_OUT),
    ] {
        let start = Instant::now();
        let outcome = end(&[case], &[options]);
        assert_eq!(outcome.code, Some(code), "{case}: {outcome}");
        assert!(start.elapsed() < SOON, "{case}");
    }
}

/// The runner gives each test of a suite an instance in the same process.
#[test]
fn guests_beside_one_that_traps_go_on() {
    let suite = test_guest("guest-hostile", &["--bin", "guest-hostile"]);
    let outcome = run(runner().arg(suite).args(["beside::", "--include-ignored"]));
    outcome.fails(101, &[]).prints(&["3 passed; 3 failed"]);
}

#[test]
fn random_calls_do_no_harm() {
    let guest = guest("guest-fuzz", "guest-fuzz");
    let outcome = run(runner().arg(guest).args(["seeds", "0", &SEEDS.to_string()]));
    // The last seed on stderr is the one: `wasi-webgpu-run guest-fuzz.wasm seed NUMBER` repeats it.
    outcome.succeeds();
}

/// Inputs that once did harm.
#[test]
fn what_was_mended_stays_mended() {
    let guest = guest("guest-fuzz", "guest-fuzz");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("guests/fuzz/corpus");
    for input in fs::read_dir(corpus).expect("a folder") {
        let path = input.expect("an entry").path();
        let bytes = File::open(&path).expect("a file");
        let outcome = run(runner().arg(&guest).stdin(bytes));
        assert_eq!(outcome.code, Some(0), "{}: {outcome}", path.display());
    }
}
