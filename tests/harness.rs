//! A suite of Rust tests on the runner: `cargo test --target wasm32-wasip2` is to look as it does
//! elsewhere. The suite is guest-harness, one test for each way in which a test can end.

use integration_tests::{Outcome, run, runner, test_guest};

/// What libtest exits with where a test fails.
const FAILED: i32 = 101;

fn suite(arguments: &[&str]) -> Outcome {
    let guest = test_guest("guest-harness", &["--test", "outcomes"]);
    run(runner().arg(guest).args(arguments))
}

/// Whether the line of `test` ends with `result`.
fn has(outcome: &Outcome, test: &str, result: &str) -> bool {
    let start = format!("test {test}");
    let mut lines = outcome.stdout.lines();
    lines.any(|line| line.starts_with(&start) && line.contains(&format!("... {result}")))
}

#[test]
fn every_test_runs_and_failures_say_why() {
    let outcome = suite(&[]).fails(FAILED, &[]).prints(&[
        "running 13 tests",
        "5 passed; 6 failed; 2 ignored",
        "stdout before the panic",
        "message of the panic",
        "outcomes.rs:",
        "arithmetic",
        "this error",
        "test did not panic as expected",
        "panic did not contain expected string",
        "something else",
        "ended the guest before it returned",
    ]);
    for (test, result) in [
        ("passing::returns ", "ok"),
        ("passing::returns_ok ", "ok"),
        ("passing::ordinary ", "ok"),
        ("passing::panics_as_it_should - should panic", "ok"),
        ("passing::panics_with_the_right_text - should panic", "ok"),
        ("failing::panics ", "FAILED"),
        ("failing::asserts ", "FAILED"),
        ("failing::returns_an_error ", "FAILED"),
        ("failing::exits ", "FAILED"),
        (
            "failing::panics_with_the_wrong_text - should panic",
            "FAILED",
        ),
        ("failing::does_not_panic - should panic", "FAILED"),
        ("ignored::passes ", "ignored"),
        ("ignored::ordinary_should_panic ", "ignored"),
    ] {
        assert!(has(&outcome, test, result), "{test}: {outcome}");
    }
}

#[test]
fn the_output_of_tests_that_pass_is_shown_only_when_asked_for() {
    let hidden = suite(&["passing::returns", "--exact"]).succeeds();
    for text in ["stdout of returns", "stderr of returns"] {
        assert!(!format!("{hidden}").contains(text), "{hidden}");
    }
    for option in ["--nocapture", "--show-output"] {
        let shown = suite(&["passing::returns", "--exact", option]).succeeds();
        for text in ["stdout of returns", "stderr of returns"] {
            assert!(format!("{shown}").contains(text), "{option}: {shown}");
        }
    }
}

#[test]
fn filters_choose_tests_by_name() {
    let ran = |arguments: &[&str]| suite(arguments).succeeds().stdout;
    let by_part = ran(&["passing::"]);
    assert!(by_part.contains("5 passed; 0 failed; 0 ignored; 0 measured; 8 filtered out"));
    let by_name = ran(&["--exact", "passing::returns"]);
    assert!(by_name.contains("1 passed"), "{by_name}");
    let by_names = ran(&["ordinary", "returns_ok", "--skip", "ignored"]);
    assert!(by_names.contains("2 passed"), "{by_names}");
    let nothing = ran(&["no such test"]);
    assert!(nothing.contains("0 passed"), "{nothing}");
}

#[test]
fn ignored_tests_run_when_asked_for() {
    let only = suite(&["--ignored", "passes"]).succeeds();
    assert!(has(&only, "ignored::passes ", "ok"), "{only}");
    assert!(only.stdout.contains("1 passed"), "{only}");
    let too = suite(&["--include-ignored", "pass"]).succeeds();
    assert!(has(&too, "ignored::passes ", "ok"), "{too}");
    assert!(has(&too, "passing::returns ", "ok"), "{too}");
}

#[test]
fn tests_are_listed_as_tools_expect() {
    let all = suite(&["--list", "--format=terse"]).succeeds().stdout;
    assert_eq!(all.lines().count(), 13, "{all}");
    assert!(all.lines().all(|line| line.ends_with(": test")), "{all}");
    let ignored = suite(&["--list", "--format=terse", "--ignored"]);
    let ignored = ignored.succeeds().stdout;
    assert_eq!(ignored, "ignored::passes: test\n");
}
