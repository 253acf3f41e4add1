//! Whether a test passed.

use libtest_mimic::Completion;

use super::chatter::Report;
use crate::guest::Ending;

/// How a test should end.
pub(super) enum Expectation<'a> {
    Return,
    /// With a panic whose message contains this.
    Panic(&'a str),
}

/// Judges a test by how its instance of the guest ended, what libtest in it reported and what it
/// wrote.
///
/// # Errors
///
/// Why the test failed, beyond what it wrote itself.
pub(super) fn verdict(
    ending: &Ending,
    report: Option<Report>,
    expectation: &Expectation<'_>,
    output: &str,
) -> Result<Completion, String> {
    // Tests that are ignored by attribute are run only when asked for; what is ignored even then
    // is what libtest cannot run.
    if let (Ending::Exited(0), Some(Report::Ignored)) = (ending, report) {
        return Ok(Completion::ignored_with(
            "libtest cannot run #[should_panic] where panics abort; use #[wasi_webgpu::test]",
        ));
    }
    match expectation {
        Expectation::Return => returned(ending, report, output)?,
        Expectation::Panic(message) => panicked(ending, message, output)?,
    }
    Ok(Completion::Completed)
}

fn returned(ending: &Ending, report: Option<Report>, output: &str) -> Result<(), String> {
    match (ending, report) {
        (Ending::Exited(0), Some(Report::Ok)) => Ok(()),
        (Ending::Exited(_), Some(_)) => Err("the test returned an error".to_owned()),
        (Ending::Exited(code), None) => Err(format!(
            "the test ended the guest before it returned (exit code {code})"
        )),
        // The message of the panic is there; a backtrace of std's panic machinery adds nothing.
        (Ending::Trapped(trap), _) if trap.is_abort() && panic_message(output).is_some() => {
            Err(String::new())
        }
        (Ending::Trapped(trap), _) => Err(trap.to_string()),
    }
}

fn panicked(ending: &Ending, expected: &str, output: &str) -> Result<(), String> {
    match (ending, panic_message(output)) {
        (Ending::Exited(0), _) | (_, None) => Err(match ending {
            Ending::Trapped(trap) => format!("test did not panic as expected: {trap}"),
            Ending::Exited(_) => "test did not panic as expected".to_owned(),
        }),
        (_, Some(message)) if message.contains(expected) => Ok(()),
        (_, Some(_)) => Err(format!(
            "panic did not contain expected string\n expected substring: {expected:?}"
        )),
    }
}

/// The output from where Rust's panic handler begins.
fn panic_message(output: &str) -> Option<&str> {
    output.find("panicked at ").and_then(|at| output.get(at..))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmtime::Trap;

    const PANIC: &str = "thread 'main' panicked at src/lib.rs:1:1:\nout of bounds\n";

    fn trap(trap: Trap) -> Ending {
        Ending::from_error(trap.into())
    }

    fn judge(
        ending: &Ending,
        report: Option<Report>,
        expectation: &Expectation<'_>,
        output: &str,
    ) -> Result<bool, String> {
        verdict(ending, report, expectation, output)
            .map(|completion| matches!(completion, Completion::Completed))
    }

    #[test]
    fn a_test_passes_when_libtest_says_so() {
        let (ok, returns) = (Some(Report::Ok), Expectation::Return);
        assert_eq!(judge(&Ending::Exited(0), ok, &returns, ""), Ok(true));
        let ended_early = judge(&Ending::Exited(0), None, &returns, "");
        assert!(ended_early.unwrap_err().contains("exit code 0"));
    }

    #[test]
    fn a_panic_speaks_for_itself_and_other_traps_are_named() {
        let panic = trap(Trap::UnreachableCodeReached);
        let returns = Expectation::Return;
        assert_eq!(judge(&panic, None, &returns, PANIC), Err(String::new()));
        let overflow = judge(&trap(Trap::StackOverflow), None, &returns, "");
        assert!(overflow.unwrap_err().contains("call stack exhausted"));
    }

    #[test]
    fn an_expected_panic_must_come_with_its_message() {
        let panic = trap(Trap::UnreachableCodeReached);
        let with = |message| judge(&panic, None, &Expectation::Panic(message), PANIC);
        assert_eq!(with(""), Ok(true));
        assert_eq!(with("out of"), Ok(true));
        assert!(with("overflow").unwrap_err().contains("\"overflow\""));
    }

    #[test]
    fn without_a_panic_an_expected_one_is_missed() {
        let expected = Expectation::Panic("");
        for ending in [
            Ending::Exited(0),
            Ending::Exited(1),
            trap(Trap::StackOverflow),
        ] {
            let error = judge(&ending, None, &expected, "no such message").unwrap_err();
            assert!(
                error.starts_with("test did not panic as expected"),
                "{error}"
            );
        }
    }

    #[test]
    fn what_libtest_leaves_out_is_ignored() {
        let ignored = Some(Report::Ignored);
        let verdict = judge(&Ending::Exited(0), ignored, &Expectation::Return, "");
        assert_eq!(verdict, Ok(false));
    }
}
