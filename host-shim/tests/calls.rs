//! Random calls, which guest-fuzz makes of bytes in an instance of its own for each sequence: no trap, and
//! nothing stays of them. `fuzz/` makes as many as one likes.

use std::time::Duration;

use wasmtime::component::Val;

mod common;

use common::{Host, guest};

/// Calls that make no progress for so long hang.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn random_calls_leave_nothing() {
    let host = Host::new(&guest("guest-fuzz"));
    let mut state = 1u64;
    let mut byte = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Val::U8((state >> 56) as u8)
    };
    for _ in 0..40 {
        let bytes = std::iter::repeat_with(&mut byte).take(3000).collect();
        let ended = host.call("calls", Val::List(bytes), PATIENCE);
        ended.expect("the calls do not hang").expect("no trap");
    }
    host.wait_for_dropped();
    assert!(
        host.live_objects().iter().all(|(_, number)| *number == 0),
        "{:?}",
        host.live_objects()
    );
}
