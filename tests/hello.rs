//! `examples/hello-compute`, as it is shipped: the same result on every host, and its size.

use std::fs;

use integration_tests::{embedder, peer, release_guest, run, runner, test_guest};

/// What its release `.wasm` may have at most.
const MAX_BYTES: u64 = 156_000;
/// The same on the safe layer. Most of it is the standard library and the bindings, as in guest-hello-raw.
const MAX_BYTES_OF_SAFE: u64 = 110_000;
/// What the safe layer may add to the same program on the raw bindings.
const MAX_BYTES_OVER_RAW: u64 = 6_000;

#[test]
fn both_hosts_give_the_same_output() {
    for layer in ["guest-hello-raw", "guest-hello-safe", "hello-compute"] {
        let guest = release_guest(layer);
        let ours = run(runner().arg(&guest)).succeeds();
        let theirs = run(peer().arg(&guest)).succeeds();
        assert_eq!(ours.stdout, theirs.stdout, "{layer}");
        ours.prints(&["[2, 4, 6, 8]"]);
    }
}

#[test]
fn two_guests_share_the_gpu_of_an_embedder() {
    let outcome = run(embedder().arg(release_guest("hello-compute"))).succeeds();
    let lines = ["[2, 4, 6, 8]", "the guest returned Ok(())"];
    for line in lines {
        assert_eq!(outcome.stdout.matches(line).count(), 2, "{outcome}");
    }
}

#[test]
fn kernels_run_on_the_published_host() {
    let suite = test_guest("guest-gpu", &["--lib"]);
    run(peer().arg(suite).arg("kernels::")).succeeds();
}

#[test]
fn a_guest_is_small() {
    let bytes = |package| fs::metadata(release_guest(package)).unwrap().len();
    let (raw, safe) = (bytes("guest-hello-raw"), bytes("guest-hello-safe"));
    assert!(safe <= MAX_BYTES_OF_SAFE, "{safe} bytes");
    let over_raw = safe.saturating_sub(raw);
    assert!(over_raw <= MAX_BYTES_OVER_RAW, "{safe} bytes, {raw} raw");
    let typed = bytes("hello-compute");
    assert!(typed <= MAX_BYTES, "{typed} bytes");
}
