//! `wasi-webgpu-run`: what it passes to a guest and back, and what it says of what it cannot run.

use std::fs::{self, File};

use integration_tests::{Folder, Outcome, guest, run, runner};

/// The runner could not run the guest.
const REFUSED: i32 = 125;
/// The guest trapped.
const TRAPPED: i32 = 134;

fn exit(how: &str) -> Outcome {
    run(runner().arg(guest("guest-commands", "exit")).arg(how))
}

#[test]
fn the_exit_code_is_the_guests() {
    exit("with success").succeeds();
    // The C library of the guests' target knows success and failure only.
    exit("exit").fails(1, &[]);
    exit("return").fails(1, &[]);
    exit("error").fails(1, &["this error"]);
}

#[test]
fn a_panic_is_a_trap_with_its_message() {
    exit("panic").fails(TRAPPED, &["this panic", "exit.rs:", "the guest trapped"]);
}

#[test]
fn a_guest_sees_what_it_is_given_and_nothing_else() {
    let folder = Folder::new("given");
    folder.write("given.txt", "in the folder");
    let stdin = File::open(folder.write("stdin", "a line\n")).unwrap();
    let outcome = run(runner()
        .env("INHERITED", "from here")
        .args(["--env", "NAME=a=b", "--env", "INHERITED", "--dir"])
        .arg(format!("{}::/folder", folder.path().display()))
        .arg(guest("guest-commands", "echo"))
        .args(["one", "two words", "--env", "X=Y"])
        .current_dir(folder.path())
        .stdin(stdin));
    outcome.succeeds().prints(&[
        r#"arguments: ["echo.wasm", "one", "two words", "--env", "X=Y"]"#,
        r#"environment: [("NAME", "a=b"), ("INHERITED", "from here")]"#,
        r#"stdin: "a line\n""#,
        "given.txt: None",
        r#"folder/given.txt: Some("in the folder")"#,
    ]);
    let made = fs::read_to_string(folder.path().join("made.txt")).unwrap();
    assert_eq!(made, "by the guest");
}

#[test]
fn a_folder_must_exist() {
    let guest = guest("guest-commands", "echo");
    let outcome = run(runner().args(["--dir", "no/such/folder"]).arg(guest));
    outcome.fails(REFUSED, &["--dir no/such/folder"]);
}

fn invoke(function: &str) -> Outcome {
    let guest = guest("guest-invoke", "guest_invoke");
    run(runner().args(["--invoke", function]).arg(guest))
}

#[test]
fn functions_are_called_and_their_results_printed() {
    for (function, printed) in [
        ("greeting", "\"hello\"\n"),
        ("nothing", ""),
        ("test:invoke/numbers#count", "3\n"),
        ("through-the-gpu", "ok([5, 6, 7])\n"),
    ] {
        assert_eq!(invoke(function).succeeds().stdout, printed, "{function}");
    }
}

#[test]
fn a_function_that_cannot_be_called_is_refused() {
    invoke("no-such").fails(
        REFUSED,
        &["no-such", "greeting", "test:invoke/numbers#count"],
    );
    invoke("double").fails(REFUSED, &["double", "number"]);
    invoke("fault").fails(TRAPPED, &["fault was called"]);
}

#[test]
fn what_is_no_component_is_refused() {
    let folder = Folder::new("no-component");
    for (name, contents, message) in [
        ("text.wasm", &b"words"[..], "not a WebAssembly binary"),
        ("empty.wasm", b"", "not a WebAssembly binary"),
        ("module.wasm", b"\0asm\x01\0\0\0", "wasm32-wasip2"),
        ("no-run.wasm", b"\0asm\x0d\0\x01\0", "wasi:cli/run"),
        (
            "broken.wasm",
            b"\0asm\x0d\0\x01\0\x01\x08\0asm",
            "cannot compile",
        ),
    ] {
        let file = folder.write(name, contents);
        run(runner().arg(file)).fails(REFUSED, &[message]);
    }
    run(runner().arg("no-such-file.wasm")).fails(REFUSED, &["no-such-file.wasm"]);
}

#[test]
fn an_import_that_nobody_offers_is_named() {
    let outcome = run(runner().arg(guest("guest-commands", "imports")));
    outcome.fails(REFUSED, &["test:nowhere/absent@1.0.0#no-such-function"]);
}

#[test]
fn an_adapter_is_chosen_by_name() {
    let listed = run(runner().arg("--list-adapters")).succeeds().stdout;
    let guest = guest("guest-commands", "exit");
    let adapter = |name: &str| run(runner().args(["--adapter", name]).arg(&guest));
    // Half of its name, in another case.
    let half = &listed[..listed.find(' ').unwrap_or(listed.len()) / 2];
    adapter(&half.to_uppercase()).succeeds();
    let first = listed.split(" (").next().unwrap();
    adapter("no such GPU").fails(REFUSED, &["no such GPU", first]);
}

#[test]
fn wrong_options_are_the_runners_fault() {
    run(runner().arg("--no-such-option")).fails(2, &["--no-such-option"]);
    run(&mut runner()).fails(2, &["<GUEST>"]);
}

#[test]
fn an_error_that_no_scope_captures_is_reported_before_the_end() {
    let outcome = run(runner().arg(guest("guest-commands", "uncaptured")));
    let outcome = outcome.succeeds().prints(&["the end"]);
    for part in ["uncaptured", "impossible buffer", "MAP_READ"] {
        assert!(outcome.stderr.contains(part), "{outcome}");
    }
}
