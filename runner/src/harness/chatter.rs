//! Telling what a test prints from what libtest prints around it.

/// What libtest says about the one test that it ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Report {
    /// `ok`
    Ok,
    /// `FAILED`
    Failed,
    /// `ignored`
    Ignored,
}

/// A filter for the stdout of a guest that runs one test as in
///
/// ```text
/// (empty line)
/// running 1 test
/// test some::name ... (the test's output)ok
/// (empty line)
/// test result: ok. 1 passed; …
/// ```
///
/// which lets through the test's output only, as soon as it cannot be libtest's.
#[derive(Debug, Default)]
pub(super) struct Chatter {
    state: State,
    /// Bytes that may be libtest's, depending on what follows.
    held: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Header,
    Test,
    Done(Report),
}

const HEADER_END: &[u8] = b" ... ";
const REPORTS: [(&[u8], Report); 3] = [
    (b"ok\n\ntest result: ", Report::Ok),
    (b"FAILED\n\nfailures:\n", Report::Failed),
    (b"ignored\n\ntest result: ", Report::Ignored),
];

impl Chatter {
    /// Takes the next bytes of the guest's stdout and gives those that the test wrote.
    pub(super) fn filter(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(bytes);
        if let State::Header = self.state {
            let Some(at) = find(&self.held, HEADER_END) else {
                return Vec::new();
            };
            self.held.drain(..at + HEADER_END.len());
            self.state = State::Test;
        }
        if let State::Test = self.state {
            let report = REPORTS
                .iter()
                .find_map(|(text, report)| Some((find(&self.held, text)?, *report)));
            let Some((at, report)) = report else {
                let rest = self.held.split_off(self.held.len() - self.undecided());
                return std::mem::replace(&mut self.held, rest);
            };
            self.held.truncate(at);
            self.state = State::Done(report);
            return std::mem::take(&mut self.held);
        }
        self.held.clear();
        Vec::new()
    }

    /// What is still held at the end of the guest, and libtest's report if it got that far.
    pub(super) fn finish(&mut self) -> (Vec<u8>, Option<Report>) {
        match self.state {
            State::Done(report) => (Vec::new(), Some(report)),
            State::Header | State::Test => (std::mem::take(&mut self.held), None),
        }
    }

    /// How many of the last bytes held may be the beginning of a report.
    fn undecided(&self) -> usize {
        let longest = |text: &[u8]| {
            (1..text.len())
                .rev()
                .find(|&length| self.held.ends_with(text.get(..length).unwrap_or_default()))
        };
        REPORTS
            .iter()
            .filter_map(|(text, _)| longest(text))
            .max()
            .unwrap_or(0)
    }
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "\nrunning 1 test\ntest tests::name ... ";

    /// The test's output and the report, with stdout cut into pieces of `size` bytes.
    fn filter(stdout: &str, size: usize) -> (String, Option<Report>) {
        let mut chatter = Chatter::default();
        let mut shown = Vec::new();
        for piece in stdout.as_bytes().chunks(size) {
            shown.extend(chatter.filter(piece));
        }
        let (rest, report) = chatter.finish();
        shown.extend(rest);
        (String::from_utf8(shown).unwrap(), report)
    }

    #[test]
    fn only_the_tests_output_remains_however_it_is_cut() {
        for size in 1..60 {
            for (verdict, report) in [
                ("ok\n\ntest result: ok. 1 passed\n\n", Report::Ok),
                ("FAILED\n\nfailures:\n\nfailures:\n    a\n", Report::Failed),
                ("ignored\n\ntest result: ok. 0 passed\n\n", Report::Ignored),
            ] {
                let stdout = format!("{HEADER}one\nok\nok\n\ntest ... two{verdict}");
                let shown = "one\nok\nok\n\ntest ... two".to_owned();
                assert_eq!(filter(&stdout, size), (shown, Some(report)));
            }
        }
    }

    #[test]
    fn a_test_that_aborts_has_no_report() {
        let stdout = format!("{HEADER}last words ok\n");
        assert_eq!(filter(&stdout, 7), ("last words ok\n".to_owned(), None));
    }

    #[test]
    fn output_is_let_through_at_once() {
        let mut chatter = Chatter::default();
        assert_eq!(chatter.filter(HEADER.as_bytes()), b"");
        assert_eq!(chatter.filter(b"step 1\n"), b"step 1\n");
        assert_eq!(chatter.filter(b"book"), b"bo");
        assert_eq!(chatter.filter(b"ed\n"), b"oked\n");
    }
}
