//! What the safe layer costs in calls of the host, counted in a trace.

use std::collections::BTreeMap;
use std::fs;

use integration_tests::{Folder, release_guest, run, runner};
use serde_json::Value;

/// The guest sets all anew for each of 1,000 dispatches, and asks twice for all that is known.
#[test]
fn a_thousand_dispatches_are_a_thousand_calls_and_a_handful() {
    let folder = Folder::new("costs");
    let file = folder.path().join("trace.json");
    let outcome = run(runner()
        .args(["--trace=json", "--trace-file"])
        .arg(&file)
        .arg(release_guest("guest-costs")))
    .succeeds();
    assert_eq!(outcome.stdout, "1000\n");

    let mut calls = BTreeMap::<String, usize>::new();
    for line in fs::read_to_string(file).expect("the trace").lines() {
        let call: Value = serde_json::from_str(line).expect("JSON");
        let function = call["function"].as_str().expect("a function");
        *calls.entry(function.to_owned()).or_default() += 1;
    }
    let of = |prefix: &str| -> usize {
        let calls = calls.iter().filter(|(name, _)| name.starts_with(prefix));
        calls.map(|(_, count)| count).sum()
    };
    assert_eq!(of("gpu-compute-pass-encoder.dispatch-workgroups"), 1000);
    // The pipeline, the bind group, the end, and the drop.
    assert_eq!(of("gpu-compute-pass-encoder."), 1000 + 4, "{calls:#?}");
    // 32 limits, 18 features and 7 facts of the adapter, once each.
    let facts = of("gpu-supported-") + of("gpu-adapter-info.");
    assert!(facts <= 60, "{facts} calls: {calls:#?}");
    for getter in ["gpu-buffer.size", "gpu-buffer.usage", "gpu-buffer.label"] {
        assert_eq!(of(getter), 0, "{calls:#?}");
    }
    // All else: making the objects and dropping them, submitting, reading back.
    let rest = calls.values().sum::<usize>() - 1004 - facts;
    assert!(rest <= 40, "{rest} other calls: {calls:#?}");
}
