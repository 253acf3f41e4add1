//! The bytes say which calls `tests/guests/fuzz` makes, in an instance of its own for each input.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use wasmtime::component::Val;

#[path = "../../host-shim/tests/common/mod.rs"]
mod common;

use common::{Host, guest};

static HOST: LazyLock<Host> = LazyLock::new(|| Host::new(&guest("guest-fuzz")));

/// Calls that make no progress for so long hang.
const PATIENCE: Duration = Duration::from_secs(20);

fuzz_target!(|input: &[u8]| {
    let bytes = input.iter().map(|byte| Val::U8(*byte)).collect();
    match HOST.call("calls", Val::List(bytes), PATIENCE) {
        Some(Ok(())) => {}
        // What a guest does wrong is an error of WebGPU, and the guest survives it.
        Some(Err(trap)) => panic!("{trap:?}"),
        None => panic!("the calls hang"),
    }
    HOST.wait_for_dropped();
    let live = HOST.live_objects();
    assert!(live.iter().all(|(_, number)| *number == 0), "{live:?}");
});
