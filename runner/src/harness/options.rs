//! libtest's options, from the command line and the environment.

use clap::Parser;
use libtest_mimic::Arguments;

/// The options of a test run.
pub(super) struct Options {
    mimic: Arguments,
    filters: Vec<String>,
    /// `--nocapture`.
    pub(super) live: bool,
    /// `--show-output`.
    pub(super) show_output: bool,
}

/// What libtest takes and `libtest-mimic` does not.
#[derive(Debug, Parser)]
struct CommandLine {
    #[command(flatten)]
    mimic: Arguments,

    /// The newer spelling of `--nocapture`.
    #[arg(long)]
    no_capture: bool,

    /// Further filters: a test runs if any of them matches.
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

impl Options {
    /// Parses `args`, whose first is the program's name; wrong options end the process, with a
    /// message and exit code 2.
    pub(super) fn parse(args: &[String]) -> Self {
        Self::new(CommandLine::parse_from(args), |name| {
            std::env::var(name).ok()
        })
    }

    fn new(line: CommandLine, variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut mimic = line.mimic;
        mimic.test_threads = mimic
            .test_threads
            .or_else(|| variable("RUST_TEST_THREADS")?.parse().ok());
        let live = mimic.nocapture
            || line.no_capture
            || variable("RUST_TEST_NOCAPTURE").is_some_and(|value| value != "0");
        Self {
            filters: mimic
                .filter
                .take()
                .into_iter()
                .chain(line.filters)
                .collect(),
            live,
            show_output: mimic.show_output,
            mimic,
        }
    }

    /// Whether the filters and `--skip` let the test `name` through.
    pub(super) fn selects(&self, name: &str) -> bool {
        let matches = |filter: &String| match self.mimic.exact {
            true => name == filter,
            false => name.contains(filter),
        };
        (self.filters.is_empty() || self.filters.iter().any(matches))
            && !self.mimic.skip.iter().any(matches)
    }

    /// The options for `libtest-mimic`, which is told what to leave out rather than the filters: it
    /// knows but one, and would match it against titles instead of names.
    pub(super) fn into_mimic(self, unselected: Vec<String>) -> Arguments {
        Arguments {
            exact: true,
            skip: unselected,
            ..self.mimic
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(args: &[&str]) -> Options {
        let line = CommandLine::try_parse_from(std::iter::once(&"guest.wasm").chain(args)).unwrap();
        Options::new(line, |_| None)
    }

    #[test]
    fn several_filters_select_what_any_of_them_matches() {
        let options = options(&["alpha", "beta", "--skip", "slow"]);
        assert!(options.selects("tests::alphabet"));
        assert!(options.selects("tests::beta"));
        assert!(!options.selects("tests::gamma"));
        assert!(!options.selects("tests::beta_slow"));
    }

    #[test]
    fn exact_filters_match_whole_names() {
        let options = options(&["--exact", "tests::a"]);
        assert!(options.selects("tests::a"));
        assert!(!options.selects("tests::ab"));
    }

    #[test]
    fn mimic_leaves_out_what_is_not_selected() {
        let arguments = options(&["a", "--test-threads", "3"]).into_mimic(vec!["b".to_owned()]);
        assert_eq!(arguments.filter, None);
        assert_eq!(arguments.skip, ["b"]);
        assert_eq!(arguments.test_threads, Some(3));
    }

    #[test]
    fn both_spellings_of_nocapture_and_the_variable_count() {
        assert!(options(&["--nocapture"]).live);
        assert!(options(&["--no-capture"]).live);
        let from_variable = |value: &str| {
            let line = CommandLine::try_parse_from(["guest.wasm"]).unwrap();
            Options::new(line, |name| {
                (name == "RUST_TEST_NOCAPTURE").then(|| value.to_owned())
            })
        };
        assert!(from_variable("1").live);
        assert!(!from_variable("0").live);
    }
}
