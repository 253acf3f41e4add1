//! Whatever way a guest ends, nothing of it stays: neither objects of the GPU nor memory.
//!
//! The ordinary run makes some hundreds of instances, and the ignored one 10,000:
//! `cargo test -p wasi-webgpu-host -p wasi-webgpu-run --test leaks -- --include-ignored`.

use std::env::consts;
use std::time::Duration;

use wasmtime::component::Val;

mod common;

use common::{Host, guest};

/// The ways in which guest-hostile's component ends.
const ENDINGS: [&str; 4] = ["drop-all", "keep-all", "trap", "wait-for-nothing"];

/// How long an instance may wait for what never comes, and how long all others have.
const PATIENCE: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(60);

/// How much more memory the process may have at the end than after its first instances. Drivers and the
/// allocator keep some of what they once had; 100 instances take more than this when they stay.
const MARGIN: u64 = 48 << 20;

/// Instances that are made before anything is measured.
const WARM_UP: usize = 40;

#[test]
fn some_instances_leave_nothing() {
    leave_nothing(200);
}

#[test]
#[ignore = "takes minutes"]
fn ten_thousand_instances_leave_nothing() {
    leave_nothing(10_000);
}

fn leave_nothing(instances: usize) {
    let host = Host::new(&guest("guest-hostile"));
    run(&host, WARM_UP);
    let (objects, memory) = (host.live_objects(), resident_memory());
    run(&host, instances);
    assert_eq!(host.live_objects(), objects);
    if let (Some(before), Some(after)) = (memory, resident_memory()) {
        let grown = after.saturating_sub(before);
        println!("{instances} instances: {before} bytes before, {after} after");
        assert!(grown < MARGIN, "{instances} instances left {grown} bytes");
    }
}

/// Makes instances that end in all ways in turn.
fn run(host: &Host, instances: usize) {
    for ending in ENDINGS.into_iter().cycle().take(instances) {
        let patience = match ending {
            "wait-for-nothing" => PATIENCE,
            _ => LONG,
        };
        match host.call("end", Val::Enum(ending.to_owned()), patience) {
            Some(Ok(())) => assert!(ending == "drop-all" || ending == "keep-all"),
            Some(Err(error)) => assert!(ending == "trap", "{ending}: {error:?}"),
            None => assert_eq!(ending, "wait-for-nothing"),
        }
    }
    host.wait_for_dropped();
}

/// The memory that the process has, where the platform tells.
fn resident_memory() -> Option<u64> {
    if consts::OS != "linux" {
        return None;
    }
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
}
