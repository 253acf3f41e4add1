//! `cargo xtask bench`, with one round of each row: what it prints, and not how fast that was.

use integration_tests::{bench, run};
use serde_json::Value;

/// All of a row's name, or its beginning.
const ROWS: [&str; 31] = [
    "call/empty",
    "call/look-up",
    "object/buffer",
    "object/bind-group",
    "object/texture-view",
    "object/sampler",
    "object/compute-pipeline",
    "record/dispatch",
    "record/bound-dispatch",
    "record/pass",
    "submit/pass",
    "submit/wait",
    "submit/map",
    "submit/long-pass",
    "submit/long-bound-pass",
    "write-buffer/",
    "upload/",
    "read-back/",
    "work/element-wise/",
    "work/reduce/",
    "work/scan/",
    "work/sort/",
    "work/fft/",
    "work/matmul/",
    "work/matmul-f16/",
    "work/train/",
    "work/minilm/",
    "work/llama-prefill/",
    "work/llama-decode/",
    "start/",
    "size/file",
];

#[test]
fn every_row_is_measured_on_every_host() {
    let options = ["--json", "--rounds", "1", "--round", "0", "--max-size", "1"];
    // The native program fails at work whose results are not, bit for bit, the guest's.
    let outcome = run(bench().args(options)).succeeds();
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_ne!(report["adapter"], "", "{outcome}");
    let rows = report["rows"].as_array().unwrap();
    let name = |row: &Value| row["row"].as_str().unwrap().to_owned();
    for expected in ROWS {
        let found = rows.iter().any(|row| name(row).starts_with(expected));
        assert!(found, "no {expected} in {outcome}");
    }
    for row in rows {
        for (host, column) in row["columns"].as_object().unwrap() {
            if host == "pytorch" {
                continue;
            }
            // The one thing that the published host cannot do.
            let missing = name(row) == "submit/wait" && host == "wasi-webgpu-wasmtime";
            let measured = column["median"].as_f64().is_some_and(|median| median > 0.0);
            assert_ne!(measured, missing, "{row}");
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let options = ["--programs", "no/such/folder"];
    run(bench().args(options)).fails(1, &["no/such/folder", "bench-workload", "--programs"]);
}
