//! Running a Rust test binary (libtest) test by test.
//!
//! A guest aborts when it panics, so inside the guest the first failing test ends them all. Here
//! libtest in the guest is asked for its list, and then each test runs in an instance of its own,
//! with `libtest-mimic` for what the user sees: filters, threads, output, summary.

mod chatter;
mod options;
mod output;
mod should_panic;
mod verdict;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Completion, Failed, Trial};
use tokio::runtime::Handle;

use self::options::Options;
use self::output::Output;
use self::should_panic::ShouldPanic;
use self::verdict::{Expectation, verdict};
use crate::args::TestMode;
use crate::environment::Environment;
use crate::error::Error;
use crate::guest::{Ending, Guest, Sections};

/// What to do with a guest that may be a test binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is none, or is not to be treated as one.
    Command,
    /// The guest's own libtest is only asked what it has: a list of its tests, its help.
    Listing,
    /// The guest's own libtest runs everything in one instance, up to the first failure:
    /// benchmarks, and doc tests, which rustdoc bundles in a way that names no single one.
    WholeSuite,
    /// Every test gets an instance of its own.
    TestByTest,
}

impl Role {
    /// Decides by the `--test` option, what is in the guest, and the guest's arguments.
    pub(crate) fn new(mode: TestMode, guest: &Sections, args: &[String]) -> Self {
        let has_any = |options: &[&str]| args.iter().any(|arg| options.contains(&arg.as_str()));
        let is_test = match mode {
            TestMode::Auto => guest.has_libtest,
            TestMode::Always => true,
            TestMode::Never => false,
        };
        if !is_test {
            Self::Command
        } else if has_any(&["--list", "--help", "-h"]) {
            Self::Listing
        } else if has_any(&["--bench"]) || guest.has_doc_tests {
            Self::WholeSuite
        } else {
            Self::TestByTest
        }
    }
}

/// Runs the tests that `args` (the guest's name, then libtest's options) select.
///
/// # Errors
///
/// The guest does not list its tests. A test that fails is not an error but exit code 101.
pub(crate) fn run(
    runtime: &Handle,
    guest: Guest,
    environment: Environment,
    args: &[String],
) -> Result<ExitCode, Error> {
    let options = Options::parse(args);
    let suite = Arc::new(Suite {
        runtime: runtime.clone(),
        should_panic: ShouldPanic::parse(&guest.sections().test_records),
        guest,
        environment,
        program: args.first().cloned().unwrap_or_default(),
        live: options.live,
        show_output: options.show_output,
    });
    let tests = suite.list(&[])?;
    let ignored = suite.list(&["--ignored"])?;

    let mut unselected = Vec::new();
    let mut trials = Vec::new();
    for test in tests {
        let should_panic = suite.should_panic.expected(&test).is_some();
        let title = if should_panic {
            format!("{test} - should panic")
        } else {
            test.clone()
        };
        if !options.selects(&test) {
            unselected.push(title.clone());
        }
        let is_ignored = ignored.contains(&test);
        let suite = suite.clone();
        trials.push(
            Trial::ignorable_test(title, move || suite.run_test(&test))
                .with_ignored_flag(is_ignored),
        );
    }
    let conclusion = libtest_mimic::run(&options.into_mimic(unselected), trials);
    Ok(conclusion.exit_code())
}

/// All that a test needs to run.
struct Suite {
    runtime: Handle,
    guest: Guest,
    environment: Environment,
    should_panic: ShouldPanic,
    /// The guest's `argv[0]`.
    program: String,
    /// Show the guest's output as it comes.
    live: bool,
    /// Show the output of tests that pass, too.
    show_output: bool,
}

impl Suite {
    /// The names of the guest's tests, or with `--ignored` of those that are ignored.
    fn list(&self, options: &[&str]) -> Result<Vec<String>, Error> {
        let output = Output::captured();
        let options = [&["--list", "--format=terse"], options].concat();
        let ending = self.run_guest(&options, &output)?;
        let text = output.text();
        match ending {
            Ending::Exited(0) => Ok(text
                .lines()
                .filter_map(|line| line.strip_suffix(": test"))
                .map(str::to_owned)
                .collect()),
            Ending::Exited(code) => Err(Error::ListTests(format!("exit code {code}"))),
            Ending::Trapped(trap) => Err(Error::ListTests(trap.reason())),
        }
    }

    fn run_test(&self, name: &str) -> Result<Completion, Failed> {
        let output = Output::of_test(self.live);
        let options = [
            "--exact",
            name,
            "--nocapture",
            "--test-threads=1",
            "--include-ignored",
            "--format=pretty",
            "--color=never",
        ];
        let ending = self.run_guest(&options, &output)?;
        let reported = output.finish();
        let text = output.text();
        let expectation = match self.should_panic.expected(name) {
            None => Expectation::Return,
            Some(message) => Expectation::Panic(message),
        };
        match verdict(&ending, reported, &expectation, &text) {
            Ok(completion) => {
                if self.show_output && !self.live && !text.is_empty() {
                    println!("---- {name} stdout ----\n{text}");
                }
                Ok(completion)
            }
            // Live output has been seen already.
            Err(reason) if self.live => Err(reason.into()),
            Err(reason) => Err([text.trim_end(), &reason]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
                .into()),
        }
    }

    /// Runs libtest in a new instance of the guest.
    fn run_guest(&self, options: &[&str], output: &Output) -> Result<Ending, Error> {
        let args: Vec<String> = std::iter::once(self.program.as_str())
            .chain(options.iter().copied())
            .map(str::to_owned)
            .collect();
        let host = self.environment.host(&args, |wasi| {
            wasi.stdout(output.stdout()).stderr(output.stderr())
        })?;
        self.runtime.block_on(self.guest.run(host))
    }
}
