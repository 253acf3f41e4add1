//! What the runner's options keep a guest from: taking too much memory, too many objects, too much time,
//! and looking too closely at the adapter. The guest is guest-quotas.

use std::time::{Duration, Instant};

use integration_tests::{Outcome, guest, run, runner, test_guest};

/// The guest took longer than `--timeout`.
const TIMED_OUT: i32 = 124;
/// The guest trapped.
const TRAPPED: i32 = 134;

/// What ends a guest that hangs is not exact, but near.
const SOON: Duration = Duration::from_secs(60);

fn take(case: &str, options: &[&str]) -> Outcome {
    let guest = guest("guest-quotas", "guest-quotas");
    run(runner().args(options).arg(guest).arg(case))
}

#[test]
fn gpu_memory_counts_until_nothing_uses_it() {
    let mut outcome = take("gpu-memory", &["--max-gpu-memory", "1MB"]).succeeds();
    let over = "out of memory: In create-buffer, label \"600000 bytes\": the guest is over its quota \
                `gpu_memory` = 1000000";
    for (attempt, result) in [
        ("of no use", "invalid: In create-buffer"),
        ("first", "fine"),
        ("second", over),
        ("its use", "invalid: In finish"),
        ("after destroy", "fine"),
        ("destroy and drop count once", over),
        ("after drop", "fine"),
        ("kept by a bind group", over),
        ("without it", "fine"),
        ("kept by an encoder", over),
        ("kept by a command buffer", over),
        ("after the submission", "fine"),
        ("upload", "fine"),
        ("upload again", "fine"),
        ("too large an upload", "out of memory: In write-buffer"),
        ("texture", "fine"),
        ("texture with samples", "fine"),
        (
            "texture with samples and another",
            "out of memory: In create-texture",
        ),
        (
            "larger than the device's limit",
            "invalid: In create-buffer",
        ),
        ("queries", "out of memory: In create-query-set"),
    ] {
        outcome = outcome.prints(&[&format!("{attempt}: {result}")]);
    }
}

#[test]
fn textures_count_levels_layers_and_blocks() {
    let outcome = take("textures", &["--max-gpu-memory", "1MB"]).succeeds();
    let textures = [
        "layers",
        "levels",
        "levels of three dimensions",
        "blocks",
        "depth",
    ];
    textures.into_iter().fold(outcome, |outcome, texture| {
        outcome.prints(&[
            &format!("{texture}, fits: fine"),
            &format!("{texture}, does not fit: out of memory: In create-texture"),
        ])
    });
}

#[test]
fn a_typed_buffer_that_does_not_fit_is_an_error_of_the_call() {
    let outcome = take("typed-buffers", &["--max-gpu-memory", "1MB"]).succeeds();
    outcome.prints(&[
        "first: fine",
        "out of GPU memory: In upload, label \"second\": ",
        "out of GPU memory: In zeroed, label \"third\": ",
    ]);
}

#[test]
fn a_buffer_has_a_largest_size() {
    let outcome = take("buffer-size", &["--max-buffer-size", "64KiB"]).succeeds();
    let over = "large: out of memory: In create-buffer, label \"65540 bytes\": the guest is over its quota \
                `buffer_size` = 65536";
    outcome.prints(&["small: fine", over]);
}

#[test]
fn linear_memory_ends() {
    let outcome = take("linear-memory", &["--max-memory", "20MiB"]);
    outcome.fails(TRAPPED, &["--max-memory"]);
}

#[test]
fn objects_count_while_they_live() {
    let options = ["--max-objects", "20"];
    let outcome = take("objects", &options);
    outcome.fails(TRAPPED, &["quota `objects` = 20"]);
    take("objects-in-turn", &options).succeeds();
}

#[test]
fn the_host_has_limits_of_its_own() {
    take("devices", &[])
        .succeeds()
        .prints(&["after 64:", "quota `devices` = 64", "again: fine"]);
    let shader = take("shader", &[]).succeeds();
    shader.prints(&["shader: out of memory", "compiler: ", "quota `shader_size`"]);
    take("scopes", &[]).fails(TRAPPED, &["push-error-scope"]);
    take("label", &[]).fails(TRAPPED, &["set-label", "5000 bytes"]);
    let commands = take("commands", &[]);
    let over = "in insert-debug-marker: the guest is over its quota `host_memory`";
    commands.fails(TRAPPED, &[over]).prints(&["in turn: fine"]);
    take("record", &[]).fails(TRAPPED, &["in add", "quota `host_memory`"]);
}

#[test]
fn an_adapter_shows_what_it_may() {
    let options = [
        "--mask-adapter-info",
        "--deny-feature=depth-clip-control",
        "--deny-feature=texture-formats-tier2",
        "--cap-limit=maxBindGroups=3",
        "--cap-limit=minUniformBufferOffsetAlignment=512",
        "--cap-limit=maxBufferSize=1152921504606846976",
    ];
    take("adapter", &options).succeeds().prints(&[
        r#"identity: ["", "", "", ""]"#,
        "subgroups: (4, 128)",
        "depth clip: false",
        "bind groups: 3",
        "alignment: 512",
        "more than there is: false",
        r#"device: "", 3"#,
        "lacks the required feature `depth-clip-control`",
        "`max_bind_groups` = 4 is better than the adapter's 3",
    ]);
}

#[test]
fn options_are_checked() {
    for (option, message) in [
        ("--max-gpu-memory=much", "much"),
        ("--timeout=30", "time unit"),
        ("--deny-feature=shader-f61", "feature `shader-f61`"),
        (
            "--deny-feature=core-features-and-limits",
            "core-features-and-limits",
        ),
        ("--cap-limit=maxTea=1", "limit `maxTea`"),
        (
            "--cap-limit=maxBindGroups=18446744073709551615",
            "too large",
        ),
        ("--cap-limit=maxBindGroups", "NAME=VALUE"),
    ] {
        run(runner().args([option, "guest.wasm"])).fails(2, &[message]);
    }
}

#[test]
fn time_ends_whatever_the_guest_does() {
    // Builds what the others take as well, which is not to count.
    take("adapter", &[]).succeeds();
    for case in ["compute", "wait", "gpu-loop"] {
        let start = Instant::now();
        take(case, &["--timeout", "1s"]).fails(TIMED_OUT, &["--timeout 1s"]);
        assert!(start.elapsed() < SOON, "{case}");
    }
}

#[test]
fn a_device_that_hangs_is_lost() {
    let outcome = take("gpu-loop", &["--gpu-timeout", "1s"]).succeeds();
    outcome.prints(&["lost: the GPU has not finished", "quota `gpu_wait` = 1s"]);
    take("gpu-loop-and-exit", &["--gpu-timeout", "1s"]).succeeds();
}

#[test]
fn each_test_of_a_suite_has_its_own_share() {
    let guest = test_guest("guest-quotas", &["--bin", "guest-quotas"]);
    let options = ["--max-objects", "110", "--timeout", "5s"];
    let outcome = run(runner().args(options).arg(guest).arg("--include-ignored"));
    outcome
        .fails(101, &[])
        .prints(&["2 passed; 1 failed", "--timeout 5s"]);
}
