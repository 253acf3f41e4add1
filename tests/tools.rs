//! The tools of `wasi-webgpu-run`: trace, profile, validation, cache, version.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use integration_tests::{Folder, Outcome, guest, release_guest, run, runner, test_guest};
use serde_json::Value;

/// The runner could not run the guest.
const REFUSED: i32 = 125;

/// Calls of `guest-hello-safe`, in order; those that are left out lie between these.
const CALLS: [&str; 15] = [
    "get-gpu",
    "gpu.request-adapter",
    "gpu-adapter.request-device",
    "gpu-device.create-buffer",
    "gpu-buffer.get-mapped-range-set-with-copy",
    "gpu-buffer.unmap",
    "gpu-device.create-shader-module",
    "gpu-device.create-compute-pipeline",
    "gpu-device.create-bind-group",
    "gpu-command-encoder.begin-compute-pass",
    "gpu-compute-pass-encoder.dispatch-workgroups",
    "gpu-command-encoder.finish",
    "gpu-queue.submit",
    "gpu-buffer.map-async",
    "gpu-buffer.get-mapped-range-get-with-copy",
];

/// Makes sure that `all` has the calls in this order.
#[track_caller]
fn assert_in_order<'a>(all: impl IntoIterator<Item = &'a str>) {
    let mut calls = CALLS.into_iter().peekable();
    for name in all {
        calls.next_if(|call| *call == name);
    }
    assert_eq!(calls.next(), None, "is missing, or out of order");
}

#[test]
fn a_trace_shows_calls_with_labels_and_without_bytes() {
    let outcome = run(runner()
        .arg("--trace")
        .arg(release_guest("guest-hello-safe")))
    .succeeds();
    assert_eq!(outcome.stdout, "[2, 4, 6, 8]\n");
    // `0.000123 gpu-buffer#4 "numbers".unmap() <1.0µs>`: the call without number and label.
    let calls = outcome.stderr.lines().filter_map(|line| {
        let call = line.trim_start().split_once(' ')?.1.split_once('(')?.0;
        let (object, method) = call.rsplit_once('.').unwrap_or((call, ""));
        Some((object.split('#').next()?.to_owned(), method))
    });
    let calls: Vec<_> = calls
        .map(|(object, method)| {
            format!("{object}.{method}")
                .trim_end_matches('.')
                .to_owned()
        })
        .collect();
    assert_in_order(calls.iter().map(String::as_str));
    for part in [
        r#".create-buffer(descriptor: {size: 16, usage: COPY_SRC|STORAGE, mapped-at-creation: true, label: "numbers"}) = gpu-buffer#"#,
        r#" "numbers".unmap()"#,
        r#" "numbers".drop() <"#,
        "(data: [16 bytes], ",
        ") = [16 bytes] <",
        "{code: \"@group(0) ",
        " bytes]\", label: \"double\"}) = gpu-shader-module#",
    ] {
        assert!(outcome.stderr.contains(part), "no {part:?} in:\n{outcome}");
    }
    // A part of the shader that is far from its start.
    assert!(!outcome.stderr.contains("arrayLength"), "{outcome}");
}

#[test]
fn a_trace_in_json_has_an_object_a_line() {
    let folder = Folder::new("trace");
    let file = folder.path().join("trace.json");
    let outcome = run(runner()
        .args(["--trace=json", "--trace-file"])
        .arg(&file)
        .arg(release_guest("guest-hello-safe")));
    assert_eq!(outcome.succeeds().stderr, "");
    let trace = fs::read_to_string(file).unwrap();
    let calls: Vec<Value> = (trace.lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_in_order(calls.iter().map(|call| call["function"].as_str().unwrap()));
    for call in &calls {
        assert!(call["start_us"].as_f64() >= Some(0.0), "{call}");
        assert!(call["duration_us"].as_f64() >= Some(0.0), "{call}");
        assert_eq!(call["errors"], Value::Array(Vec::new()), "{call}");
    }
    let call = |function| {
        calls
            .iter()
            .find(|call| call["function"] == function)
            .unwrap()
    };
    let descriptor = &call("gpu-device.create-buffer")["arguments"]["descriptor"];
    assert_eq!(descriptor["size"], 16);
    assert_eq!(descriptor["label"], "numbers");
    let write = call("gpu-buffer.get-mapped-range-set-with-copy");
    assert_eq!(write["arguments"]["data"], "[16 bytes]");
    assert!(write["self"].as_str().unwrap().ends_with(" \"numbers\""));
    let dropped = calls
        .iter()
        .filter(|call| call["function"] == "gpu-buffer.drop");
    let mut names = dropped.map(|call| call["self"].as_str().unwrap());
    assert!(names.any(|name| name == write["self"]));
}

#[test]
fn an_error_is_shown_at_the_call_that_caused_it() {
    let outcome = run(runner()
        .arg("--trace")
        .arg(guest("guest-commands", "uncaptured")));
    let mut lines = outcome.stderr.lines();
    let call = lines.find(|line| line.contains(".create-buffer(")).unwrap();
    let error = lines.next().unwrap();
    for (line, part) in [
        (call, "impossible buffer"),
        (error, "validation error, uncaptured: In create-buffer"),
    ] {
        assert!(line.contains(part), "no {part:?} in {line:?}\n{outcome}");
    }
}

#[test]
fn a_profile_has_calls_and_passes_on_the_gpu() {
    let folder = Folder::new("profile");
    let file = folder.path().join("profile.json");
    let mut command = runner();
    command.arg("--profile").arg(&file);
    run(command.arg(release_guest("guest-hello-safe"))).succeeds();
    let profile: Vec<Value> = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let with = |phase| profile.iter().filter(move |event| event["ph"] == phase);

    let begun = (profile.iter()).filter(|event| event["ph"] == "X" || event["ph"] == "b");
    assert_in_order(begun.filter_map(|event| event["name"].as_str()));
    let mut depths = BTreeMap::<_, i32>::new();
    for event in &profile {
        match event["ph"].as_str().unwrap() {
            "X" => assert!(event["dur"].as_f64() >= Some(0.0), "{event}"),
            "b" => *depths.entry(event["id"].as_str().unwrap()).or_default() += 1,
            "e" => *depths.entry(event["id"].as_str().unwrap()).or_default() -= 1,
            "M" => continue,
            other => panic!("an event of kind {other}"),
        }
        assert!(event["ts"].as_f64() >= Some(0.0), "{event}");
    }
    assert!(depths.values().all(|depth| *depth == 0), "{depths:?}");

    let on_gpu: Vec<_> = with("X").filter(|event| event["cat"] == "gpu").collect();
    let [pass] = on_gpu[..] else {
        panic!("not one pass on the GPU: {on_gpu:?}");
    };
    let submit = with("X").find(|event| event["cat"] == "submit").unwrap();
    assert_eq!(pass["name"], "compute pass");
    assert!(
        pass["ts"].as_f64() >= submit["ts"].as_f64(),
        "{pass}, {submit}"
    );
}

#[test]
fn a_guests_own_timestamps_are_left_alone() {
    let folder = Folder::new("own-timestamps");
    let suite = test_guest("guest-gpu", &["--lib"]);
    let mut command = runner();
    command
        .arg("--profile")
        .arg(folder.path().join("profile.json"));
    let test = "kernels::timestamps_grow_where_there_are_any";
    let outcome = run(command.arg(suite).args([test, "--exact"]));
    outcome.succeeds().prints(&["1 passed"]);
}

#[test]
fn validation_says_what_would_run() {
    let validate = |guest: &Path| run(runner().arg("--validate-only").arg(guest));
    let uses_gpu = "; uses wasi:webgpu@";
    validate(&release_guest("guest-hello-safe"))
        .succeeds()
        .prints(&["valid: a command (wasi:cli/run@0.3.0)", uses_gpu]);
    validate(&test_guest("guest-gpu", &["--lib"]))
        .succeeds()
        .prints(&["valid: a suite of Rust tests", uses_gpu]);
    let library = guest("guest-invoke", "guest_invoke");
    validate(&library).succeeds().prints(&[
        "valid: functions",
        "greeting",
        "test:invoke/numbers#count",
    ]);
    let invoke = |function: &str| {
        let options = ["--validate-only", "--invoke", function];
        run(runner().args(options).arg(&library))
    };
    invoke("greeting")
        .succeeds()
        .prints(&["the function `greeting`"]);
    invoke("no-such").fails(REFUSED, &["no-such"]);
}

#[test]
fn validation_refuses_what_cannot_run() {
    let folder = Folder::new("invalid");
    let validate = |guest: PathBuf| run(runner().arg("--validate-only").arg(guest));
    let module = folder.write("module.wasm", b"\0asm\x01\0\0\0");
    validate(module).fails(REFUSED, &["core module"]);
    let empty = folder.write("empty.wasm", b"\0asm\x0d\0\x01\0");
    validate(empty).fails(REFUSED, &["wasi:cli/run"]);
    validate(guest("guest-commands", "imports"))
        .fails(REFUSED, &["test:nowhere/absent@1.0.0#no-such-function"]);
}

#[test]
fn the_version_names_what_does_the_work() {
    let versions = [
        "wasi:webgpu@0.3.0-rc.2",
        "wgpu-core 30.",
        "naga 30.",
        "wasmtime 48.",
    ];
    run(runner().arg("--version")).succeeds().prints(&versions);
}

/// The folder for caches follows a variable there.
#[cfg(target_os = "linux")]
mod cache {
    use super::*;

    fn exit(caches: &Folder, options: &[&str]) -> Outcome {
        let guest = guest("guest-commands", "exit");
        let outcome = run(runner()
            .env("XDG_CACHE_HOME", caches.path())
            .env("RUST_LOG", "wasi_webgpu_run=debug")
            .args(options)
            .arg(guest));
        outcome.succeeds()
    }

    const COMPILED: &str = "the guest was compiled\n";
    const COMPILED_ALREADY: &str = "the guest was compiled already\n";

    #[track_caller]
    fn assert_log(outcome: &Outcome, message: &str) {
        assert!(
            outcome.stderr.contains(message),
            "no {message:?}:\n{outcome}"
        );
    }

    /// The files in a folder, and in those in it.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| match path.is_dir() {
                true => files(&path),
                false => vec![path],
            })
            .collect()
    }

    #[test]
    fn a_guest_is_compiled_once() {
        let caches = Folder::new("cache");
        assert_log(&exit(&caches, &[]), COMPILED);
        assert_log(&exit(&caches, &[]), COMPILED_ALREADY);
        assert_log(&exit(&caches, &["--no-cache"]), COMPILED);

        let entries = files(&caches.path().join("wasi-webgpu-run"));
        assert!(!entries.is_empty());
        for entry in &entries {
            fs::write(entry, "no machine code").unwrap();
        }
        assert_log(&exit(&caches, &[]), COMPILED);
        assert_log(&exit(&caches, &[]), COMPILED_ALREADY);
    }

    #[test]
    fn without_a_cache_nothing_is_kept() {
        let caches = Folder::new("no-cache");
        exit(&caches, &["--no-cache"]);
        assert!(!caches.path().join("wasi-webgpu-run").exists());
    }

    #[test]
    fn only_the_user_gets_at_compiled_guests() {
        use std::os::unix::fs::PermissionsExt;
        let caches = Folder::new("private-cache");
        exit(&caches, &[]);
        let folder = caches.path().join("wasi-webgpu-run");
        let mode = fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        let outcome = exit(&caches, &[]);
        assert_log(&outcome, COMPILED);
        assert_log(&outcome, "others may write");
    }
}
